import { existsSync } from "node:fs";
import { join } from "node:path";
import fastifyStatic from "@fastify/static";
import type { FastifyReply } from "fastify";
import { type Http, nowhere, Problem } from "../platform/http/index.ts";
import { projectRoot } from "./config.ts";

const route = { config: { access: "anonymous", audit: null }, schema: { hide: true } } as const;
const year = 365 * 24 * 3600;

type Entry = "portal" | "desk";
const folderOf = (entry: Entry) => join(projectRoot, "dist", entry);

/** Addresses of the portal's pages; the browser draws them. */
const portalPages = [
  "/",
  "/datasets",
  "/dataset/:code",
  "/objection/:code",
  "/library",
  "/matters",
  "/matters/:id",
  "/rules",
  "/rules/:article",
  "/sign-in",
  "/check",
  "/check/:code",
];

/** The portal at `/` and the desk at `/desk`, as built. */
export async function pageRoutes(http: Http): Promise<void> {
  await http.register(fastifyStatic, { root: join(projectRoot, "dist"), serve: false });
  for (const url of portalPages) http.get(url, route, (_request, reply) => page(reply, "portal"));
  for (const url of ["/desk", "/desk/*"]) http.get(url, route, (_request, reply) => page(reply, "desk"));
  assets(http, "portal", "/assets/");
  assets(http, "desk", "/desk/assets/");
  http.get("/*", route, (request, reply) => {
    if (request.headers.accept?.includes("text/html") === true) return page(reply.code(404), "portal");
    return nowhere(request, reply);
  });
}

async function page(reply: FastifyReply, entry: Entry): Promise<FastifyReply> {
  const folder = folderOf(entry);
  if (!existsSync(join(folder, "index.html")))
    throw new Problem("unavailable", "网页还没有生成：请用 npm start 启动，或者先执行 npm run build:web。");
  return reply.header("cache-control", "no-cache").sendFile("index.html", folder, { cacheControl: false });
}

/** Names of assets carry a hash of their content, so browsers may keep them. */
function assets(http: Http, entry: Entry, base: string): void {
  http.get(`${base}*`, route, async (request, reply) => {
    const { pathname } = new URL(request.url, http.publicUrl);
    return reply
      .header("cache-control", `public, max-age=${year}, immutable`)
      .sendFile(pathname.slice(base.length), join(folderOf(entry), "assets"), { cacheControl: false });
  });
}
