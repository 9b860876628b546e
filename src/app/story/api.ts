import { once } from "node:events";
import http from "node:http";
import https from "node:https";
import { text as read } from "node:stream/consumers";
import { z } from "zod";
import { type FieldError, problem } from "../../contract/problem.ts";
import { wallNow } from "../../platform/clocks/index.ts";
import { type SigningKey, signRequest } from "../../platform/signatures/index.ts";

/** An answer that was not a success: HTTP status and the problem document. */
export class Refused extends Error {
  readonly status: number;
  readonly code: string;
  readonly article: string | undefined;
  readonly detail: string;
  readonly errors: readonly FieldError[];

  constructor(status: number, body: string) {
    const parsed = problem.safeParse(json(body));
    super(parsed.success ? `${parsed.data.code}: ${parsed.data.detail}` : `HTTP ${status}`);
    this.status = status;
    this.code = parsed.data?.code ?? `http_${status}`;
    this.article = parsed.data?.article;
    this.detail = parsed.data?.detail ?? body.slice(0, 200);
    this.errors = parsed.data?.errors ?? [];
  }
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export interface Answer {
  readonly status: number;
  readonly text: string;
}

/** One account of the platform over its public HTTP API; `token` null asks anonymously. */
export class Api {
  readonly url: string;
  readonly token: string | null;
  readonly name: string;

  constructor(url: string, token: string | null, name: string) {
    this.url = url;
    this.token = token;
    this.name = name;
  }

  async get<T>(path: string, schema: z.ZodType<T>): Promise<T> {
    return schema.parse(json((await this.send("GET", path)).text));
  }

  async post<T>(path: string, body: unknown, schema: z.ZodType<T>): Promise<T> {
    return schema.parse(json((await this.send("POST", path, body)).text));
  }

  async put<T>(path: string, body: unknown, schema: z.ZodType<T>): Promise<T> {
    return schema.parse(json((await this.send("PUT", path, body)).text));
  }

  /** @throws Refused for every status of 400 and above */
  async send(method: string, path: string, body?: unknown): Promise<Answer> {
    const headers: Record<string, string> =
      this.token === null ? {} : { authorization: `Bearer ${this.token}` };
    if (body !== undefined) headers["content-type"] = "application/json";
    return fetched(`${this.url}${path}`, {
      method,
      headers,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  }

  /** Uploads evidence or another attachment; the id to name in a matter. */
  async attach(name: string, type: string, content: string): Promise<string> {
    const answer = await fetched(`${this.url}/api/v1/files`, {
      method: "POST",
      headers: {
        authorization: `Bearer ${this.token}`,
        "content-type": type,
        "content-disposition": `attachment; filename*=UTF-8''${encodeURIComponent(name)}`,
      },
      body: content,
    });
    return z.object({ id: z.uuid() }).parse(json(answer.text)).id;
  }
}

/** Signs in with name and password. */
export async function signIn(url: string, username: string, password: string): Promise<Api> {
  const { token, me } = await new Api(url, null, username).post(
    "/api/v1/session",
    { username, password },
    z.object({
      token: z.string(),
      me: z.object({ person: z.object({ name: z.string() }), party: z.object({ name: z.string() }) }),
    }),
  );
  return new Api(url, token, `${me.party.name} ${me.person.name}`);
}

/** What a signed call may be made to get wrong, to see it refused. */
export interface Tampering {
  readonly nonce?: string;
  /** Time of signing; the same with the same nonce is the same request. */
  readonly created?: Date;
  readonly body?: string;
  readonly authority?: string;
}

/** A call of the sharing gateway, signed by RFC 9421. */
export async function signedCall(
  url: string,
  path: string,
  body: unknown,
  key: SigningKey,
  tampering: Tampering = {},
): Promise<Answer> {
  const text = JSON.stringify(body);
  const signedUrl = new URL(path, tampering.authority ?? url);
  const options = {
    created: tampering.created ?? wallNow(),
    ...(tampering.nonce === undefined ? {} : { nonce: tampering.nonce }),
  };
  const signature = signRequest({ method: "POST", url: signedUrl.href, body: text }, key, options);
  const headers = { "content-type": "application/json", ...signature };
  const content = tampering.body ?? text;
  const target = new URL(path, url);
  if (signedUrl.host !== target.host) return arriving(target, { ...headers, host: signedUrl.host }, content);
  return fetched(target.href, { method: "POST", headers, body: content });
}

/** Posts under another name in `Host`, as through a second name of the same machine; `fetch` sets that itself. */
async function arriving(url: URL, headers: Record<string, string>, body: string): Promise<Answer> {
  const { request } = url.protocol === "https:" ? https : http;
  const sent = request(url, { method: "POST", headers }).end(body);
  const [response]: http.IncomingMessage[] = await once(sent, "response");
  if (response === undefined) throw new Error("no answer");
  const answer = { status: response.statusCode ?? 0, text: await read(response) };
  if (answer.status >= 400) throw new Refused(answer.status, answer.text);
  return answer;
}

async function fetched(url: string, init: RequestInit): Promise<Answer> {
  const response = await fetch(url, init);
  const text = await response.text();
  if (response.status >= 400) throw new Refused(response.status, text);
  return { status: response.status, text };
}
