import type { IncomingMessage, ServerResponse } from "node:http";
import cookie from "@fastify/cookie";
import helmet from "@fastify/helmet";
import type {
  FastifyBaseLogger,
  FastifyInstance,
  FastifyReply,
  FastifyRequest,
  RawServerDefault,
} from "fastify";
import { fastify, LogController } from "fastify";
import { serializerCompiler, type ZodTypeProvider } from "fastify-type-provider-zod";
import { uuid } from "../ids/index.ts";
import type { Log } from "../logging/log.ts";
import type { Metrics } from "../metrics/metrics.ts";

import { clientErrorHandler, errorHandler } from "./failures.ts";
import { cookieName, gate, type Identify } from "./gate.ts";
import { nowhere } from "./nowhere.ts";
import { refuseUnhonoured } from "./once.ts";
import { openApi } from "./openapi.ts";
import { Problem } from "./problem.ts";
import { RouteTable } from "./routes.ts";
import { securityHeaders } from "./security.ts";
import { unfit } from "./unfit.ts";
import { validatorCompiler } from "./validation.ts";

export type Http = FastifyInstance<
  RawServerDefault,
  IncomingMessage,
  ServerResponse,
  FastifyBaseLogger,
  ZodTypeProvider
>;

declare module "fastify" {
  interface FastifyInstance {
    routeTable: RouteTable;
    /** Scheme and authority the world sees, without a slash at the end. `Host` is never believed. */
    publicUrl: string;
  }
}

export interface HttpOptions {
  readonly publicUrl: string;
  /** Addresses of the proxies whose `X-Forwarded-For` is believed; none by default. */
  readonly trustProxy: readonly string[];
  readonly log: Log;
  readonly metrics: Metrics;
  readonly identify: Identify;
  readonly version: string;
}

/** Largest body of a route that sets no `bodyLimit` of its own, in bytes. */
const bodyLimit = 1_048_576;

/**
 * An address that cannot be decoded names nothing. In a browser it is read letter by letter, so that whoever follows a
 * cut link sees the page for a wrong address; a program is told what is wrong with it.
 */
function rewriteUrl({ url = "/", headers }: IncomingMessage): string {
  if (headers.accept?.includes("text/html") !== true) return url;
  const [path = ""] = url.split("?");
  try {
    decodeURIComponent(path);
    return url;
  } catch {
    return path.replaceAll("%", "%25");
  }
}

/** The HTTP side of a process, ready for routes: `const http = await createHttp(…); http.register(routes)`. */
export async function createHttp(options: HttpOptions): Promise<Http> {
  const { publicUrl, metrics } = options;
  const log: FastifyBaseLogger = options.log;
  const respond = errorHandler(publicUrl, (request, problem) => countRefusal(metrics, request, problem));
  const http: Http = fastify({
    loggerInstance: log,
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: uuid,
    requestIdHeader: false,
    trustProxy: options.trustProxy.length === 0 ? false : [...options.trustProxy],
    bodyLimit,
    requestTimeout: 600_000,
    return503OnClosing: false,
    forceCloseConnections: "idle",
    frameworkErrors: respond,
    clientErrorHandler: clientErrorHandler(publicUrl),
    routerOptions: { maxParamLength: 200 },
    rewriteUrl,
  }).withTypeProvider<ZodTypeProvider>();

  const routes = new RouteTable();
  http.decorate("routeTable", routes);
  http.decorate("publicUrl", publicUrl);
  http.decorateRequest("session", null);
  http.decorateRequest("caller", null);
  http.addHook("onRoute", (route) => routes.add(route));
  http.addHook("onReady", async () => void routes.all());
  http.setValidatorCompiler(validatorCompiler);
  http.setSerializerCompiler(serializerCompiler);
  http.setErrorHandler(respond);
  http.setNotFoundHandler(nowhere);
  // Only JSON unless a route's scope adds its own parser: what a form on another site can send is not understood.
  http.removeContentTypeParser("text/plain");
  takeJson(http);

  await http.register(cookie);
  await http.register(helmet, securityHeaders(publicUrl));
  drain(http);
  http.addHook("onRequest", async (request, reply) => {
    reply.header("x-request-id", request.id);
    if (request.url.startsWith("/api/")) reply.header("cache-control", "no-store");
  });
  http.addHook("onRequest", gate({ identify: options.identify, cookie: cookieName(publicUrl) }));
  http.addHook("onRequest", refuseUnhonoured);
  http.addHook("onResponse", async (request, reply) => record(metrics, request, reply));
  await openApi(http, options.version);
  return http;
}

/** JSON as Fastify reads it; keys that it would call malformed JSON are told by their place. */
function takeJson(http: Http): void {
  const parse = http.getDefaultJsonParser("ignore", "ignore");
  http.addContentTypeParser<string>("application/json", { parseAs: "string" }, (request, text, done) =>
    parse(request, text, (error, value) => done(error ?? unfit(value) ?? null, value)),
  );
}

/** While closing, requests under way are finished and new ones on old connections are told to come back. */
function drain(http: Http): void {
  let closing = false;
  http.addHook("preClose", async () => {
    closing = true;
  });
  http.addHook("onRequest", async (_request, reply) => {
    if (!closing) return;
    reply.header("connection", "close");
    throw new Problem("unavailable", "平台正在停机维护，请稍后重试。");
  });
}

const template = (request: FastifyRequest): string => request.routeOptions.url ?? "/unmatched";

function countRefusal(metrics: Metrics, request: FastifyRequest, problem: Problem): void {
  metrics.refusals.inc({
    route: template(request),
    code: problem.code,
    signed_in: String(request.caller !== null),
  });
}

function record(metrics: Metrics, request: FastifyRequest, reply: FastifyReply): void {
  const route = template(request);
  const { audit } = request.routeOptions.config;
  metrics.requests.observe(
    { method: request.method, route, status: reply.statusCode },
    reply.elapsedTime / 1000,
  );
  request.log.info(
    {
      requestId: request.id,
      method: request.method,
      route,
      status: reply.statusCode,
      durationMs: Math.round(reply.elapsedTime),
      audit: audit ?? undefined,
      personId: request.caller?.personId,
      partyId: request.caller?.party.id,
    },
    "request answered",
  );
}
