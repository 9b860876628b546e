import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, expect, test } from "vitest";
import {
  application,
  broken,
  bureau,
  civil,
  forbidden,
  person,
  police,
  testMatters,
} from "../../test/support/matters.ts";
import { testDatabase } from "../../test/support/postgres.ts";
import { parameters } from "../law/parameters.ts";
import { lawNow, moveLawClock } from "../platform/clocks/index.ts";
import { inTransaction } from "../platform/db/index.ts";
import { importYear } from "./index.ts";

const t = await testDatabase({ lawClock: "2026-09-30T15:59:00+08:00" });
afterAll(() => t.drop());
const matters = await testMatters(t);

const applicant = person(civil, "赵敏");
const checker = person(bureau, "李文博");
const officer = person(police, "孙立群");
const { kind } = application;
const moveTo = (at: string) => inTransaction(t.db, (tx) => moveLawClock(tx, new Date(at)));
const sweepNow = async () => matters.sweep(await lawNow(t.db));
const start = (form: Record<string, string> = { scenario: "低保核对" }) =>
  matters.start(applicant, { kind, form });
async function withProvider(): Promise<string> {
  const id = await start();
  await matters.act(checker, id, "pass", { version: 1 });
  return id;
}

test("A27.4 the provider's working day across National Day 2026, late from the next midnight, swept once", async () => {
  await moveTo("2026-09-30T16:00:00+08:00");
  const id = await withProvider();
  const [, decide] = (await matters.get(officer, id)).deadlines;
  expect(decide).toMatchObject({
    name: "decide",
    kind: "statutory",
    dueOn: "2026-10-08",
    workingDays: 1,
    daysLeft: 1,
    article: "第二十七条第二款第二项",
    provisional: false,
    overdue: false,
  });
  await moveTo("2026-10-08T23:59:00+08:00");
  expect((await matters.get(officer, id)).deadlines[1]).toMatchObject({ daysLeft: 0, overdue: false });
  const before = await sweepNow();
  await moveTo("2026-10-09T00:00:00+08:00");
  const swept = await Promise.all([sweepNow(), sweepNow(), sweepNow()]);
  expect(before.overdue).toBe(0);
  expect(swept.reduce((sum, { overdue }) => sum + overdue, 0)).toBe(1);
  expect((await sweepNow()).overdue).toBe(0);
  expect((await matters.get(officer, id)).deadlines[1]).toMatchObject({ daysLeft: -1, overdue: true });
  expect((await matters.list(officer, { box: "todo", overdue: true })).items.map((item) => item.id)).toEqual([
    id,
  ]);
  const { rows } = await t.pool.query<{ since: string; events: string }>(
    `select to_char(d.overdue_since at time zone 'Asia/Shanghai', 'YYYY-MM-DD HH24:MI') as since,
            (select count(*) from probe.event where type = 'matters.deadline.overdue'
              and body->>'deadline' = d.id::text) as events
     from matters.deadline d where d.matter_id = $1 and d.name = 'decide'`,
    [id],
  );
  expect(rows).toEqual([{ since: "2026-10-09 00:00", events: "1" }]);
  await matters.act(officer, id, "refuse", { version: 2, reasons: "与履职无关" });
  expect((await matters.get(applicant, id)).deadlines[1]).toMatchObject({ state: "met-late", overdue: true });
});

test("A27.4 the make-up Saturday 2026-10-10 counts, after hours counts as the next working day", async () => {
  await moveTo("2026-10-09T09:30:00+08:00");
  const inHours = await withProvider();
  expect((await matters.get(officer, inHours)).deadlines[1]).toMatchObject({ dueOn: "2026-10-10" });
  await moveTo("2026-10-09T17:00:00+08:00");
  const afterHours = await withProvider();
  expect((await matters.get(officer, afterHours)).deadlines[1]).toMatchObject({ dueOn: "2026-10-12" });
});

test("a timer acts at its own midnight when the clock jumps, and not before", async () => {
  const id = await start();
  await moveTo("2026-10-16T23:59:59+08:00");
  await sweepNow();
  expect(await matters.get(applicant, id)).toMatchObject({ state: "with-bureau" });
  await moveTo("2026-11-02T10:00:00+08:00");
  expect((await sweepNow()).fired).toBe(1);
  expect((await sweepNow()).fired).toBe(0);
  const matter = await matters.get(applicant, id);
  expect(matter).toMatchObject({ state: "with-provider", version: 2 });
  expect(matter.history[1]).toMatchObject({
    action: "deem",
    by: null,
    party: null,
    at: "2026-10-17T00:00:00.000+08:00",
    article: "第二十五条第三款",
  });
  expect(matter.deadlines[1]).toMatchObject({ name: "decide", dueOn: "2026-10-20", overdue: true });
});

test("a timer whose step a guard refuses takes the next one", async () => {
  const id = await start({ scenario: forbidden });
  await moveTo("2026-11-10T09:00:00+08:00");
  expect((await sweepNow()).fired).toBe(1);
  expect(await matters.get(applicant, id)).toMatchObject({ state: "with-starter" });
});

test("a timer that fails is told of and holds up no other, nor the marking of what is late", async () => {
  const [bad, good] = [await start({ scenario: broken }), await start()];
  await moveTo("2026-11-20T09:00:00+08:00");
  const swept = await sweepNow();
  expect(swept.failures).toHaveLength(1);
  expect(swept.overdue).toBeGreaterThan(0);
  expect(await matters.get(applicant, bad)).toMatchObject({ state: "with-bureau", version: 1 });
  expect(await matters.get(applicant, good)).toMatchObject({ state: "with-provider" });
  await matters.act(applicant, bad, "withdraw", { version: 1 });
});

test("a deadline that only some forms start, and one that a withdrawal calls off", async () => {
  const id = await start({ scenario: "职能变化", change: "law" });
  const names = async () =>
    (await matters.get(applicant, id)).deadlines.map(({ name, state }) => [name, state]);
  expect(await names()).toEqual([
    ["check", "open"],
    ["chain", "open"],
  ]);
  await matters.act(applicant, id, "withdraw", { version: 1 });
  expect(await names()).toEqual([
    ["check", "cancelled"],
    ["chain", "cancelled"],
  ]);
});

test("A27.4 2027 is provisional until its notice is loaded; then open deadlines move and keep both values", async () => {
  await moveTo("2026-12-31T10:00:00+08:00");
  const id = await withProvider();
  const decide = async () => (await matters.get(officer, id)).deadlines[1];
  expect(await decide()).toMatchObject({ dueOn: "2027-01-04", provisional: true });
  const at = await lawNow(t.db);
  const notice = { year: 2027, source: "试验通知", off: ["2027-01-01"], work: ["2027-01-03"] };
  await inTransaction(t.db, (tx) => importYear(tx, notice, parameters, at));
  expect(await decide()).toMatchObject({ dueOn: "2027-01-03", provisional: false });
  const { rows } = await t.pool.query(
    `select old_due_on, new_due_on, old_provisional, new_provisional from matters.deadline_change c
     join matters.deadline d on d.id = c.deadline_id where d.matter_id = $1 and d.name = 'decide'`,
    [id],
  );
  expect(rows).toEqual([
    { old_due_on: "2027-01-04", new_due_on: "2027-01-03", old_provisional: true, new_provisional: false },
  ]);
  expect((await matters.list(officer, { box: "todo" })).items.at(-1)?.id).toBe(id);
  const wrong = { ...notice, off: ["2026-01-01"], work: ["2027-01-04"] };
  await expect(inTransaction(t.db, (tx) => importYear(tx, wrong, parameters, at))).rejects.toMatchObject({
    code: "calendar_invalid",
  });
});

test("a step taken while a year is being loaded reckons by the new calendar", async () => {
  await moveTo("2027-12-31T10:00:00+08:00");
  const id = await start();
  const at = await lawNow(t.db);
  const loaded = Promise.withResolvers<void>();
  const release = Promise.withResolvers<void>();
  const notice = { year: 2028, source: "试验通知", off: ["2028-01-03"], work: [] };
  const loading = inTransaction(t.db, async (tx) => {
    await importYear(tx, notice, parameters, at);
    loaded.resolve();
    await release.promise;
  });
  await loaded.promise;
  const step = matters.act(checker, id, "pass", { version: 1 });
  const over = new AbortController();
  await Promise.race([step, someoneWaits(over.signal)]);
  over.abort();
  release.resolve();
  await Promise.all([loading, step]);
  expect((await matters.get(officer, id)).deadlines[1]).toMatchObject({ dueOn: "2028-01-04" });
});

async function someoneWaits(signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const { rowCount } = await t.pool.query(
      `select from pg_locks where not granted
       and database = (select oid from pg_database where datname = current_database())`,
    );
    if (rowCount !== 0) return;
    await sleep(20);
  }
}
