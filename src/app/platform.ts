import type { Pool } from "pg";
import {
  assertDurable,
  type Database,
  type DatabaseUrls,
  migrate,
  migrationDirectories,
  openDatabase,
  openPool,
  pendingMigrations,
  urlsOfOneLogin,
} from "../platform/db/index.ts";
import {
  agreeOnKind,
  embeddedDatabase,
  type Home,
  type HomeKind,
  locateHome,
  openHome,
} from "../platform/home/index.ts";
import { createLog, type Log } from "../platform/logging/log.ts";
import { createMetrics, type Metrics } from "../platform/metrics/metrics.ts";
import { OperatorError } from "../platform/operator-error.ts";
import { type City, loadCity } from "./city/load.ts";
import type { Config } from "./config.ts";

/** What every command and the server stand on: an open home and its database, ready for use. */
export interface Platform {
  readonly config: Config;
  readonly home: Home;
  readonly city: City;
  /** As gongshu_app. */
  readonly database: Database;
  /** As gongshu_portal: sees schema `portal` only. */
  readonly portal: Pool;
  readonly urls: DatabaseUrls;
  readonly log: Log;
  readonly metrics: Metrics;
  /** Things worth telling the person who started it, in Chinese. */
  readonly notices: readonly string[];
  /** Closes the pools; the last process on an embedded database stops it. */
  close(): Promise<void>;
}

export interface OpenOptions {
  /** Kind of home to begin where there is none; without it a missing home is refused. */
  readonly begin?: HomeKind;
}

interface Connection {
  readonly urls: DatabaseUrls;
  readonly notices: readonly string[];
  release(): Promise<void>;
}

async function connect(config: Config, home: Home): Promise<Connection> {
  if (config.databaseUrl !== null) {
    return { urls: urlsOfOneLogin(config.databaseUrl), notices: [], release: async () => undefined };
  }
  const { cluster, urls } = await embeddedDatabase(home);
  const notices = cluster.adopted ? ["内置数据库已在运行，本进程直接使用它。"] : [];
  return { urls, notices, release: () => cluster.release() };
}

/** The embedded database follows the program; a server's is migrated on purpose, by `gongshu migrate`. */
async function bringUpToDate(config: Config, urls: DatabaseUrls): Promise<void> {
  if (config.databaseUrl === null) {
    await migrate(urls.migrator, migrationDirectories());
    return;
  }
  const pool = openPool(urls.migrator, { max: 1 });
  try {
    const pending = await pendingMigrations(pool, migrationDirectories());
    if (pending.length === 0) return;
    throw new OperatorError(
      `DATABASE_URL 所指的数据库还差 ${pending.length} 个迁移（自 ${pending[0]} 起）。请先备份，再执行 npx gongshu migrate。`,
    );
  } finally {
    await pool.end();
  }
}

/** Opens home and database, or refuses with an {@link OperatorError}: what is wrong and how to mend it. */
export async function openPlatform(config: Config, options: OpenOptions = {}): Promise<Platform> {
  const location = await locateHome(config.home, config.databaseUrl === null);
  const home = await openHome(location.directory, options.begin);
  const city = await loadCity(config.city, home.city);
  const connection = await connect(config, home);
  const { urls } = connection;
  const database = openDatabase(urls.app, { max: 20 });
  const portal = openPool(urls.portal);
  const close = async () => {
    await Promise.all([database.pool.end(), portal.end()]);
    await connection.release();
  };
  try {
    await bringUpToDate(config, urls);
    await agreeOnKind(home, urls.owner, city.id);
    await assertDurable(database.pool);
  } catch (error) {
    await close();
    throw error;
  }
  const moved =
    location.moved === null
      ? []
      : [
          `数据库用户 ${location.moved.account} 进不了 ${location.moved.from}，本环境（数据、密钥、数据库程序）放在 ${location.directory}。`,
        ];
  const notices = [...moved, ...connection.notices];
  return {
    config,
    home,
    city,
    database,
    portal,
    urls,
    log: createLog(),
    metrics: createMetrics(),
    notices,
    close,
  };
}
