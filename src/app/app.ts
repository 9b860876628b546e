import { assertDurable, migrationDirectories, pendingMigrations } from "../platform/db/index.ts";
import { createHttp, type Http } from "../platform/http/create.ts";
import { Problem } from "../platform/http/problem.ts";
import type { Platform } from "./platform.ts";
import { version } from "./version.ts";

const open = { access: "anonymous", audit: null } as const;

/** The whole platform over HTTP, ready to listen. `publicUrl`: scheme and authority the world sees. */
export async function createApp(platform: Platform, publicUrl: string): Promise<Http> {
  const { config, log, metrics } = platform;
  const http = await createHttp({
    publicUrl,
    trustProxy: config.trustedProxies,
    log,
    metrics,
    identify: async () => null,
    version,
  });
  http.register(async (scope) => health(scope, platform));
  return http;
}

/** `/healthz`: the process answers. `/readyz`: it can work, too: database reachable, durable and up to date. */
function health(http: Http, platform: Platform): void {
  http.get("/healthz", { config: open, schema: { hide: true } }, async () => ({ status: "ok" }));
  http.get("/readyz", { config: open, schema: { hide: true } }, async () => {
    await ready(platform);
    return { status: "ready" };
  });
}

async function ready({ database: { pool } }: Platform): Promise<void> {
  try {
    await assertDurable(pool);
    const pending = await pendingMigrations(pool, migrationDirectories());
    if (pending.length > 0) throw new Error(`pending: ${pending.join(", ")}`);
  } catch (cause) {
    throw new Problem("unavailable", "平台尚未就绪：数据库连接不上、不落盘或未升级。请查看启动信息。", {
      cause,
    });
  }
}
