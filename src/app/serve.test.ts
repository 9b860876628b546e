import { stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import pg from "pg";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { testDatabase } from "../../test/support/postgres.ts";
import {
  eventually,
  gongshu,
  isRunning,
  postmasterOf,
  type Running,
  removeHome,
  serving,
  temporaryHome,
} from "../../test/support/server.ts";
import { lawNow, moveLawClock, shanghaiDate } from "../platform/clocks/index.ts";
import { inTransaction } from "../platform/db/index.ts";
import { readConfig } from "./config.ts";
import { demoPassword } from "./demo-password.ts";
import { openPlatform } from "./platform.ts";

const production = await temporaryHome();
const demonstration = await temporaryHome();
const GONGSHU_HOME = production.directory;
const started: Running[] = [];

async function start(variables: Readonly<Record<string, string>> = { GONGSHU_HOME }) {
  const server = await serving(variables);
  started.push(server);
  return server;
}

beforeAll(async () => {
  const { code, output } = await gongshu(["init"], { GONGSHU_HOME }).ended;
  expect(output).toContain(`已建立正式环境（双鸭山市）：${GONGSHU_HOME}`);
  expect(code).toBe(0);
});
afterEach(() => {
  for (const { child } of started.splice(0)) child.kill("SIGKILL");
});
afterAll(async () => {
  await production.remove();
  await removeHome(join(demonstration.directory, "new"));
  await demonstration.remove();
});

const ready = async (url: string) => (await fetch(`${url}/readyz`).catch(() => null))?.status;

test("init leaves nothing running, keeps secrets to itself, and is not repeated", async () => {
  await expect(postmasterOf(GONGSHU_HOME)).rejects.toThrow("ENOENT");
  const password = await stat(join(GONGSHU_HOME, "secrets/postgres-gongshu_app.password"));
  expect(password.mode & 0o777).toBe(0o600);
  const { code, output } = await gongshu(["init"], { GONGSHU_HOME }).ended;
  expect([code, output]).toEqual([1, expect.stringContaining("已是正式环境")]);
});

test("serve without a home says how to begin one", async () => {
  const empty = await temporaryHome();
  const { code, output } = await gongshu(["serve"], { GONGSHU_HOME: empty.directory, PORT: "0" }).ended;
  await empty.remove();
  expect([code, output]).toEqual([1, expect.stringContaining("gongshu init")]);
});

test("SIGTERM closes in order: exit code 0, the port free, the database stopped", async () => {
  const server = await start();
  expect(await ready(server.url)).toBe(200);
  const postmaster = await postmasterOf(GONGSHU_HOME);
  expect(await server.stop()).toBe(0);
  expect(await isRunning(postmaster)).toBe(false);
  expect(await ready(server.url)).toBeUndefined();
});

test("a second serve on the home attaches and never stops the first one's database", async () => {
  const first = await start();
  const second = await start();
  expect(second.output()).toContain("内置数据库已在运行");
  expect(await second.stop()).toBe(0);
  expect(await ready(first.url)).toBe(200);
  const third = await start();
  const postmaster = await postmasterOf(GONGSHU_HOME);
  expect(await first.stop()).toBe(0);
  expect(await ready(third.url)).toBe(200);
  expect(await third.stop()).toBe(0);
  expect(await isRunning(postmaster)).toBe(false);
});

test("a database left by kill -9 of the platform is adopted", async () => {
  const killed = await start();
  const postmaster = await postmasterOf(GONGSHU_HOME);
  killed.child.kill("SIGKILL");
  await killed.ended;
  const next = await start();
  expect(next.output()).toContain("内置数据库已在运行");
  expect(await postmasterOf(GONGSHU_HOME)).toBe(postmaster);
  expect(await ready(next.url)).toBe(200);
  await next.stop();
  expect(await isRunning(postmaster)).toBe(false);
});

test("kill -9 of the database: not ready, then ready again by itself", async () => {
  const server = await start();
  const postmaster = await postmasterOf(GONGSHU_HOME);
  process.kill(postmaster, "SIGKILL");
  await eventually(async () => !(await isRunning(postmaster)));
  await eventually(async () => (await ready(server.url)) === 200);
  expect(await postmasterOf(GONGSHU_HOME)).not.toBe(postmaster);
  expect(await server.stop()).toBe(0);
});

test("an occupied port is named, with the mend", async () => {
  const server = await start();
  const port = new URL(server.url).port;
  const { code, output } = await gongshu(["serve"], { GONGSHU_HOME, PORT: port }).ended;
  expect(code).toBe(1);
  expect(output).toContain(`端口 ${port} 已被别的程序占用`);
  expect(output).toContain(`PORT=${Number(port) + 1} npm start`);
  await server.stop();
});

test("a wrong setting is named", async () => {
  const { code, output } = await gongshu(["serve"], { GONGSHU_HOME, PORT: "eighty" }).ended;
  expect([code, output]).toEqual([1, expect.stringContaining("环境变量 PORT 的值不对")]);
});

test("a production home refuses a demonstration database, and the reverse", async () => {
  const refusals = [
    { kind: "demonstration", home: GONGSHU_HOME, told: "是正式环境，而所连的数据库属于演示环境" },
    { kind: "production", home: demonstration.directory, told: "是演示环境，而所连的数据库属于正式环境" },
  ] as const;
  await writeFile(join(demonstration.directory, "kind"), "demonstration\n");
  for (const { kind, home, told } of refusals) {
    const t = await testDatabase({ kind });
    const variables = { GONGSHU_HOME: home, DATABASE_URL: t.adminUrl, PORT: "0" };
    const { code, output } = await gongshu(["serve"], variables).ended;
    await t.drop();
    expect([code, output]).toEqual([1, expect.stringContaining(told)]);
  }
});

test("a demonstration begins on 2026-09-21 and goes on where it was; its password is kept in a 0600 file", async () => {
  const config = readConfig({ GONGSHU_HOME: join(demonstration.directory, "new") });
  const first = await openPlatform(config, { begin: "demonstration" });
  expect(first.home.isNew).toBe(true);
  expect(shanghaiDate(await lawNow(first.database.kysely))).toBe("2026-09-21");
  const moved = new Date("2026-10-12T09:00:00+08:00");
  await inTransaction(first.database.kysely, (tx) => moveLawClock(tx, moved));
  const { password, keptIn } = await demoPassword(first);
  expect((await stat(keptIn)).mode & 0o777).toBe(0o600);
  await first.close();

  const second = await openPlatform(config, { begin: "demonstration" });
  expect(second.home.isNew).toBe(false);
  expect(shanghaiDate(await lawNow(second.database.kysely))).toBe("2026-10-12");
  expect(await demoPassword(second)).toEqual({ password, keptIn });
  await second.close();
});

test("a database server is migrated on purpose only, then becomes the home's", async () => {
  const t = await testDatabase();
  const name = `${new URL(t.adminUrl).pathname.slice(1)}_empty`;
  const admin = new pg.Client(t.adminUrl);
  await admin.connect();
  await admin.query(`create database ${name}`);
  const home = await temporaryHome();
  const DATABASE_URL = t.adminUrl.replace(/[^/]+$/, name);
  const variables = { GONGSHU_HOME: home.directory, DATABASE_URL };

  await writeFile(join(home.directory, "kind"), "production\n");
  const refused = await gongshu(["serve"], { ...variables, PORT: "0" }).ended;
  expect([refused.code, refused.output]).toEqual([1, expect.stringContaining("npx gongshu migrate")]);
  const migrated = await gongshu(["migrate"], variables).ended;
  expect([migrated.code, migrated.output]).toEqual([
    0,
    expect.stringContaining("已执行 202611230000-platform-roles.sql"),
  ]);
  const server = await start(variables);
  expect(await ready(server.url)).toBe(200);

  await admin.query(`alter database ${name} set synchronous_commit = off`);
  await admin.query("select pg_terminate_backend(pid) from pg_stat_activity where datname = $1", [name]);
  expect(await ready(server.url)).toBe(503);
  expect(await server.stop()).toBe(0);
  const unsafe = await gongshu(["serve"], { ...variables, PORT: "0" }).ended;
  expect([unsafe.code, unsafe.output]).toEqual([1, expect.stringContaining("synchronous_commit=off")]);

  await admin.query(`drop database ${name} with (force)`);
  await admin.end();
  await home.remove();
  await t.drop();
});
