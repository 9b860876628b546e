import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { eventually, isRunning, postmasterOf, temporaryHome } from "../../../test/support/server.ts";
import { assertDurable, openPool } from "../db/index.ts";
import { clusterUrl, ensureRunning, holdCluster, stopCluster } from "./index.ts";

const password = "launcher-test";
let home: Awaited<ReturnType<typeof temporaryHome>>;
let directory: string;

beforeAll(async () => {
  home = await temporaryHome();
  directory = join(home.directory, "postgres");
});
afterAll(() => home.remove());

async function query(port: number, text: string, values: unknown[] = []) {
  const client = new pg.Client(clusterUrl(port, "postgres", password, "postgres"));
  client.on("error", () => undefined);
  await client.connect();
  try {
    return (await client.query({ text, values, rowMode: "array" })).rows;
  } finally {
    await client.end();
  }
}

test("a new cluster: code point order, Unicode characters, loopback, passwords, durable, not root", async () => {
  const { port, pid, adopted } = await ensureRunning({ directory, password });
  expect(adopted).toBe(false);
  expect(
    await query(port, "select datcollate, datctype, datlocale from pg_database where datname = 'postgres'"),
  ).toEqual([["C", "C.UTF-8", "C.UTF-8"]]);
  expect(await query(port, "select upper('é'), 'Z' < 'a', 'ﾊ' < '双'")).toEqual([["É", true, false]]);
  const settings = "select name, setting from pg_settings where name = any($1) order by name";
  const names = [
    "fsync",
    "full_page_writes",
    "listen_addresses",
    "password_encryption",
    "synchronous_commit",
  ];
  expect(await query(port, settings, [names])).toEqual([
    ["fsync", "on"],
    ["full_page_writes", "on"],
    ["listen_addresses", "127.0.0.1"],
    ["password_encryption", "scram-sha-256"],
    ["synchronous_commit", "on"],
  ]);
  expect(await readFile(`/proc/${pid}/status`, "utf8")).not.toMatch(/^Uid:\s+0/m);
  const wrong = new pg.Client(clusterUrl(port, "postgres", "wrong", "postgres"));
  await expect(wrong.connect()).rejects.toMatchObject({ code: "28P01" });
});

test("a second start adopts the server that runs", async () => {
  const first = await ensureRunning({ directory, password });
  const second = await ensureRunning({ directory, password });
  expect(second).toEqual({ port: first.port, pid: first.pid, adopted: true });
});

test("neither parameters nor statements nor details reach the server's log, whatever fails", async () => {
  const { port } = await ensureRunning({ directory, password });
  const secret = "230599199001011234";
  await query(port, "create table t (id text primary key, n int)");
  await query(port, "insert into t values ($1, 1)", [secret]);
  await expect(query(port, "insert into t values ($1, 1)", [secret])).rejects.toMatchObject({
    code: "23505",
  });
  await expect(query(port, `insert into t values ('${secret}', 1)`)).rejects.toMatchObject({ code: "23505" });
  await expect(query(port, "select $1::text::date", [secret])).rejects.toMatchObject({ code: "22008" });
  const crash = `select pg_terminate_backend(pg_backend_pid()), '${secret}'`;
  await expect(query(port, crash)).rejects.toThrow();
  const log = await readFile(join(directory, "server.log"), "utf8");
  expect(log).toContain("ready to accept connections");
  expect(log).not.toContain(secret);
});

test("a killed server is started again and has lost nothing that was committed", async () => {
  const { port } = await ensureRunning({ directory, password });
  await query(port, "create table kept as select generate_series(1, 1000) as n");
  const killed = await postmasterOf(home.directory);
  process.kill(killed, "SIGKILL");
  await eventually(async () => !(await isRunning(killed)));
  const again = await ensureRunning({ directory, password });
  expect(again.pid).not.toBe(killed);
  expect(again.port).toBe(port);
  expect(await query(port, "select count(*)::int from kept")).toEqual([[1000]]);
});

test("a postmaster.pid whose pid now belongs to another program does not stop a start", async () => {
  const { port } = await ensureRunning({ directory, password });
  const left = await readFile(join(directory, "data/postmaster.pid"), "utf8");
  await stopCluster(directory);
  await writeFile(join(directory, "data/postmaster.pid"), left.replace(/^\d+/, String(process.ppid)));
  const { adopted } = await ensureRunning({ directory, password });
  expect(adopted).toBe(false);
  expect(await query(port, "select count(*)::int from kept")).toEqual([[1000]]);
});

test("the last one to let go stops the server, the first does not", async () => {
  const first = await holdCluster({ directory, password });
  const second = await holdCluster({ directory, password });
  const pid = await postmasterOf(home.directory);
  await first.release();
  expect(await query(second.port, "select 1")).toEqual([[1]]);
  await second.release();
  expect(await isRunning(pid)).toBe(false);
});

test("a held server that dies comes back by itself on the same port", async () => {
  const held = await holdCluster({ directory, password });
  const killed = await postmasterOf(home.directory);
  process.kill(killed, "SIGKILL");
  await eventually(async () => (await query(held.port, "select 1").catch(() => [])).length === 1);
  expect(await postmasterOf(home.directory)).not.toBe(killed);
  await eventually(async () => {
    const holders = "select from pg_locks where locktype = 'advisory' and mode = 'ShareLock'";
    return (await query(held.port, holders)).length === 1;
  });
  const pid = await postmasterOf(home.directory);
  await held.release();
  expect(await isRunning(pid)).toBe(false);
});

test("two starts at once in an empty folder make one cluster", async () => {
  const fresh = await temporaryHome();
  const options = { directory: join(fresh.directory, "postgres"), password };
  try {
    const both = await Promise.all([holdCluster(options), holdCluster(options)]);
    expect(both[0].port).toBe(both[1].port);
    expect(both.map(({ adopted }) => adopted).sort()).toEqual([false, true]);
    await Promise.all(both.map((held) => held.release()));
  } finally {
    await fresh.remove();
  }
});

test("a server that does not write before it answers is refused, naming the setting", async () => {
  const { port } = await ensureRunning({
    directory,
    password,
    settings: { fsync: "off", full_page_writes: "off" },
  });
  const pool = openPool(clusterUrl(port, "postgres", password, "postgres"));
  await expect(assertDurable(pool)).rejects.toThrow("fsync=off、full_page_writes=off");
  await pool.end();
  await stopCluster(directory);
});
