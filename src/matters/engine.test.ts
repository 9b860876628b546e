import { afterAll, expect, test } from "vitest";
import {
  bureau,
  civil,
  forbidden,
  health,
  person,
  police,
  resident,
  testMatters,
} from "../../test/support/matters.ts";
import { testDatabase } from "../../test/support/postgres.ts";
import { inTransaction } from "../platform/db/index.ts";
import { mayAct } from "./actors.ts";
import { decisionEvidence, type Party } from "./index.ts";

const t = await testDatabase();
afterAll(() => t.drop());
const matters = await testMatters(t);

const applicant = person(civil, "赵敏");
const checker = person(bureau, "李文博");
const officer = person(police, "孙立群");
const chief = person(police, "周倩", ["chief-data-officer"]);
const kind = "test-application";

const start = (scenario = "低保核对") => matters.start(applicant, { kind, form: { scenario } });

async function withProvider(scenario?: string): Promise<string> {
  const id = await start(scenario);
  await matters.act(checker, id, "pass", { version: 1 });
  return id;
}

test("a matter runs from opening to its end, and every step leaves history, leaf, event and effect", async () => {
  const id = await withProvider();
  await matters.act(officer, id, "approve", { version: 2, form: { months: 6 } });
  await matters.act(chief, id, "sign", { version: 3, reasons: "同意" });
  const matter = await matters.get(applicant, id);
  expect(matter).toMatchObject({ state: "granted", closed: true, version: 4, holder: null, actions: [] });
  expect(matter.number).toMatch(/^双数试〔2026〕\d+号$/);
  expect(matter.title).toBe("市民政局申请“低保核对”");
  expect(matter.history.map(({ action, by }) => [action, by?.name])).toEqual([
    ["opens", "赵敏"],
    ["pass", "李文博"],
    ["approve", "孙立群"],
    ["sign", "周倩"],
  ]);
  expect(matter.history[2]).toMatchObject({ form: { months: 6 }, article: "第二十七条第二款第二项" });
  expect(matter.facts).toEqual([{ label: "场景", value: "低保核对", article: "27¶1" }]);
  const { rows } = await t.pool.query<{ leaves: string; events: string; notes: string }>(
    `select (select count(*) from probe.leaf l join matters.step s on l.ref = 'matters.step:' || s.id
              and l.receipt::text = s.receipt where s.matter_id = $1) as leaves,
            (select count(*) from probe.event where body->>'matter' = $1::text) as events,
            (select count(*) from probe.note n join matters.step s on s.id = n.step where s.matter_id = $1) as notes`,
    [id],
  );
  expect(rows).toEqual([{ leaves: "4", events: "4", notes: "3" }]);
});

test("a decision read anew from the history is what the ledger was given, until someone changes it", async () => {
  const id = await withProvider();
  await matters.act(officer, id, "refuse", { version: 2, reasons: "与履职无关" });
  const { rows } = await t.pool.query<{ step: string; body: object }>(
    `select s.id as step, l.body from matters.step s join probe.leaf l on l.ref = 'matters.step:' || s.id
     where s.matter_id = $1`,
    [id],
  );
  const read = () =>
    inTransaction(t.db, (tx) =>
      decisionEvidence.read(
        tx,
        rows.map(({ step }) => step),
      ),
    );
  expect(await read()).toEqual(new Map(rows.map(({ step, body }) => [step, body])));
  await t.ownerPool.query("update matters.step set reasons = '改过' where matter_id = $1 and seq = 3", [id]);
  expect(await read()).not.toEqual(new Map(rows.map(({ step, body }) => [step, body])));
});

test("what is wrong in a form is told at once, under /form, and nothing is opened", async () => {
  const wrong = matters.start(applicant, { kind, form: { scenario: " ", change: "x" } });
  await expect(wrong).rejects.toMatchObject({ code: "form_invalid", article: "27¶1" });
  await wrong.catch(({ errors }) =>
    expect(errors.map(({ pointer }: { pointer: string }) => pointer)).toEqual([
      "/form/scenario",
      "/form/change",
    ]),
  );
});

test("A27.5 a step that must state reasons cannot be taken without them", async () => {
  const id = await withProvider();
  const silentRefusal = matters.act(officer, id, "refuse", { version: 2, reasons: "  " });
  await expect(silentRefusal).rejects.toMatchObject({
    code: "reasons_missing",
    article: "27¶2(2)",
    errors: [{ pointer: "/reasons" }],
  });
  await matters.act(officer, id, "refuse", { version: 2, reasons: "与履职无关" });
  expect(await matters.get(applicant, id)).toMatchObject({ state: "refused", closed: true });
});

test("a guard's refusal keeps its article and fields, and the old state stands", async () => {
  const id = await withProvider(forbidden);
  const approval = matters.act(officer, id, "approve", { version: 2, form: { months: 1 } });
  await expect(approval).rejects.toMatchObject({
    code: "forbidden",
    article: "24(3)",
    errors: [{ pointer: "/form/scenario" }],
  });
  expect(await matters.get(officer, id)).toMatchObject({ state: "with-provider", version: 2 });
});

test("wrong post, wrong organisation, wrong state, old version: refused", async () => {
  const id = await withProvider();
  const approve = { version: 2, form: { months: 1 } };
  const administrator = person(police, "管理员", ["system-admin"]);
  const double = person(police, "兼任", ["data-officer", "auditor"]);
  await expect(matters.act(administrator, id, "approve", approve)).rejects.toMatchObject({
    code: "forbidden",
  });
  await expect(matters.act(double, id, "approve", approve)).rejects.toMatchObject({ code: "forbidden" });
  await expect(matters.act(checker, id, "approve", approve)).rejects.toMatchObject({
    code: "not_the_holder",
  });
  await expect(matters.act(person(health, "外人"), id, "approve", approve)).rejects.toMatchObject({
    code: "not_found",
  });
  await expect(matters.act(officer, id, "sign", { version: 2 })).rejects.toMatchObject({
    code: "wrong_state",
  });
  await expect(matters.act(officer, id, "approve", { ...approve, version: 1 })).rejects.toMatchObject({
    code: "stale_version",
  });
  await expect(matters.start(person(resident, "王某", ["member-of-public"]), { kind })).rejects.toMatchObject(
    {
      code: "may_not_start",
    },
  );
});

test("A12.7 one person cannot take both steps of a pair, nor is the second offered", async () => {
  const id = await withProvider();
  await matters.act(officer, id, "approve", { version: 2, form: { months: 1 } });
  await expect(matters.act(officer, id, "sign", { version: 3 })).rejects.toMatchObject({
    code: "same_person_twice",
  });
  expect((await matters.get(officer, id)).actions.map(({ name }) => name)).toEqual(["unsign"]);
  expect((await matters.get(chief, id)).actions.map(({ name }) => name)).toEqual(["sign", "unsign"]);
});

test("A12.7 after a return only the last round counts, so that two persons can finish it", async () => {
  const id = await withProvider();
  await matters.act(chief, id, "approve", { version: 2, form: { months: 1 } });
  await matters.act(officer, id, "unsign", { version: 3, reasons: "期限有误" });
  await matters.act(officer, id, "approve", { version: 4, form: { months: 2 } });
  await expect(matters.act(officer, id, "sign", { version: 5 })).rejects.toMatchObject({
    code: "same_person_twice",
  });
  expect((await matters.get(chief, id)).actions.map(({ name }) => name)).toContain("sign");
  await matters.act(chief, id, "sign", { version: 5 });
  expect(await matters.get(applicant, id)).toMatchObject({ state: "granted" });
});

test("a government decides by its leader where it stands in for a bureau; other leaders do not", () => {
  const government: Party = { ...bureau, kind: "government" };
  expect(mayAct(person(government, "周立国", ["leader"]))).toBe(true);
  expect(mayAct(person(government, "兼任", ["leader", "auditor"]))).toBe(false);
  expect(mayAct(person(police, "局长", ["leader"]))).toBe(false);
});

test("of fifty approvers at once one wins and the others are told so", async () => {
  const id = await withProvider();
  const officers = Array.from({ length: 50 }, (_, index) => person(police, `经办${index}`));
  const results = await Promise.allSettled(
    officers.map((one) => matters.act(one, id, "approve", { version: 2, form: { months: 1 } })),
  );
  const lost = results.flatMap((result) => (result.status === "rejected" ? [result.reason] : []));
  expect(lost).toHaveLength(49);
  expect(new Set(lost.map(({ code }: { code: string }) => code))).toEqual(new Set(["stale_version"]));
  const matter = await matters.get(officer, id);
  expect(matter.history.filter(({ action }) => action === "approve")).toHaveLength(1);
});

test("who has nothing to do with a matter does not learn of it", async () => {
  const id = await start();
  await expect(matters.get(person(health, "外人"), id)).rejects.toMatchObject({ code: "not_found" });
  expect((await matters.get(person(health, "审计", ["auditor"]), id)).actions).toEqual([]);
  expect((await matters.get(applicant, id)).actions.map(({ name }) => name)).toEqual(["withdraw"]);
  expect((await matters.get(checker, id)).actions.map(({ name }) => name)).toEqual(["pass", "sendBack"]);
  const strangers = await matters.list(person(health, "外人"), { box: "all" });
  expect(strangers.items).toEqual([]);
});

test("A22.1 numbers of the year have no gaps, also when openings fail beside others", async () => {
  const wanted = Array.from({ length: 12 }, (_, index) => start(index % 3 === 0 ? "" : `场景${index}`));
  await Promise.allSettled(wanted);
  const { rows } = await t.pool.query<{ n: number }>(
    "select substring(number from '〕(\\d+)号')::int as n from matters.matter order by n",
  );
  expect(rows.map(({ n }) => n)).toEqual(rows.map((_, index) => index + 1));
});

test("the to-do list is in order of due date and pages without loss", async () => {
  const first = await matters.list(checker, { box: "todo", limit: 2 });
  const seen = [...first.items];
  for (let next = first.next; next !== null; ) {
    const page = await matters.list(checker, { box: "todo", limit: 2, cursor: next });
    seen.push(...page.items);
    next = page.next;
  }
  const { rows } = await t.pool.query<{ id: string }>(
    "select id from matters.matter where holder_party = $1 order by next_due nulls last, id",
    [bureau.id],
  );
  expect(seen.length).toBeGreaterThan(4);
  expect(seen.map(({ id }) => id)).toEqual(rows.map(({ id }) => id));
});

test("history is written once: the application may neither change nor delete it", async () => {
  await start();
  for (const statement of ["update matters.step set reasons = 'x'", "delete from matters.step"]) {
    await expect(t.pool.query(statement)).rejects.toMatchObject({ code: "42501" });
  }
});

test("what is stated anew shows what is different, under the titles of the declaration", async () => {
  const id = await withProvider();
  await matters.act(officer, id, "approve", { version: 2, form: { months: 6 } });
  await matters.act(chief, id, "unsign", { version: 3, reasons: "期限过短" });
  await matters.act(officer, id, "approve", { version: 4, form: { months: 9 } });
  const { history } = await matters.get(applicant, id);
  expect(history.filter(({ action }) => action === "approve").map(({ changes }) => changes)).toEqual([
    [],
    [{ title: "有效期（月）", before: "6", after: "9" }],
  ]);
});
