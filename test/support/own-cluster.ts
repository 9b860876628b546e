import { randomBytes } from "node:crypto";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import {
  type Database,
  databaseRoles,
  migrate,
  migrationDirectories,
  openDatabase,
  prepareDatabase,
  urlsOfLogins,
} from "../../src/platform/db/index.ts";
import { clusterUrl, ensureRunning, stopCluster } from "../../src/platform/launcher/index.ts";

export interface OwnCluster {
  /** Folder of the cluster: data files, write-ahead log, server log. */
  readonly directory: string;
  readonly url: string;
  readonly ownerUrl: string;
  /** URL of a superuser, who sees what other connections do. */
  readonly adminUrl: string;
  /** As gongshu_app. */
  readonly database: Database;
  readonly postmaster: number;
  /** Starts the server again after it was killed, and opens the database anew. */
  again(): Promise<OwnCluster>;
  remove(): Promise<void>;
}

/** A PostgreSQL of its own with a migrated demonstration database: for tests that kill or search the whole server, and for measurements. */
export async function ownCluster(): Promise<OwnCluster> {
  const home = await mkdtemp(join(tmpdir(), `gongshu-test-${process.pid}-`));
  await chmod(home, 0o711);
  const password = randomBytes(16).toString("hex");
  const directory = join(home, "postgres");
  const { port } = await ensureRunning({ directory, password });
  const admin = new pg.Client(clusterUrl(port, "postgres", password, "postgres"));
  await admin.connect();
  await admin.query("create role gongshu_owner nologin");
  await admin.query("create database gongshu owner gongshu_owner");
  await admin.end();
  const inside = new pg.Client(clusterUrl(port, "postgres", password, "gongshu"));
  await inside.connect();
  await prepareDatabase(inside);
  for (const role of databaseRoles) await inside.query(`alter role ${role} login password '${password}'`);
  await inside.end();
  await migrate(urls(port, password).owner, migrationDirectories());
  const owner = new pg.Client(urls(port, password).owner);
  await owner.connect();
  await owner.query("insert into platform.home (kind) values ('demonstration')");
  await owner.end();
  return opened(home, password);
}

const urls = (port: number, password: string) =>
  urlsOfLogins((role) => clusterUrl(port, role, password, "gongshu"));

async function opened(home: string, password: string): Promise<OwnCluster> {
  const directory = join(home, "postgres");
  const { port, pid } = await ensureRunning({ directory, password });
  const { app, owner } = urls(port, password);
  const database = openDatabase(app);
  return {
    directory,
    url: app,
    ownerUrl: owner,
    adminUrl: clusterUrl(port, "postgres", password, "gongshu"),
    database,
    postmaster: pid,
    async again() {
      await database.pool.end().catch(() => undefined);
      return opened(home, password);
    },
    async remove() {
      if (!database.pool.ended) await database.pool.end();
      await stopCluster(directory);
      await rm(home, { recursive: true, force: true });
    },
  };
}
