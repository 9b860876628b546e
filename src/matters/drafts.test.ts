import { afterAll, expect, test } from "vitest";
import {
  bureau,
  civil,
  forbidden,
  health,
  leave,
  person,
  police,
  testMatters,
} from "../../test/support/matters.ts";
import { decideInParallel } from "../../test/support/parallel-decisions.ts";
import { testDatabase } from "../../test/support/postgres.ts";
import type { OfficeRule } from "../contract/office.ts";
import { type Db, inTransaction, type Tx } from "../platform/db/index.ts";
import type { Caller } from "../platform/http/caller.ts";
import { draftOf, listDrafts } from "./draft-view.ts";
import { pass, redraft, sendBack, withdraw } from "./drafts.ts";
import { setOfficeRule } from "./office-rule.ts";

const t = await testDatabase();
afterAll(() => t.drop());
const matters = await testMatters(t);
const { engine } = matters;

const clerk = person(civil, "赵敏");
const head = person(civil, "黄海燕", ["section-head"]);
const chief = person(civil, "段志强", ["chief-data-officer"]);
const checker = person(bureau, "李文博");
const officer = person(police, "孙立群");
const second = person(police, "韩冬");
const policeHead = person(police, "周倩", ["section-head"]);
const stranger = person(health, "外人", ["section-head"]);
const kind = "test-application";
const off: OfficeRule = { outgoing: [], incoming: [], signFirst: false };

const within = <T>(work: (tx: Tx) => Promise<T>) => inTransaction(t.db, work);
const rule = (caller: Caller, set: Partial<OfficeRule>) =>
  within((tx) => setOfficeRule(engine.parties, tx, caller, { ...off, ...set }));
const read = (caller: Caller, id: string, db: Db = t.db) => draftOf(engine, db, caller, id);
const passIt = async (caller: Caller, id: string, given: object = {}) => {
  const { version } = await read(caller, id);
  return within((tx) => pass(engine, tx, caller, id, { version, ...given }));
};
async function draft(scenario = "低保核对"): Promise<string> {
  const submitted = await matters.submit(clerk, { kind, form: { scenario } });
  if ("matter" in submitted) throw new Error("was not reviewed");
  return submitted.draft;
}
/** A step drafted on a matter, whose page then has the draft. */
async function draftStep(caller: Caller, id: string, action: string, given: object = {}): Promise<string> {
  const { version } = await matters.get(caller, id);
  await matters.act(caller, id, action, { version, ...given });
  const found = (await matters.get(caller, id)).office?.draft;
  if (found == null) throw new Error("was not drafted");
  return found.id;
}
async function withProvider(): Promise<string> {
  const id = await matters.start(chief, { kind, form: { scenario: "低保核对" } });
  await matters.act(checker, id, "pass", { version: 1 });
  return id;
}

test("an officer's opening goes through both stages and is no matter before the last", async () => {
  await rule(head, { outgoing: ["chief-data-officer", "section-head"] });
  const id = await draft();
  expect(await read(clerk, id)).toMatchObject({
    stage: "section-head",
    stages: ["section-head", "chief-data-officer"],
    matter: null,
    may: { pass: false, withdraw: true },
  });
  expect((await matters.list(checker, { box: "todo" })).items).toEqual([]);
  await expect(passIt(chief, id)).rejects.toMatchObject({ code: "forbidden" });
  expect(await passIt(head, id, { opinion: "同意上报", form: { scenario: "低保复核" } })).toBeNull();
  const matter = await passIt(chief, id, { opinion: "同意" });
  expect(matter).not.toBeNull();
  const opened = await matters.get(checker, matter ?? "");
  expect(opened).toMatchObject({
    number: "双数试〔2026〕1号",
    startedBy: { name: "赵敏" },
    form: { scenario: "低保复核" },
    history: [{ action: "opens", by: { name: "段志强" } }],
  });
  expect(await read(clerk, id)).toMatchObject({ stage: "sent", matter });
  const [, mended] = (await read(clerk, id)).opinions;
  expect(mended).toMatchObject({
    opinion: "同意上报",
    changes: [{ title: "应用场景", before: "低保核对", after: "低保复核" }],
  });
});

test("the other side never learns of stages, opinions or drafts", async () => {
  await rule(head, { outgoing: ["section-head"] });
  const id = await draft("核对内情");
  const matter = (await passIt(head, id, { opinion: "内部意见甲" })) ?? "";
  for (const other of [checker, officer]) {
    await expect(read(other, id)).rejects.toMatchObject({ code: "not_found" });
    expect(await listDrafts(engine, t.db, other, { box: "all" })).toEqual([]);
  }
  const seen = JSON.stringify(await matters.get(checker, matter));
  expect(seen).not.toContain("内部意见甲");
  const { rows } = await t.ownerPool.query(
    "select count(*) from probe.leaf where body::text like '%内部意见甲%' union all select count(*) from probe.event where body::text like '%内部意见甲%'",
  );
  expect(rows).toEqual([{ count: "0" }, { count: "0" }]);
});

test("what a guard would refuse is refused when it is drafted, and again when it becomes real", async () => {
  await rule(head, { outgoing: ["section-head"] });
  await rule(policeHead, { incoming: ["section-head"] });
  await expect(draft("")).rejects.toMatchObject({ code: "form_invalid" });
  const bad = await withProviderOf(forbidden);
  const attempt = matters.act(officer, bad, "approve", { version: 2, form: { months: 6 } });
  await expect(attempt).rejects.toMatchObject({ code: "forbidden", article: "24(3)" });
  const good = await withProvider();
  const id = await draftStep(officer, good, "approve", { form: { months: 6 } });
  await expect(passIt(policeHead, id, { form: { months: 99 } })).rejects.toMatchObject({
    code: "form_invalid",
  });
  expect(await read(policeHead, id)).toMatchObject({ stage: "section-head", version: 1 });
  await rule(policeHead, {});
});

async function withProviderOf(scenario: string): Promise<string> {
  const id = await matters.start(chief, { kind, form: { scenario } });
  await matters.act(checker, id, "pass", { version: 1 });
  return id;
}

test("a draft is returned with reasons, mended by its drafter alone, and goes through all stages anew", async () => {
  await rule(head, { outgoing: ["section-head", "chief-data-officer"] });
  const id = await draft();
  await passIt(head, id);
  const back = { version: 2, opinion: "依据不足", remarks: [] };
  await within((tx) => sendBack(engine, tx, chief, id, back));
  const returned = await read(clerk, id);
  expect(returned).toMatchObject({ stage: "returned", may: { redraft: true } });
  const anew = { version: returned.version, form: { scenario: "新场景" } };
  const other = person(civil, "旁人");
  await expect(within((tx) => redraft(engine, tx, other, id, anew))).rejects.toMatchObject({
    code: "forbidden",
  });
  await within((tx) => redraft(engine, tx, clerk, id, anew));
  await passIt(head, id);
  expect(await passIt(chief, id)).not.toBeNull();
});

test("whoever drafted may not pass, nor pass at two stages; acting for another counts for both", async () => {
  await rule(head, { outgoing: ["section-head", "chief-data-officer"] });
  const id = await draft();
  const inOtherPost: Caller = { ...head, personId: clerk.personId };
  await expect(passIt(inOtherPost, id)).rejects.toMatchObject({ code: "same_person_twice" });
  const lent: Caller = {
    ...clerk,
    roles: ["section-head"],
    actingFor: { id: head.personId, name: "黄海燕" },
  };
  await expect(passIt(lent, id)).rejects.toMatchObject({ code: "same_person_twice" });
  await passIt(head, id);
  const both: Caller = { ...chief, actingFor: { id: head.personId, name: "黄海燕" } };
  await expect(passIt(both, id)).rejects.toMatchObject({ code: "same_person_twice" });
  expect((await read(head, id)).may.pass).toBe(false);
  expect(await passIt(chief, id)).not.toBeNull();
});

test("a head's own act skips the stages not above it; other offices are untouched", async () => {
  await rule(head, { outgoing: ["section-head", "chief-data-officer"] });
  const submitted = await matters.submit(head, { kind, form: { scenario: "自拟" } });
  expect("draft" in submitted && (await read(head, submitted.draft)).stages).toEqual(["chief-data-officer"]);
  expect(await matters.submit(chief, { kind, form: { scenario: "自批" } })).toHaveProperty("matter");
  expect(await matters.submit(officer, { kind, form: { scenario: "别家" } })).toHaveProperty("matter");
});

test("a decision inside the receiving office: the clock runs on, one draft at a time, the pair counts the drafter", async () => {
  await rule(policeHead, { incoming: ["section-head"] });
  const matter = await withProvider();
  const limit = async () =>
    (await matters.get(officer, matter)).deadlines.find(({ name }) => name === "decide");
  const before = await limit();
  const id = await draftStep(officer, matter, "approve", { form: { months: 6 } });
  expect(await limit()).toEqual(before);
  const page = await matters.get(second, matter);
  expect(page).toMatchObject({ state: "with-provider", actions: [], version: 2 });
  await expect(
    matters.act(second, matter, "refuse", { version: 2, reasons: "不同意" }),
  ).rejects.toMatchObject({ code: "draft_waiting" });
  expect((await matters.get(chief, matter)).office?.draft).toBeNull();
  await passIt(policeHead, id, { opinion: "同意" });
  await rule(policeHead, {});
  expect(await matters.get(second, matter)).toMatchObject({ state: "to-sign", version: 3 });
  for (const hand of [officer, policeHead]) {
    expect((await matters.get(hand, matter)).actions.map(({ name }) => name)).not.toContain("sign");
    await expect(matters.act(hand, matter, "sign", { version: 3 })).rejects.toMatchObject({
      code: "same_person_twice",
    });
  }
  await matters.act(second, matter, "sign", { version: 3 });
});

test("a draft on a matter that moves on lapses, on record; a withdrawn one leaves no trace on the matter", async () => {
  await rule(policeHead, { incoming: ["section-head"] });
  const matter = await withProvider();
  const id = await draftStep(officer, matter, "approve", { form: { months: 6 } });
  await matters.act(chief, matter, "withdraw", { version: 2 });
  expect(await read(officer, id)).toMatchObject({ stage: "lapsed", may: { pass: false, withdraw: false } });
  await expect(passIt(policeHead, id)).rejects.toMatchObject({ code: "wrong_state" });
  const other = await withProvider();
  const taken = await draftStep(officer, other, "refuse", { reasons: "不同意" });
  await within((tx) => withdraw(tx, officer, taken, { version: 1 }));
  expect((await matters.get(officer, other)).actions.length).toBeGreaterThan(0);
  await rule(policeHead, {});
});

test("of two approvers at once inside one office one passes, the other sees what changed", async () => {
  await rule(policeHead, { incoming: ["section-head"] });
  const heads = [policeHead, person(police, "郑直", ["section-head"])];
  const matter = await withProvider();
  const id = await draftStep(officer, matter, "approve", { form: { months: 6 } });
  const tries = await Promise.allSettled(
    heads.map((one) => within((tx) => pass(engine, tx, one, id, { version: 1 }))),
  );
  expect(tries.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  expect(tries.find(({ status }) => status === "rejected")).toMatchObject({
    reason: { code: "stale_version" },
  });
  expect((await matters.get(officer, matter)).history).toHaveLength(3);
  await rule(policeHead, {});
});

test("the rule is set by heads of the office alone, on record, and not where nobody could review", async () => {
  await expect(rule(clerk, {})).rejects.toMatchObject({ code: "forbidden" });
  await expect(rule({ ...head, roles: ["auditor"] }, {})).rejects.toMatchObject({ code: "forbidden" });
  await expect(rule(policeHead, { outgoing: ["chief-data-officer"] })).rejects.toMatchObject({
    code: "stage_unmanned",
  });
  await rule(stranger, { incoming: ["section-head"] });
  leave(stranger);
  for (const statement of [
    "update matters.office_rule set sign_first = true",
    "delete from matters.internal_opinion",
  ])
    await expect(t.pool.query(statement)).rejects.toMatchObject({ code: "42501" });
});

test("of fifty who decide at once exactly one wins, round after round", async () => {
  await rule(head, {});
  const { winners, refusals } = await decideInParallel(matters, { rounds: 3, approvers: 50 });
  expect(winners).toEqual([1, 1, 1]);
  expect(refusals).toEqual(["stale_version"]);
});
