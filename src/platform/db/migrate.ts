import { createHash } from "node:crypto";
import { readdirSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import pg from "pg";
import { OperatorError } from "../operator-error.ts";
import { prepareDatabase } from "./roles.ts";

interface Migration {
  readonly name: string;
  readonly sha256: string;
  readonly sql: string;
}

interface Applied {
  readonly name: string;
  readonly sha256: string;
}

const lockKey = 7_105_001;
const fileName = /^\d{12}-[a-z0-9]+(-[a-z0-9]+)+\.sql$/;

/** Every folder of migrations in the source tree. */
export function migrationDirectories(): string[] {
  const source = join(import.meta.dirname, "../..");
  return readdirSync(source, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name === "migrations")
    .map((entry) => join(entry.parentPath, entry.name));
}

async function readMigrations(directories: readonly string[]): Promise<Migration[]> {
  const migrations: Migration[] = [];
  for (const directory of directories) {
    for (const name of await readdir(directory)) {
      if (!fileName.test(name)) {
        throw new OperatorError(`迁移文件名 ${join(directory, name)} 不合规：应为 YYYYMMDDHHMM-篇-名.sql。`);
      }
      const sql = await readFile(join(directory, name), "utf8");
      migrations.push({ name, sql, sha256: createHash("sha256").update(sql).digest("hex") });
    }
  }
  migrations.sort((a, b) => (a.name < b.name ? -1 : 1));
  const doubled = migrations.find(({ name }, index) => migrations[index + 1]?.name === name);
  if (doubled !== undefined) throw new OperatorError(`迁移文件名 ${doubled.name} 出现了两次，请改名。`);
  return migrations;
}

/** What is still to apply, given that history is a prefix of the files, unchanged; else refuses. */
function pendingAfter(applied: readonly Applied[], files: readonly Migration[]): Migration[] {
  applied.forEach(({ name, sha256 }, index) => {
    const file = files.find((candidate) => candidate.name === name);
    if (file === undefined) {
      throw new OperatorError(
        `数据库已执行过迁移 ${name}，而本程序没有这个文件：数据库比程序新。请换用不旧于它的程序。`,
      );
    }
    if (file.sha256 !== sha256) {
      throw new OperatorError(
        `迁移 ${name} 在执行之后被改动过（校验值不符）。已执行的迁移不得修改：请还原此文件，另写一个新的迁移。`,
      );
    }
    const early = files[index];
    if (early !== undefined && early.name !== name) {
      throw new OperatorError(
        `迁移 ${early.name} 尚未执行，却排在已执行的 ${name} 之前。迁移只能向前：请给它一个更晚的时间。`,
      );
    }
  });
  return files.slice(applied.length);
}

async function appliedMigrations(client: pg.ClientBase | pg.Pool): Promise<Applied[]> {
  const { rows: tables } = await client.query<{ found: boolean }>(
    "select to_regclass('platform.migration') is not null as found",
  );
  if (tables[0]?.found !== true) return [];
  const { rows } = await client.query<Applied>("select name, sha256 from platform.migration order by name");
  return rows;
}

async function apply(client: pg.Client, migration: Migration): Promise<void> {
  await client.query("begin");
  try {
    await client.query(migration.sql);
    await client.query("insert into platform.migration (name, sha256) values ($1, $2)", [
      migration.name,
      migration.sha256,
    ]);
    await client.query("commit");
  } catch (cause) {
    await client.query("rollback");
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new OperatorError(`迁移 ${migration.name} 没有执行成功，已全部撤销：${reason}`, { cause });
  }
}

/**
 * Brings the database up to the files of the folders, in one order by file name, each in its own transaction, as
 * gongshu_owner; the first of several processes does the work, the others wait. Returns the names applied.
 * With a login other than gongshu_owner the roles are prepared first (see {@link prepareDatabase}).
 */
export async function migrate(migratorUrl: string, directories: readonly string[]): Promise<string[]> {
  const files = await readMigrations(directories);
  const client = new pg.Client(migratorUrl);
  client.on("error", () => undefined);
  await client.connect();
  try {
    await client.query("select pg_advisory_lock($1)", [lockKey]);
    const { rows } = await client.query<{ login: string }>("select session_user as login");
    if (rows[0]?.login !== "gongshu_owner") {
      await prepareDatabase(client);
      await client.query("set role gongshu_owner");
    }
    const pending = pendingAfter(await appliedMigrations(client), files);
    for (const migration of pending) await apply(client, migration);
    return pending.map(({ name }) => name);
  } finally {
    await client.end();
  }
}

/** Names of migrations not yet applied, as any role that may read the history; refuses a history that does not fit. */
export async function pendingMigrations(pool: pg.Pool, directories: readonly string[]): Promise<string[]> {
  const files = await readMigrations(directories);
  return pendingAfter(await appliedMigrations(pool), files).map(({ name }) => name);
}
