import { existsSync } from "node:fs";
import { join } from "node:path";
import fastifyStatic from "@fastify/static";
import { type Http, Problem } from "../platform/http/index.ts";
import { projectRoot } from "./config.ts";

const open = { access: "anonymous", audit: null } as const;
const hide = { hide: true };
const year = 365 * 24 * 3600;

/** The portal at `/` and the desk at `/desk`: built pages, whose routes the browser knows. */
export async function pageRoutes(http: Http): Promise<void> {
  await http.register(fastifyStatic, { root: join(projectRoot, "dist"), serve: false });
  pages(
    http,
    "portal",
    ["/", "/dataset/:code", "/datasets", "/objection/:code", "/matters", "/matters/:id", "/sign-in"],
    "",
  );
  pages(http, "desk", ["/desk", "/desk/*"], "/desk");
}

function pages(http: Http, entry: "portal" | "desk", urls: readonly string[], base: string): void {
  const folder = join(projectRoot, "dist", entry);

  for (const url of urls)
    http.get(url, { config: open, schema: hide }, async (_request, reply) => {
      if (!existsSync(join(folder, "index.html")))
        throw new Problem(
          "unavailable",
          "网页还没有生成：请用 npm start 启动，或者先执行 npm run build:web。",
        );
      return reply
        .header("cache-control", "no-cache")
        .sendFile("index.html", folder, { cacheControl: false });
    });
  http.get(`${base}/assets/*`, { config: open, schema: hide }, async (request, reply) => {
    const path = new URL(request.url, http.publicUrl).pathname.slice(base.length + "/assets/".length);
    return reply
      .header("cache-control", `public, max-age=${year}, immutable`)
      .sendFile(path, join(folder, "assets"), { cacheControl: false });
  });
}
