import { findOrphans } from "../matters/index.ts";
import { assertDurable, migrationDirectories, pendingMigrations } from "../platform/db/index.ts";
import { type Http, Problem } from "../platform/http/index.ts";
import type { Parts } from "./parts.ts";
import type { Platform } from "./platform.ts";

const open = { access: "anonymous", audit: null } as const;
const schema = { hide: true };

/** `/healthz`: the process answers. `/readyz`: it can work, too. `/metrics`: its figures, for Prometheus. */
export function observationRoutes(http: Http, platform: Platform, parts: Parts): void {
  const { events, jobs, matters, notices } = parts;
  const { metrics, database } = platform;
  const { pool } = database;
  metrics.gauge("events_pending", "Deliveries of events still to be made", () => events.pending());
  metrics.gauge("jobs_waiting", "Jobs waiting in all queues", () => jobs.waiting());
  metrics.gauge("notices_waiting", "Messages to persons still to be sent", () => notices.waiting());
  metrics.gauge("matters_orphaned", "Open matters and drafts that nobody can go on with", async () => {
    const { parties, db } = matters.engine;
    const orphans = await findOrphans(parties, db);
    return orphans.matters.length + orphans.assignments.length + orphans.drafts.length;
  });
  metrics.gauge("db_connections", "Connections of the database pool", () => pool.totalCount);
  metrics.gauge("db_connections_idle", "Connections not in use", () => pool.idleCount);
  metrics.gauge("db_waiting", "Requests waiting for a connection", () => pool.waitingCount);

  http.get("/healthz", { config: open, schema }, async () => ({ status: "ok" }));
  http.get("/readyz", { config: open, schema }, async () => {
    await ready(platform);
    return { status: "ready" };
  });
  http.get("/metrics", { config: open, schema }, async ({ headers }, reply) => {
    // The figures are for those inside: what a proxy brings from the world is answered as if there were none.
    if (proxyHeaders.some((name) => headers[name] !== undefined))
      throw new Problem("not_found", "没有这个页面或接口，请检查网址。");
    return reply.type(metrics.registry.contentType).send(await metrics.registry.metrics());
  });
}

const proxyHeaders = ["forwarded", "x-forwarded-for", "x-real-ip", "via"];

/** Database reachable, durable and up to date. */
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
