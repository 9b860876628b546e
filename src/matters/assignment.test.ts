import { afterAll, expect, test } from "vitest";
import { bureau, civil, health, person, police, resident, testMatters } from "../../test/support/matters.ts";
import { testDatabase } from "../../test/support/postgres.ts";
import { inTransaction, type Tx } from "../platform/db/index.ts";
import type { Caller } from "../platform/http/caller.ts";
import { assignTo, signFor } from "./assignment.ts";
import { comment } from "./comments.ts";
import { setOfficeRule } from "./office-rule.ts";

const t = await testDatabase();
afterAll(() => t.drop());
const matters = await testMatters(t);
const { engine } = matters;

const applicant = person(civil, "赵敏");
const checker = person(bureau, "李文博", ["data-officer"], "共享开放科");
const colleague = person(bureau, "许静", ["data-officer"], "目录管理科");
const head = person(bureau, "田景山", ["section-head"], "共享开放科");
const outsider = person(police, "孙立群");

const within = <T>(work: (tx: Tx) => Promise<T>) => inTransaction(t.db, work);
const start = () => matters.start(applicant, { kind: "test-application", form: { scenario: "核对" } });
const give = async (caller: Caller, id: string, to: { person?: string | null; unit?: string | null }) => {
  const { version, office } = await matters.get(head, id);
  const current = office?.assigned?.person?.id ?? null;
  return within((tx) =>
    assignTo(engine, tx, caller, id, { version, current, person: null, unit: null, ...to }),
  );
};
const scope = async (caller: Caller, wanted: "mine" | "unit" | "unassigned") =>
  (await matters.list(caller, { box: "todo", scope: wanted })).items.map(({ id }) => id);

test("a matter is signed for, given out and passed on, each on record; the clock runs from its arrival", async () => {
  const id = await start();
  const { deadlines } = await matters.get(head, id);
  await within((tx) => signFor(tx, checker, id));
  await expect(within((tx) => signFor(tx, head, id))).rejects.toMatchObject({ code: "wrong_state" });
  await give(head, id, { person: checker.personId });
  await give(checker, id, { person: colleague.personId });
  const { office, deadlines: after } = await matters.get(head, id);
  expect(after).toEqual(deadlines);
  expect(office).toMatchObject({
    signedFor: { by: "李文博" },
    assigned: { person: { name: "许静" }, unit: "目录管理科" },
    records: [
      { act: "signed", by: { name: "李文博" } },
      { act: "assigned", person: "李文博", by: { name: "田景山" } },
      { act: "assigned", person: "许静", by: { name: "李文博" } },
    ],
  });
});

test("once it is given to one, another of the office may not decide it; the heads may", async () => {
  const id = await start();
  await give(head, id, { person: colleague.personId });
  expect((await matters.get(checker, id)).actions).toEqual([]);
  await expect(matters.act(checker, id, "pass", { version: 1 })).rejects.toMatchObject({
    code: "assigned_to_another",
  });
  const deputy: Caller = { ...checker, actingFor: { id: colleague.personId, name: "许静" } };
  expect((await matters.get(deputy, id)).actions.length).toBeGreaterThan(0);
  expect((await matters.get(head, id)).actions.length).toBeGreaterThan(0);
  await matters.act(colleague, id, "pass", { version: 1 });
  expect((await matters.get(outsider, id)).office).toMatchObject({
    holds: true,
    assigned: null,
    records: [],
  });
});

test("the to-do box shows one's own, the unit's and nobody's", async () => {
  const [mine, unit, free] = [await start(), await start(), await start()];
  await give(checker, mine, { person: checker.personId });
  await give(head, unit, { unit: "共享开放科" });
  expect(await scope(checker, "mine")).toEqual([mine]);
  expect(await scope(checker, "unit")).toEqual([unit]);
  expect(await scope(colleague, "unit")).toEqual([]);
  expect(await scope(checker, "unassigned")).toContain(free);
  await give(head, unit, {});
  expect(await scope(checker, "unassigned")).toContain(unit);
  await matters.act(head, free, "sendBack", { version: 1, reasons: "请补充" });
  expect(await scope(applicant, "mine")).toEqual([free]);
});

test("an officer gives out only what is nobody's or their own, and only inside the office", async () => {
  const id = await start();
  await expect(give(checker, id, { person: colleague.personId })).rejects.toMatchObject({
    code: "forbidden",
  });
  await expect(give(head, id, { person: outsider.personId })).rejects.toMatchObject({ code: "bad_request" });
  await expect(give(head, id, { unit: "没有的科" })).rejects.toMatchObject({ code: "bad_request" });
  await expect(give(applicant, id, { person: applicant.personId })).rejects.toMatchObject({
    code: "not_the_holder",
  });
  const stranger = person(health, "外人", ["section-head"]);
  await expect(give(stranger, id, {})).rejects.toMatchObject({ code: "not_found" });
  const seen = { version: 1, current: null, unit: null };
  await give(head, id, { person: checker.personId });
  const late = within((tx) => assignTo(engine, tx, head, id, { ...seen, person: colleague.personId }));
  await expect(late).rejects.toMatchObject({ code: "stale_version" });
});

test("where the office signs first, an unsigned matter is not decided", async () => {
  const rule = (signFirst: boolean) =>
    within((tx) => setOfficeRule(engine.parties, tx, head, { outgoing: [], incoming: [], signFirst }));
  await rule(true);
  const id = await start();
  expect(await matters.get(checker, id)).toMatchObject({ actions: [], office: { mustSign: true } });
  await expect(matters.act(checker, id, "pass", { version: 1 })).rejects.toMatchObject({
    code: "not_signed_for",
  });
  await within((tx) => signFor(tx, checker, id));
  await matters.act(checker, id, "pass", { version: 1 });
  await rule(false);
});

test("a comment stays in its office: not with the other side, the auditor, the ledger or an event", async () => {
  const id = await start();
  const words = "此件敏感，先电话核实";
  await within((tx) => comment(tx, checker, id, words));
  expect((await matters.get(colleague, id)).office?.comments).toMatchObject([
    { text: words, by: { name: "李文博" }, unit: "共享开放科" },
  ]);
  const auditor = person(bureau, "沈默", ["auditor"]);
  for (const other of [applicant, auditor]) {
    expect(JSON.stringify(await matters.get(other, id))).not.toContain(words);
  }
  await matters.act(head, id, "pass", { version: 1 });
  expect(JSON.stringify(await matters.get(outsider, id))).not.toContain(words);
  const { rows } = await t.ownerPool.query(
    "select 1 from probe.leaf where body::text like '%电话核实%' union select 1 from probe.event where body::text like '%电话核实%'",
  );
  expect(rows).toEqual([]);
  for (const other of [auditor, person(resident, "王某", ["member-of-public"])]) {
    await expect(within((tx) => comment(tx, other, id, "x"))).rejects.toMatchObject({
      code: other === auditor ? "forbidden" : "not_found",
    });
  }
  await expect(t.pool.query("update matters.comment set text = ''")).rejects.toMatchObject({ code: "42501" });
});
