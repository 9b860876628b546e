import { randomBytes } from "node:crypto";
import pg from "pg";
import { inject } from "vitest";
import {
  type Database,
  type DatabaseUrls,
  type Db,
  openDatabase,
  openPool,
  prepareDatabase,
  urlsOfLogins,
} from "../../src/platform/db/index.ts";
import { clusterUrl } from "../../src/platform/launcher/index.ts";
import { template } from "./cluster.ts";

export interface TestDatabase {
  /** Kysely as gongshu_app. */
  readonly db: Db;
  /** pg as gongshu_app, the same pool that `db` uses. */
  readonly pool: pg.Pool;
  /** `{ kysely, pool }` of the two above. */
  readonly database: Database;
  readonly ownerPool: pg.Pool;
  readonly portalPool: pg.Pool;
  /** URL of gongshu_app. */
  readonly url: string;
  readonly urls: DatabaseUrls;
  /** URL of a superuser who may take every role: a `DATABASE_URL` for a server under test. */
  readonly adminUrl: string;
  drop(): Promise<void>;
}

/**
 * A database of its own with all migrations of `src/** /migrations` applied, on a real PostgreSQL:
 *
 *     const t = await testDatabase();          // top of the test file, or in beforeAll
 *     afterAll(() => t.drop());
 *     await inTransaction(t.db, async (tx) => …);
 *
 * A demonstration home by default; its law clock starts at `lawClock` (2026-09-21T09:00:00+08:00) and runs on.
 */
export async function testDatabase(
  options: { readonly kind?: "demonstration" | "production"; readonly lawClock?: string } = {},
): Promise<TestDatabase> {
  const { port, password } = inject("cluster");
  const name = `t_${randomBytes(8).toString("hex")}`;
  const url = (user: string) => clusterUrl(port, user, password, name);
  const admin = new pg.Client(clusterUrl(port, "postgres", password, "postgres"));
  await admin.connect();
  await admin.query(`create database ${name} template ${template} strategy wal_log owner gongshu_owner`);

  const inside = new pg.Client(url("postgres"));
  await inside.connect();
  await prepareDatabase(inside);
  await inside.end();

  const urls = urlsOfLogins(url);
  const ownerPool = openPool(urls.owner, { max: 4 });
  const portalPool = openPool(urls.portal, { max: 4 });
  const database = openDatabase(urls.app);
  const kind = options.kind ?? "demonstration";
  await ownerPool.query("insert into platform.home (kind) values ($1)", [kind]);
  if (kind === "demonstration") {
    await ownerPool.query("update platform.clock set law_offset = $1::timestamptz - platform.wall_now()", [
      options.lawClock ?? "2026-09-21T09:00:00+08:00",
    ]);
  }
  return {
    db: database.kysely,
    pool: database.pool,
    database,
    ownerPool,
    portalPool,
    url: urls.app,
    urls,
    adminUrl: url("postgres"),
    async drop() {
      await Promise.all([database.pool.end(), ownerPool.end(), portalPool.end()]);
      await admin.query(`drop database ${name} with (force)`);
      await admin.end();
    },
  };
}
