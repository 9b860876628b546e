import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type TestDatabase, testDatabase } from "../../test/support/postgres.ts";
import { inTransaction } from "../platform/db/index.ts";
import { FileStore } from "../platform/files/index.ts";
import { createAccount } from "../platform/identity/index.ts";
import { uuid } from "../platform/ids/index.ts";
import { Jobs } from "../platform/jobs/index.ts";
import { createLog } from "../platform/logging/log.ts";
import { runDaily, tidy } from "./daily.ts";

let t: TestDatabase;
let directory: string;
let files: FileStore;

beforeAll(async () => {
  t = await testDatabase();
  directory = await mkdtemp(join(tmpdir(), "gongshu-daily-"));
  files = new FileStore(directory);
  await files.open();
});
afterAll(async () => {
  await t.drop();
  await rm(directory, { recursive: true });
});

async function monthsOf(parent: string): Promise<string[]> {
  const { rows } = await t.pool.query<{ name: string }>(
    "select inhrelid::regclass::text as name from pg_inherits where inhparent = $1::regclass order by 1",
    [parent],
  );
  return rows.map(({ name }) => name);
}

const count = async (table: string) => (await t.ownerPool.query(`select from ${table}`)).rowCount;

test("A20.3 the months of the record to come are made and the expired ones dropped", async () => {
  const months = await monthsOf("access.usage");
  await t.ownerPool.query(`drop table ${months.at(-1)}`);
  await t.ownerPool.query(
    `create table access.usage_202001 partition of access.usage for values from ('2020-01-01') to ('2020-02-01')`,
  );
  await tidy({ db: t.db, files });
  expect(await monthsOf("access.usage")).toEqual(months);
});

test("what has expired goes, what is in force stays", async () => {
  const session = (account: string, used: string, ends: string) =>
    t.ownerPool.query(
      `insert into platform.session (id, token_hash, account_id, last_used_at, expires_at)
       values ($1, $2, $3, platform.wall_now() + $4::interval, platform.wall_now() + $5::interval)`,
      [uuid(), randomBytes(32), account, used, ends],
    );
  const account = await inTransaction(t.db, (tx) =>
    createAccount(tx, { username: "officer", password: "a good password", personId: uuid() }),
  );
  await session(account, "0", "1 hour");
  await session(account, "-61 minutes", "1 hour");
  await session(account, "0", "-1 second");
  for (const age of ["0", "24 hours 1 second"]) {
    await t.ownerPool.query(
      `insert into platform.idempotency (person_id, route, key, request_hash, result, at)
       values ($1, 'POST /', 'k', '', '{}', platform.wall_now() - $2::interval)`,
      [uuid(), age],
    );
    await t.ownerPool.query(
      `insert into platform.sign_in_attempt (username_hash, failures, lapses_at)
       values ($1, 1, platform.wall_now() + interval '1 hour' - $2::interval)`,
      [randomBytes(32), age],
    );
  }
  await tidy({ db: t.db, files });
  expect(await count("platform.session")).toBe(1);
  expect(await count("platform.idempotency")).toBe(1);
  expect(await count("platform.sign_in_attempt")).toBe(1);
});

test("it is scheduled for every night", async () => {
  const jobs = new Jobs(t.url, createLog({ level: "silent" }));
  runDaily(jobs, { db: t.db, files });
  await jobs.start();
  await jobs.stop();
  const { rows } = await t.ownerPool.query("select name, cron, timezone from jobs.schedule");
  expect(rows).toEqual([{ name: "platform.daily", cron: "23 3 * * *", timezone: "Asia/Shanghai" }]);
});
