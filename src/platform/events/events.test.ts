import { spawn } from "node:child_process";
import { once } from "node:events";
import { sql } from "kysely";
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { type TestDatabase, testDatabase } from "../../../test/support/postgres.ts";
import { inTransaction, type Tx } from "../db/index.ts";
import { createLog } from "../logging/log.ts";
import { type Event, Events, emit, emitAll } from "./index.ts";

let t: TestDatabase;
const running: Events[] = [];
const log = createLog({ level: "silent" });

beforeAll(async () => {
  t = await testDatabase();
  await t.ownerPool.query("create table public.seen (at bigserial, aggregate text, n int)");
  await t.ownerPool.query("grant usage on schema public to gongshu_app");
  await t.ownerPool.query("grant select, insert on public.seen to gongshu_app");
  await t.ownerPool.query("grant usage on sequence public.seen_at_seq to gongshu_app");
});
afterAll(() => t.drop());
afterEach(async () => {
  await Promise.all(running.splice(0).map((events) => events.stop()));
});

function events(): Events {
  const created = new Events(t.database, log);
  running.push(created);
  return created;
}

const tell = (type: string, aggregate: string, n: number) =>
  inTransaction(t.db, (tx) => emit(tx, { type, version: 1, aggregate, body: { n } }));

const numberOf = (event: Event): number => Number(event.body.n);

/** What a handler writes with its transaction. */
async function note(tx: Tx, event: Event): Promise<void> {
  await sql`insert into public.seen (aggregate, n) values (${event.aggregate}, ${numberOf(event)})`.execute(
    tx,
  );
}

async function noted(aggregate: string): Promise<number[]> {
  const { rows } = await sql<{ n: number }>`
    select n from public.seen where aggregate = ${aggregate} order by at`.execute(t.db);
  return rows.map(({ n }) => n);
}

async function quiet(subject: Events): Promise<void> {
  await vi.waitFor(async () => expect(await subject.pending()).toBe(0), { timeout: 20_000, interval: 20 });
}

test("an event arrives with its body, once at each subscriber of its type", async () => {
  const subject = events();
  const seen: string[] = [];
  subject.subscribe("test.told", "one.hears", async (event) => void seen.push(`one ${numberOf(event)}`));
  subject.subscribe("test.told", "two.hears", async (event) => void seen.push(`two ${numberOf(event)}`));
  subject.subscribe("test.other", "two.hears", async () => void seen.push("other"));
  await subject.start();
  await tell("test.told", "thing:1", 7);
  await quiet(subject);
  expect(seen.sort()).toEqual(["one 7", "two 7"]);
});

test("many events written at once arrive like one by one, in order per aggregate", async () => {
  const subject = events();
  const seen: string[] = [];
  subject.subscribe("test.all", "all.hears", async (event) => {
    seen.push(`${event.aggregate} ${numberOf(event)}`);
  });
  await subject.start();
  const given = [1, 2].flatMap((n) =>
    ["thing:b", "thing:a"].map((aggregate) => ({ type: "test.all", version: 1, aggregate, body: { n } })),
  );
  await inTransaction(t.db, (tx) => emitAll(tx, given));
  await inTransaction(t.db, (tx) => emitAll(tx, []));
  await quiet(subject);
  expect(seen).toEqual(["thing:a 1", "thing:a 2", "thing:b 1", "thing:b 2"]);
});

test("an event of a transaction that is rolled back was never told", async () => {
  const subject = events();
  const seen: number[] = [];
  subject.subscribe("test.undone", "undone.hears", async (event) => void seen.push(numberOf(event)));
  await subject.start();
  await expect(
    inTransaction(t.db, async (tx) => {
      await emit(tx, { type: "test.undone", version: 1, aggregate: "thing:1", body: { n: 1 } });
      throw new Error("undo");
    }),
  ).rejects.toThrow("undo");
  await tell("test.undone", "thing:1", 2);
  await quiet(subject);
  expect(seen).toEqual([2]);
});

test("a handler that throws is tried again; its aggregate keeps its order, others do not wait", async () => {
  const subject = events();
  const seen: string[] = [];
  let failures = 2;
  subject.subscribe("test.failing", "failing.hears", async (event, tx) => {
    await note(tx, event);
    if (event.aggregate === "thing:a" && numberOf(event) === 1 && failures-- > 0) throw new Error("not yet");
    seen.push(`${event.aggregate} ${numberOf(event)}`);
  });
  await subject.start();
  for (const n of [1, 2, 3]) {
    await tell("test.failing", "thing:a", n);
    await tell("test.failing", "thing:b", n);
  }
  await quiet(subject);
  expect(seen.filter((entry) => entry.includes("thing:a"))).toEqual(["thing:a 1", "thing:a 2", "thing:a 3"]);
  expect(seen.filter((entry) => entry.includes("thing:b"))).toEqual(["thing:b 1", "thing:b 2", "thing:b 3"]);
  expect(seen.indexOf("thing:b 3")).toBeLessThan(seen.indexOf("thing:a 1"));
  expect(await noted("thing:a")).toEqual([1, 2, 3]);
});

test("two processes and many emitters at once: every event once, in order per aggregate", async () => {
  const [one, two] = [events(), events()];
  for (const subject of [one, two])
    subject.subscribe("test.many", "many.hears", (event, tx) => note(tx, event));
  await Promise.all([one.start(), two.start()]);
  await Promise.all(
    ["a", "b", "c", "d"].map(async (aggregate) => {
      for (let n = 1; n <= 25; n++) await tell("test.many", aggregate, n);
    }),
  );
  await quiet(one);
  const inOrder = Array.from({ length: 25 }, (_, index) => index + 1);
  for (const aggregate of ["a", "b", "c", "d"]) expect(await noted(aggregate)).toEqual(inOrder);
});

test("a process killed inside a handler: the event is delivered by another", async () => {
  const child = spawn(process.execPath, [`${import.meta.dirname}/hanging-subscriber.ts`, t.url], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  try {
    await once(child.stdout, "data");
    await tell("test.hanging", "thing:1", 1);
    await once(child.stdout, "data");
    expect(await events().pending()).toBe(1);
  } finally {
    child.kill("SIGKILL");
    await once(child, "exit");
  }
  const subject = events();
  const seen: number[] = [];
  subject.subscribe("test.hanging", "hanging.hears", async (event) => void seen.push(numberOf(event)));
  await subject.start();
  await quiet(subject);
  expect(seen).toEqual([1]);
});

test("losing the connection that listens does not stop delivery", async () => {
  const subject = events();
  const seen: number[] = [];
  subject.subscribe("test.cut", "cut.hears", async (event) => void seen.push(numberOf(event)));
  await subject.start();
  const { rows } = await t.pool.query(
    `select pg_terminate_backend(pid) from pg_stat_activity
     where query = 'listen gongshu_events' and datname = current_database()`,
  );
  expect(rows.length).toBeGreaterThan(0);
  await tell("test.cut", "thing:1", 1);
  await quiet(subject);
  expect(seen).toEqual([1]);
});
