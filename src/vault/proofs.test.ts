import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type OwnCluster, ownCluster } from "../../test/support/own-cluster.ts";
import { identityNumber as numberOf } from "../../test/support/tables.ts";
import { identityNumber, item, load, randomKeyring, tableOf } from "../../test/support/vault.ts";
import { uuid } from "../platform/ids/index.ts";
import { resourceByCode } from "./index.ts";

const PERSONS = 20_000;
const numbers = Array.from({ length: PERSONS }, (_, n) => numberOf(n));
const few = numbers.slice(0, 3000);
const items = [identityNumber, item("name", { grade: 3, masking: "name", storage: "sealed" })];

let cluster: OwnCluster;
let watcher: pg.Client;
beforeAll(async () => {
  cluster = await ownCluster();
  watcher = new pg.Client(cluster.adminUrl);
  await watcher.connect();
});
afterAll(async () => {
  await watcher.end();
  await cluster.remove();
});

const newTable = () => tableOf({ db: cluster.database.kysely }, items);

describe("Sealed", () => {
  it("A11.5 none of 20,000 identity numbers is found in data files, write-ahead log and server log", async () => {
    const resource = await newTable();
    await load(
      cluster,
      randomKeyring(),
      resource,
      1,
      numbers.map((number) => ({ values: [number, "王小明"] })),
    );
    // A number put there in clear is found by the same search, so the search can fail.
    const canary = "230599190001010000";
    await watcher.query(`create table public.canary as select '${canary}'::text as number`);
    await watcher.query("checkpoint");
    expect(await search(cluster.directory, /230599\d{11}[\dX]/g)).toEqual(new Set([canary]));
    expect(
      await search(cluster.directory, new RegExp(Buffer.from("王小明").toString("latin1"), "g")),
    ).toEqual(new Set());
  });
});

/** What matches a pattern, byte for byte, in all files below a folder. */
async function search(directory: string, pattern: RegExp): Promise<Set<string>> {
  const found = new Set<string>();
  for (const entry of await readdir(directory, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const bytes = await readFile(join(entry.parentPath, entry.name)).catch(() => Buffer.alloc(0));
    for (const [text] of bytes.toString("latin1").matchAll(pattern)) found.add(text);
  }
  return found;
}

describe("A process killed during ingest", () => {
  // The process is held inside the named statement by a lock on what it needs next, shown to be there, then killed.
  const points = [
    { inside: "the first look at the resource", lock: "vault.resource", waits: '"vault"."resource"' },
    { inside: "the copy, its rows not at an end", lock: null, waits: "copy pg_temp" },
    { inside: "the comparison with the table", lock: "data.v", waits: "left join data" },
    { inside: "the move to the history", lock: "data.h", waits: "insert into data.h" },
    { inside: "the record of the batch", lock: "vault.batch", waits: '"vault"."batch"' },
  ];

  it.each(points)("A17.4 leaves all or nothing: held in $inside", async ({ lock, waits }) => {
    const resource = await newTable();
    const { number } = await resourceByCode(cluster.database.kysely, resource);
    const keys = randomKeys();
    const holder = new pg.Client(cluster.adminUrl);
    await holder.connect();
    await holder.query("begin");
    const table = lock?.startsWith("data.") ? `${lock}_${number}` : lock;
    if (table) await holder.query(`lock table ${table} in access exclusive mode`);
    const batch = { id: uuid(), number: 1 };
    const child = start({ url: cluster.url, resource, batch, rows: few, keys, endless: lock === null });
    await untilInside(waits, lock !== null);
    child.kill("SIGKILL");
    await once(child, "close");
    await holder.query("rollback");
    await holder.end();
    await untilIdle();
    const rows = async () => (await watcher.query(`select from data.r_${number}`)).rowCount;
    const batches = async () =>
      (await watcher.query("select from vault.batch where id = $1", [batch.id])).rowCount;
    expect([await rows(), await batches()]).toEqual([0, 0]);
    const again = start({ url: cluster.url, resource, batch, rows: few, keys });
    expect(await once(again, "close")).toEqual([0, null]);
    expect([await rows(), await batches()]).toEqual([few.length, 1]);
  });
});

const randomKeys = () => {
  const key = (length: number) => randomBytes(length).toString("base64");
  return { encryption: key(16), authentication: key(32), rowMac: key(32), index: key(32), subject: key(32) };
};

function start(order: object): ChildProcess {
  const script = join(import.meta.dirname, "../../test/support/ingest-child.ts");
  const child = spawn(process.execPath, [script], { stdio: ["pipe", "ignore", "inherit"] });
  child.stdin?.end(JSON.stringify(order));
  return child;
}

/** Until some connection of the app is inside a statement with this text, waiting for a lock where it should. */
async function untilInside(text: string, waiting: boolean): Promise<void> {
  for (;;) {
    const { rowCount } = await watcher.query(
      `select from pg_stat_activity where usename = 'gongshu_app' and state = 'active'
         and strpos(query, $1) > 0 and (not $2 or wait_event_type = 'Lock')`,
      [text, waiting],
    );
    if (rowCount !== 0) return;
    await delay(2);
  }
}

/** Until the killed process's connection is gone and its transaction rolled back. */
async function untilIdle(): Promise<void> {
  for (;;) {
    const { rowCount } = await watcher.query(
      "select from pg_locks where relation::regclass::text like 'data.%'",
    );
    if (rowCount === 0) return;
    await delay(5);
  }
}
