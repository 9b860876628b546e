import { afterAll, expect, test } from "vitest";
import {
  application,
  bureau,
  civil,
  health,
  person,
  police,
  testMatters,
} from "../../test/support/matters.ts";
import { testDatabase } from "../../test/support/postgres.ts";
import { moveLawClock } from "../platform/clocks/index.ts";
import { inTransaction } from "../platform/db/index.ts";
import type { MatterQuery } from "./index.ts";

const t = await testDatabase({ lawClock: "2026-10-09T09:30:00+08:00" });
afterAll(() => t.drop());
const matters = await testMatters(t);

const applicant = person(civil, "赵敏");
const checker = person(bureau, "李文博");
const officer = person(police, "孙立群");
const moveTo = (at: string) => inTransaction(t.db, (tx) => moveLawClock(tx, new Date(at)));
const start = (scenario: string) => matters.start(applicant, { kind: application.kind, form: { scenario } });
const found = async (who: typeof applicant, query: MatterQuery) =>
  (await matters.list(who, query)).items.map(({ title }) => title.slice(7, -1));

/** One with the provider, late; one with the bureau from a later day; one closed. */
await matters.act(checker, await start("低保核对"), "pass", { version: 1 });
await matters.act(applicant, await start("教育资助"), "withdraw", { version: 1 });
await moveTo("2026-10-12T09:30:00+08:00");
await start("Ａ级景区");

test("what is late is seen by its holder, its parties and the bureau of the level, with its article; by nobody else", async () => {
  for (const who of [officer, applicant, checker])
    expect(await found(who, { box: "overdue" })).toEqual(["低保核对"]);
  expect(await found(person(health, "外人"), { box: "overdue" })).toEqual([]);
  expect(await found(person(health, "审计", ["auditor"]), { box: "overdue" })).toEqual(["低保核对"]);
  const [late] = (await matters.list(checker, { box: "overdue" })).items;
  expect(late?.holder?.name).toBe("市公安局");
  expect(late?.deadlines.at(-1)).toMatchObject({
    light: "red",
    lateArticle: "第七十三条第五项",
    daysLeft: -1,
  });
});

test("colours, due days, parties, kinds and states narrow the list", async () => {
  const all = (query: MatterQuery) => found(checker, { box: "all", ...query });
  expect(await all({})).toEqual(["Ａ级景区", "教育资助", "低保核对"]);
  expect(await all({ light: "red" })).toEqual(["低保核对"]);
  expect(await all({ light: "yellow" })).toEqual(["Ａ级景区"]);
  expect(await all({ light: "green" })).toEqual([]);
  expect(await all({ dueFrom: "2026-10-13", dueTo: "2026-10-13" })).toEqual(["Ａ级景区"]);
  expect(await all({ dueTo: "2026-10-12" })).toEqual(["低保核对"]);
  expect(await all({ party: civil.id })).toHaveLength(3);
  expect(await all({ party: health.id })).toEqual([]);
  expect(await all({ state: "withdrawn" })).toEqual(["教育资助"]);
  expect(await all({ kind: "no-such-kind" })).toEqual([]);
});

test("any part of number, title and parties' names is found, whatever its width or case; wildcards are letters", async () => {
  const all = (q: string) => found(checker, { box: "all", q });
  expect(await all("级景")).toEqual(["Ａ级景区"]);
  expect(await all("a级")).toEqual(["Ａ级景区"]);
  expect(await all("〔2026〕2号")).toEqual(["教育资助"]);
  expect(await all("民政 核对")).toEqual(["低保核对"]);
  expect(await all("公安")).toHaveLength(3);
  expect(await all("景级")).toEqual([]);
  expect(await all("%")).toEqual([]);
  expect(await found(person(health, "外人"), { box: "all", q: "低保" })).toEqual([]);
});

test("a cursor goes with its conditions only, and leads to the rest", async () => {
  const first = await matters.list(checker, { box: "all", q: "民政", limit: 2 });
  const cursor = first.next ?? "";
  const rest = await matters.list(checker, { box: "all", q: "民政", limit: 2, cursor });
  expect([...first.items, ...rest.items]).toHaveLength(3);
  await expect(matters.list(checker, { box: "all", q: "公安", limit: 2, cursor })).rejects.toMatchObject({
    code: "bad_request",
  });
});

test("a limit is called to mind once before it ends, not any more once it is late", async () => {
  const told = async () =>
    (
      await t.pool.query<{ on: string }>(
        `select body->>'dueOn' as on from probe.event where type = 'matters.deadline.near'`,
      )
    ).rows.map(({ on }) => on);
  const at = (text: string) => matters.sweep(new Date(text));
  await at("2026-10-12T10:00:00+08:00");
  expect(await told()).toEqual([]);
  await at("2026-10-13T00:00:00+08:00");
  await at("2026-10-13T09:00:00+08:00");
  expect(await told()).toEqual(["2026-10-13"]);
});
