import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { type City, testCity } from "../../test/support/city.ts";
import { mountedTable } from "../../test/support/collection.ts";
import { type TestDatabase, testDatabase } from "../../test/support/postgres.ts";
import { item } from "../../test/support/tables.ts";
import { type Batch, batch as batchSchema } from "../contract/batch.ts";
import { rowCount } from "../vault/index.ts";

type Mounted = Awaited<ReturnType<typeof mountedTable>>;

let t: TestDatabase;
let city: City;
let folder: string;
let child: ChildProcess | undefined;
let url = "";
const items = [
  item("名称", "name", { required: true, role: "business-key" }),
  item("数量", "amount", { type: "integer" }),
];
const HELD = 4711;

beforeAll(async () => {
  t = await testDatabase();
  city = await testCity(t.db);
  folder = await mkdtemp(path.join(tmpdir(), "gongshu-killed-"));
  await t.ownerPool.query(`
    create function collection.hold() returns trigger language plpgsql as $$
      begin perform pg_advisory_xact_lock_shared(${HELD}); return new; end $$;
    grant execute on function collection.hold() to gongshu_app`);
});
afterEach(() => kill());
afterAll(async () => {
  await t.drop();
  await rm(folder, { recursive: true, force: true });
});

async function start(): Promise<void> {
  const setup = { url: t.url, folder, callers: { wjw: await city.caller("wjw") } };
  const script = path.resolve(import.meta.dirname, "../../test/support/collection-process.ts");
  const env = { ...process.env, COLLECTION_SETUP: JSON.stringify(setup) };
  child = spawn(process.execPath, [script], { env, stdio: ["ignore", "pipe", "inherit"] });
  if (child.stdout === null) throw new Error("no output");
  const [line] = await once(createInterface(child.stdout), "line");
  url = String(line);
}

async function kill(): Promise<void> {
  if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, "exit");
  child.kill("SIGKILL");
  await gone;
}

const mount = () => mountedTable(t.db, city.party("wjw"), items);

const call = (method: string, where: string, headers: Record<string, string>, body?: BodyInit) =>
  fetch(new URL(where, url), {
    method,
    headers: { authorization: "Bearer wjw", "tus-resumable": "1.0.0", ...headers },
    ...(body === undefined ? {} : { body, duplex: "half" }),
  });

async function announce(resource: Mounted, bytes: Uint8Array): Promise<string> {
  const base64 = (text: string) => Buffer.from(text).toString("base64");
  const metadata = `filename ${base64("a.csv")},resource ${base64(resource.code)}`;
  const headers = { "upload-length": String(bytes.length), "upload-metadata": metadata };
  return (await call("POST", "/api/v1/uploads", headers)).headers.get("location") ?? "";
}

const send = (where: string, offset: number, body: BodyInit) =>
  call(
    "PATCH",
    where,
    { "content-type": "application/offset+octet-stream", "upload-offset": String(offset) },
    body,
  );

async function until(what: () => Promise<boolean>): Promise<void> {
  for (let i = 0; i < 600; i++) {
    if (await what()) return;
    await sleep(25);
  }
  throw new Error("it does not come about");
}

async function finished(id: string): Promise<Batch> {
  let found: Batch | undefined;
  await until(async () => {
    found = batchSchema.parse(await (await call("GET", `/api/v1/batches/${id}`, {})).json());
    return found.state === "done" || found.state === "refused";
  });
  if (found === undefined) throw new Error("no batch");
  return found;
}

const ROWS = 3_000;
const file = (seed: number) =>
  Buffer.from(
    `名称,数量\n${Array.from({ length: ROWS }, (_, n) => `名${n},${n % 10 === 0 ? "x" : n * seed}`).join("\n")}\n`,
  );

/** Named statements of the way from the last byte to the receipt; a trigger holds the process inside of them. */
const points: readonly (readonly [name: string, trigger: string])[] = [
  ["the batch is put down", "before insert on collection.batch for each row"],
  ["the batch is taken up", "before update on collection.batch for each row when (new.state = 'running')"],
  ["problem data is written", "before insert on collection.problem for each row"],
  ["the rows are merged and the batch entered in the vault", "before insert on vault.batch for each row"],
  ["the batch is closed", "before update on collection.batch for each row when (new.state = 'done')"],
  ["the event is put out", "before insert on platform.outbox for each row"],
];

test.each(points)("A7.8 killed while %s: all or nothing, once, after the restart", async (name, trigger) => {
  const resource = await mount();
  const table = /on (\S+)/.exec(trigger)?.[1];
  await t.ownerPool.query(`create trigger hold ${trigger} execute function collection.hold()`);
  const holder = await t.ownerPool.connect();
  await holder.query(`select pg_advisory_lock(${HELD})`);
  await start();
  const bytes = file(points.findIndex(([point]) => point === name) + 2);
  const where = await announce(resource, bytes);
  const last = send(where, 0, bytes).catch(() => undefined);
  const held = "select from pg_locks where locktype = 'advisory' and objid = $1 and not granted";
  await until(async () => (await t.ownerPool.query(held, [HELD])).rowCount === 1);
  await kill();
  await last;
  await holder.query(`select pg_advisory_unlock(${HELD})`);
  holder.release();
  await until(async () => (await t.ownerPool.query(held, [HELD])).rowCount === 0);
  await t.ownerPool.query(`drop trigger hold on ${table}`);
  expect(await rowCount(t.db, resource.id)).toBe("0");
  expect(await eventsOf(resource)).toBe(0);

  await start();
  const answer = await call("HEAD", where, {});
  const done = await finished(answer.headers.get("gongshu-batch") ?? "");
  expect(done).toMatchObject({
    number: 1,
    state: "done",
    counts: { received: String(ROWS), accepted: String(ROWS - ROWS / 10), quarantined: String(ROWS / 10) },
  });
  expect(done.byRule).toEqual([{ column: "amount", rule: "integer", count: String(ROWS / 10) }]);
  expect(await rowCount(t.db, resource.id)).toBe(String(ROWS - ROWS / 10));
  expect(await eventsOf(resource)).toBe(1);
  const kept = await t.pool.query("select count(*)::int as n from collection.problem where batch_id = $1", [
    done.id,
  ]);
  expect(kept.rows).toEqual([{ n: ROWS / 10 }]);
  await until(async () => (await readdir(folder)).length === 0);
});

async function eventsOf(resource: Mounted): Promise<number> {
  const { rowCount: found } = await t.pool.query(
    "select from platform.outbox where type = 'collection.batch.accepted' and aggregate = $1",
    [`resource:${resource.id}`],
  );
  return found ?? 0;
}

test("A7.7 killed five times during one upload: it goes on from the last byte on the disk", async () => {
  const resource = await mount();
  const csv = Buffer.from(
    `名称,数量\n${Array.from({ length: 100_000 }, (_, n) => `第${n}名,${n}`).join("\n")}\n`,
  );
  await start();
  const where = await announce(resource, csv);
  const onDisk = path.join(folder, where.split("/").at(-1) ?? "");
  let offset = 0;
  for (const share of [0.07, 0.21, 0.38, 0.64, 0.93]) {
    const stop = Math.floor(csv.length * share);
    const stalled = new ReadableStream<Uint8Array>({
      start: (controller) => controller.enqueue(new Uint8Array(csv.subarray(offset, stop))),
    });
    const cut = send(where, offset, stalled).catch(() => undefined);
    await until(async () => (await stat(onDisk)).size > offset);
    await kill();
    await cut;
    await start();
    const answer = await call("HEAD", where, {});
    expect(answer.headers.get("gongshu-batch")).toBeNull();
    const kept = Number(answer.headers.get("upload-offset"));
    expect(kept).toBeGreaterThan(offset);
    expect(kept).toBeLessThanOrEqual(stop);
    offset = kept;
  }
  const last = await send(where, offset, new Uint8Array(csv.subarray(offset)));
  const done = await finished(last.headers.get("gongshu-batch") ?? "");
  expect(done.counts).toMatchObject({ received: "100000", accepted: "100000" });
});
