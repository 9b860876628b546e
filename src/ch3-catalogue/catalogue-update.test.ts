import { afterAll, beforeAll, expect, test } from "vitest";
import {
  type Api,
  act,
  code,
  compile,
  publish,
  readEntry,
  refusal,
  save,
  see,
  start,
  submit,
} from "../../test/support/business.ts";
import { epidemicEntry } from "../../test/support/city.ts";
import { type TestPlatform, testPlatform } from "../../test/support/platform.ts";
import type { Entry, EntryContent } from "../contract/entry.ts";
import type { Matter } from "../contract/matter.ts";
import { type StartedTogether, startedTogether } from "../contract/submission.ts";
import { moveLawClock } from "../platform/clocks/index.ts";
import { inTransaction } from "../platform/db/index.ts";

let p: TestPlatform;
beforeAll(async () => {
  p = await testPlatform();
});
afterAll(() => p.close());

let names = 0;
const draft = (): EntryContent => ({ ...epidemicEntry, name: `按月统计第${++names}种` });
/** The law's clock stands on Monday, 2026-09-21; the law changed on the Friday before. */
const form = { changeKind: "law", changedOn: "2026-09-18", basis: "新修订的统计法实施条例第十条" };
const declare = (api: Api, entry: Entry, given: object = form): Promise<Matter> =>
  start(api, { kind: "catalogue-update", subject: entry.id, form: given });
async function revise(keeper: string, id: string, abstract = "依新法调整"): Promise<void> {
  const api = await p.as(keeper);
  const entry = await readEntry(api, id);
  await save(api, entry, { ...entry.draft, abstract });
}
const running = ({ deadlines }: Matter) =>
  deadlines.map(({ title, kind, dueOn, workingDays, article }) => [title, kind, dueOn, workingDays, article]);

test("A13.1 an entry is updated within ten working days of the change itself, not of its declaration", async () => {
  const entry = await publish(p, "wjw", draft());
  const api = await p.as("wjw");
  const matter = await declare(api, entry);
  expect([matter.state, matter.holder?.id]).toEqual(["updating", p.party("wjw")]);
  // Without 25 September (中秋节) and 1 to 7 October; 20 September and 10 October are worked.
  expect(running(matter)).toEqual([["更新并报送", "statutory", "2026-10-09", 10, "第十三条第一款"]]);
  const saturday = await publish(p, "wjw", draft());
  const declared = await declare(api, saturday, { ...form, changedOn: "2026-09-12" });
  expect(running(declared)[0]?.[2]).toBe("2026-09-24");
  expect(await code(declare(api, saturday))).toBe("entry_update_due");
  const future = await publish(p, "wjw", draft());
  expect(await code(declare(api, future, { ...form, changedOn: "2026-09-22" }))).toBe("change_in_future");
});

test("A13.1 what is submitted as an update has been updated, and does not go the way without days", async () => {
  const entry = await publish(p, "wjw", draft());
  const api = await p.as("wjw");
  const { id } = await declare(api, entry);
  const unchanged = await refusal(act(api, id, "submit"));
  expect([unchanged.code, unchanged.article]).toEqual(["entry_not_updated", "13¶1"]);
  await revise("wjw", entry.id);
  const aside = await refusal(submit(api, entry));
  expect([aside.code, aside.article]).toEqual(["entry_update_due", "13¶1"]);
  expect((await act(api, id, "submit")).state).toBe("review");
});

test("A25.6 A37.6 A26.1 what was closed stays so in an update, which has no evidence; what the new law closes is reviewed in it", async () => {
  const api = await p.as("wjw");
  const conditions = {
    sharingScope: "市级部门",
    sharingPurpose: "统计分析",
    sharingBasis: "《统计法》第九条",
  };
  const shut = { sharingClass: "not-shared", sharingBasis: "《统计法》第九条" } as const;
  const hidden = { openingClass: "not-open", openingBasis: "涉及统计秘密" } as const;
  const entry = await publish(p, "wjw", { ...draft(), ...shut, ...hidden });
  const { id } = await declare(api, entry);
  const submitted = async (more: Partial<EntryContent>) => {
    await save(api, await readEntry(api, entry.id), { ...entry.draft, abstract: "依新法调整", ...more });
    return act(api, id, "submit");
  };
  for (const [laxer, article, pointer] of [
    [{ ...conditions, sharingClass: "conditional" }, "25¶4", "/sharingClass"],
    [{ openingClass: "unconditional", openingBasis: "" }, "37¶3", "/openingClass"],
  ] as const) {
    const refused = await refusal(submitted(laxer));
    expect([refused.code, refused.article]).toEqual(["class_change_needed", article]);
    expect(refused.detail).toContain("办理“共享、开放属性变更”");
    expect(refused.errors.map((one) => one.pointer)).toEqual([pointer]);
  }
  expect((await submitted({})).state).toBe("review");

  const free = await publish(p, "wjw", draft());
  const closing = await declare(api, free);
  await save(api, free, { ...free.draft, ...shut, sharingScope: "", sharingPurpose: "" });
  expect((await act(api, closing.id, "submit")).holder?.id).toBe(p.party("sjj"));
  const inForce = async () => (await readEntry(await p.as("mzj"), free.id)).published?.sharingClass;
  expect(await inForce()).toBe("unconditional");
  await act(await p.as("sjj"), closing.id, "approve");
  await act(await p.as("dsj"), closing.id, "verify");
  await act(await p.as("sjj2"), closing.id, "publish");
  expect(await inForce()).toBe("not-shared");
});

test("A13.2 an update that was returned still has to be in by the same day", async () => {
  const entry = await publish(p, "wjw", draft());
  const api = await p.as("wjw");
  const { id, deadlines } = await declare(api, entry);
  await revise("wjw", entry.id);
  await act(api, id, "submit");
  const returned = await act(await p.as("sjj"), id, "returnFromReview", { reasons: "依据没有写到条" });
  const open = returned.deadlines.filter(({ state }) => state === "open");
  expect(open.map(({ dueOn }) => dueOn)).toEqual([deadlines[0]?.dueOn]);
  await revise("wjw", entry.id, "依新法第十条调整");
  expect((await act(api, id, "submit")).holder?.id).toBe(p.party("sjj"));
});

test("A13.1 the bureau reminds the department and crosses off what a change does not touch; others may not", async () => {
  const county = await publish(p, "jixian-wjw", draft(), "jixian-sjj");
  for (const other of ["mzj", "dsj"])
    expect(await code(declare(await p.as(other), county))).toBe("entry_not_own");
  const reminded = await declare(await p.as("jixian-sjj"), county);
  expect([reminded.holder?.id, reminded.starter.id]).toEqual([p.party("jixian-wjw"), p.party("jixian-sjj")]);
  expect(await code(act(await p.as("jixian-wjw"), reminded.id, "cancel", { reasons: "不想改" }))).toBe(
    "not_the_holder",
  );
  const crossed = await act(await p.as("jixian-sjj"), reminded.id, "cancel", { reasons: "不涉及本目录" });
  expect(crossed.deadlines.map(({ state }) => state)).toEqual(["cancelled"]);
  const hidden = await compile(await p.as("wjw"), draft());
  expect(await code(declare(await p.as("sjj"), hidden))).toBe("not_found");
});

const together = (api: Api, path: string, body: object): Promise<StartedTogether> =>
  api.post(`/api/v1/catalogue/${path}`, body, startedTogether);

test("A12.3 several entries are submitted together; what is refused is named and holds up no other", async () => {
  const api = await p.as("wjw");
  const good = [await compile(api, draft()), await compile(api, draft())];
  const gap = await compile(api, { ...draft(), abstract: "" });
  const others = await compile(await p.as("mzj"), draft());
  const entries = [good[0]?.id, gap.id, others.id, good[1]?.id];
  const { started, refused } = await together(api, "submissions", { entries });
  expect(started.map(({ entry }) => entry).toSorted()).toEqual(good.map(({ id }) => id).toSorted());
  expect(refused.map((one) => [one.entry, one.code]).toSorted()).toEqual(
    [
      [gap.id, "entry_incomplete"],
      [others.id, "not_found"],
    ].toSorted(),
  );
  const numbers = started.map(({ number }) => Number(/(\d+)号/.exec(number)?.[1]));
  expect(Math.max(...numbers) - Math.min(...numbers)).toBe(1);
});

test("A13.3 review, verification, re-review and publication have two working days together", async () => {
  const entries = [await publish(p, "wjw", draft()), await publish(p, "wjw", draft())];
  const api = await p.as("wjw");
  const { started } = await together(api, "changes", { ...form, entries: entries.map(({ id }) => id) });
  const [first, second] = started;
  if (first === undefined || second === undefined) throw new Error("the change was not declared");
  for (const { entry, matter } of started) {
    await revise("wjw", entry);
    const received = await act(api, matter, "submit");
    expect(running(received).at(-1)).toEqual(["审核并发布", "statutory", "2026-09-23", 2, "第十三条第二款"]);
  }
  await inTransaction(p.t.db, (tx) => moveLawClock(tx, new Date("2026-09-23T10:00:00+08:00")));
  const chain = async (id: string, step: string, who: string) => {
    const { deadlines } = await act(await p.as(who), id, step);
    return deadlines.filter(({ title }) => title === "审核并发布").map((one) => [one.dueOn, one.state]);
  };
  expect(await chain(first.matter, "approve", "sjj")).toEqual([["2026-09-23", "open"]]);
  expect(await chain(first.matter, "verify", "dsj")).toEqual([["2026-09-23", "open"]]);
  expect(await chain(first.matter, "publish", "sjj2")).toEqual([["2026-09-23", "met"]]);
  expect((await readEntry(await p.as("mzj"), first.entry)).published?.abstract).toBe("依新法调整");
  await inTransaction(p.t.db, (tx) => moveLawClock(tx, new Date("2026-09-24T10:00:00+08:00")));
  await chain(second.matter, "approve", "sjj");
  await chain(second.matter, "verify", "dsj");
  expect((await see(api, second.matter)).deadlines.at(-1)?.overdue).toBe(true);
  expect(await chain(second.matter, "publish", "sjj2")).toEqual([["2026-09-23", "met-late"]]);
});
