import { spawn } from "node:child_process";
import { once } from "node:events";
import { getConstructionPlans } from "pg-boss";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { z } from "zod";
import { type TestDatabase, testDatabase } from "../../../test/support/postgres.ts";
import { inTransaction } from "../db/index.ts";
import { createLog } from "../logging/log.ts";
import { Jobs } from "./index.ts";

let t: TestDatabase;
let jobs: Jobs;
const echo = { name: "test.echo", data: z.object({ n: z.number() }) };
const failing = { name: "test.failing", data: z.object({ n: z.number() }) };
const seen: number[] = [];
let failures = 1;

beforeAll(async () => {
  t = await testDatabase();
  jobs = new Jobs(t.url, createLog({ level: "silent" }));
  jobs.work(echo, async ({ n }) => void seen.push(n));
  jobs.work(failing, async ({ n }) => {
    if (failures-- > 0) throw new Error("id 230599199001011234");
    seen.push(n);
  });
  jobs.schedule(echo, "0 3 * * *", { n: 3 });
  await jobs.start();
});
afterAll(async () => {
  await jobs.stop();
  await t.drop();
});

test("runs under the role of the platform at work, which may not change the schema", async () => {
  await expect(t.pool.query("alter table jobs.job add column x int")).rejects.toThrow(/must be owner/);
  await expect(t.pool.query("create table jobs.x ()")).rejects.toThrow(/permission denied/);
});

test("the schema of the migration is the one the installed package wants", async () => {
  const { rows } = await t.pool.query<{ version: number }>("select version from jobs.version");
  expect(getConstructionPlans("jobs")).toContain(
    `INSERT INTO jobs.version(version) VALUES ('${rows[0]?.version}')`,
  );
});

test("a job is sent with the transaction, or not at all", async () => {
  await expect(
    inTransaction(t.db, async (tx) => {
      await jobs.send(tx, echo, { n: 1 });
      throw new Error("undo");
    }),
  ).rejects.toThrow("undo");
  await inTransaction(t.db, (tx) => jobs.send(tx, echo, { n: 2 }));
  await vi.waitFor(() => expect(seen).toEqual([2]), { timeout: 20_000 });
});

test("a job that throws is tried again, and nothing of its error is kept but that", async () => {
  await inTransaction(t.db, (tx) => jobs.send(tx, failing, { n: 9 }));
  await vi.waitFor(() => expect(seen).toContain(9), { timeout: 30_000 });
  const { rows } = await t.pool.query<{ row: string }>("select j::text as row from jobs.job j");
  expect(rows.map(({ row }) => row).join("\n")).not.toContain("230599");
});

test("a job that never succeeds ends as a dead letter", async () => {
  failures = 100;
  await inTransaction(t.db, (tx) => jobs.send(tx, failing, { n: 10 }));
  await vi.waitFor(
    async () => {
      await t.pool.query(
        "update jobs.job set start_after = now(), retry_count = retry_limit where name = 'test.failing' and state = 'retry'",
      );
      const { rows } = await t.pool.query("select data from jobs.job where name = 'jobs.dead'");
      expect(rows).toEqual([{ data: { n: 10 } }]);
    },
    { timeout: 50_000, interval: 200 },
  );
});

test("times of a cron line are those of Shanghai", async () => {
  const { rows } = await t.pool.query("select name, cron, timezone, data from jobs.schedule");
  expect(rows).toEqual([{ name: "test.echo", cron: "0 3 * * *", timezone: "Asia/Shanghai", data: { n: 3 } }]);
});

test("a job whose process is killed is done by another", async () => {
  const child = spawn(process.execPath, [`${import.meta.dirname}/hanging-worker.ts`, t.url], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const other = new Jobs(t.url, createLog({ level: "silent" }));
  const done: number[] = [];
  other.work({ ...echo, name: "test.hanging" }, async ({ n }) => void done.push(n));
  try {
    await once(child.stdout, "data");
    await inTransaction(t.db, (tx) => jobs.send(tx, { ...echo, name: "test.hanging" }, { n: 5 }));
    await once(child.stdout, "data");
    child.kill("SIGKILL");
    await other.start();
    await t.pool.query(
      "update jobs.job set heartbeat_on = now() - interval '31 seconds' where name = 'test.hanging'",
    );
    await vi.waitFor(() => expect(done).toEqual([5]), { timeout: 50_000, interval: 100 });
  } finally {
    child.kill("SIGKILL");
    await other.stop();
  }
});
