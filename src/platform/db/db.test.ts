import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "kysely";
import pg from "pg";
import { afterAll, expect, test } from "vitest";
import { testDatabase } from "../../../test/support/postgres.ts";
import {
  assertDurable,
  inTransaction,
  migrate,
  migrationDirectories,
  openPool,
  pendingMigrations,
  urlsOfOneLogin,
} from "./index.ts";

const t = await testDatabase();
const extra = await mkdtemp(join(tmpdir(), "migrations-"));
const directories = [...migrationDirectories(), extra];
afterAll(async () => {
  await t.drop();
  await rm(extra, { recursive: true });
});

const migration = (name: string, sql: string) => writeFile(join(extra, name), sql);

test("all migrations are applied once; a new one is pending, then applied as gongshu_owner", async () => {
  expect(await pendingMigrations(t.pool, directories)).toEqual([]);
  await migration("209901010000-test-first.sql", "create schema test; create table test.first (n int);");
  expect(await pendingMigrations(t.pool, directories)).toEqual(["209901010000-test-first.sql"]);
  expect(await migrate(t.urls.migrator, directories)).toEqual(["209901010000-test-first.sql"]);
  expect(await migrate(t.urls.migrator, directories)).toEqual([]);
  const { rows } = await t.ownerPool.query("select tableowner from pg_tables where schemaname = 'test'");
  expect(rows).toEqual([{ tableowner: "gongshu_owner" }]);
});

test("several processes at once apply each migration once", async () => {
  await migration("209901020000-test-second.sql", "select pg_sleep(0.2); create table test.second (n int);");
  const applied = await Promise.all([1, 2, 3].map(() => migrate(t.urls.migrator, directories)));
  expect(applied.flat()).toEqual(["209901020000-test-second.sql"]);
});

test("a login that may take the roles migrates as gongshu_owner, too", async () => {
  await migration("209901030000-test-third.sql", "create table test.third (n int);");
  expect(await migrate(t.adminUrl, directories)).toEqual(["209901030000-test-third.sql"]);
  const { rows } = await t.ownerPool.query("select tableowner from pg_tables where tablename = 'third'");
  expect(rows).toEqual([{ tableowner: "gongshu_owner" }]);
});

test("a failing migration leaves nothing behind and names itself", async () => {
  await migration("209901040000-test-failing.sql", "create table test.fourth (n int); select 1 / 0;");
  await expect(migrate(t.urls.migrator, directories)).rejects.toThrow(
    /209901040000-test-failing.sql.*division/,
  );
  const { rows } = await t.ownerPool.query("select to_regclass('test.fourth') as found");
  expect(rows).toEqual([{ found: null }]);
  await rm(join(extra, "209901040000-test-failing.sql"));
});

test("an applied file that was changed is refused, at migration and at readiness", async () => {
  await migration("209901010000-test-first.sql", "create schema test; create table test.first (n bigint);");
  await expect(migrate(t.urls.migrator, directories)).rejects.toThrow(
    /209901010000-test-first.sql.*校验值不符/,
  );
  await expect(pendingMigrations(t.pool, directories)).rejects.toThrow("校验值不符");
  await migration("209901010000-test-first.sql", "create schema test; create table test.first (n int);");
});

test("a file that sorts before an applied one is refused", async () => {
  await migration("209901011200-test-late.sql", "select 1;");
  await expect(migrate(t.urls.migrator, directories)).rejects.toThrow(/209901011200-test-late.sql.*只能向前/);
  await rm(join(extra, "209901011200-test-late.sql"));
});

test("a database newer than the program is refused", async () => {
  await expect(migrate(t.urls.migrator, migrationDirectories())).rejects.toThrow("数据库比程序新");
});

test("a file whose name has no place in the order is refused", async () => {
  await migration("later.sql", "select 1;");
  await expect(migrate(t.urls.migrator, directories)).rejects.toThrow(/later.sql.*YYYYMMDDHHMM/);
  await rm(join(extra, "later.sql"));
});

const denied = { code: "42501" };

test("app creates nothing and changes neither kind, clock nor history of migrations", async () => {
  const { pool } = t;
  await expect(pool.query("create schema mine")).rejects.toMatchObject(denied);
  await expect(pool.query("create table public.mine (n int)")).rejects.toMatchObject(denied);
  await expect(pool.query("create table platform.mine (n int)")).rejects.toMatchObject(denied);
  await expect(pool.query("update platform.home set kind = 'production'")).rejects.toMatchObject(denied);
  await expect(pool.query("update platform.clock set law_offset = '0'")).rejects.toMatchObject(denied);
  await expect(pool.query("delete from platform.migration")).rejects.toMatchObject(denied);
  await expect(pool.query("set role gongshu_owner")).rejects.toMatchObject(denied);
});

test("portal reads only what schema portal gives it", async () => {
  const { portalPool } = t;
  const { rows: schemas } = await portalPool.query<{ name: string }>(
    `select nspname as name from pg_namespace
     where nspname !~ '^(pg_|information_schema$)' and has_schema_privilege(oid, 'usage')`,
  );
  expect(schemas.map(({ name }) => name).filter((name) => name !== "portal")).toEqual([]);
  await expect(portalPool.query("select from platform.home")).rejects.toMatchObject(denied);
  await expect(portalPool.query("select platform.law_now()")).rejects.toMatchObject(denied);
  await expect(portalPool.query("create schema mine")).rejects.toMatchObject(denied);
  await expect(portalPool.query("set role gongshu_app")).rejects.toMatchObject(denied);
});

test("one login takes each role on connecting", async () => {
  const urls = urlsOfOneLogin(t.adminUrl);
  for (const role of ["owner", "app", "reader", "portal"] as const) {
    const pool = openPool(urls[role], { max: 1 });
    const { rows } = await pool.query(
      "select current_user::text as role, current_setting('timezone') as zone",
    );
    await pool.end();
    expect(rows).toEqual([{ role: `gongshu_${role}`, zone: "Asia/Shanghai" }]);
  }
});

test("int8, numeric and date arrive as strings, timestamptz as Date", async () => {
  const { rows } = await t.pool.query(
    `select 9223372036854775807::int8 as a, 0.10::numeric as b, '2026-10-01'::date as c,
            '2026-10-01T00:00:00+08:00'::timestamptz as d, array['2026-10-01'::date] as e, array[0.10] as f,
            array[9223372036854775807::int8] as g, '2026-09-30T23:59:00Z'::timestamptz::date as h`,
  );
  expect(rows).toEqual([
    {
      a: "9223372036854775807",
      b: "0.10",
      c: "2026-10-01",
      d: new Date("2026-09-30T16:00:00Z"),
      e: ["2026-10-01"],
      f: ["0.10"],
      g: ["9223372036854775807"],
      h: "2026-10-01",
    },
  ]);
});

test("a transaction whose work throws leaves nothing", async () => {
  const count = async () => (await t.ownerPool.query("select from test.second")).rowCount;
  await t.ownerPool.query(
    "grant usage on schema test to gongshu_app; grant insert on test.second to gongshu_app",
  );
  const failing = inTransaction(t.db, async (tx) => {
    await sql`insert into test.second values (1)`.execute(tx);
    throw new Error("on purpose");
  });
  await expect(failing).rejects.toThrow("on purpose");
  expect(await count()).toBe(0);
  await inTransaction(t.db, (tx) => sql`insert into test.second values (1)`.execute(tx));
  expect(await count()).toBe(1);
});

test("a role or database set to answer before writing is refused", async () => {
  await assertDurable(t.pool);
  const admin = new pg.Client(t.adminUrl);
  await admin.connect();
  const name = new URL(t.adminUrl).pathname.slice(1);
  await admin.query(`alter database ${name} set synchronous_commit = off`);
  await admin.end();
  const pool = openPool(t.url, { max: 1 });
  await expect(assertDurable(pool)).rejects.toThrow("synchronous_commit=off");
  await pool.end();
});
