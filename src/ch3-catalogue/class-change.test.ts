import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
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
import { epidemicEntry, registerEntry } from "../../test/support/city.ts";
import { type TestPlatform, testPlatform } from "../../test/support/platform.ts";
import type { Entry, EntryContent } from "../contract/entry.ts";
import { entryClasses } from "../contract/entry-classes.ts";
import type { Matter } from "../contract/matter.ts";

let p: TestPlatform;
beforeAll(async () => {
  p = await testPlatform();
});
afterAll(() => p.close());

let names = 0;
const draft = (more: Partial<EntryContent> = {}): EntryContent => ({
  ...epidemicEntry,
  name: `分类统计第${++names}种`,
  ...more,
});
const conditional = {
  sharingClass: "conditional",
  sharingScope: "市级部门",
  sharingPurpose: "统计分析",
  sharingBasis: "《统计法》第二十五条",
} as const;
const shut = { ...conditional, sharingClass: "not-shared" } as const;
const changeReason = "统计调查对象要求保密，依据《统计法》第二十五条";

const change = async (keeper: string, entry: Entry, form: object, attachments: string[] = []) =>
  start(await p.as(keeper), {
    kind: "class-change",
    subject: entry.id,
    form: { changeReason, ...form },
    attachments,
  });
const evaluate = async (keeper: string, entry: Entry, form: object): Promise<Matter> =>
  start(await p.as(keeper), { kind: "class-evaluation", subject: entry.id, form });
const classes = async (who: string, { id }: Entry) =>
  (await p.as(who)).get(`/api/v1/entries/${id}/classes`, entryClasses);
const history = async (entry: Entry) =>
  (await classes("mzj", entry)).events.map(({ side, how, before, after }) => [side, how, before, after]);
/** The classes that another department may rely on. */
async function inForce({ id }: Entry) {
  const { published } = await readEntry(await p.as("mzj"), id);
  return [published?.sharingClass, published?.openingClass];
}

describe("A stricter class", () => {
  test("A26.1 unconditional data are tightened by a review only, with basis and conditions; the old class stands till then", async () => {
    const entry = await publish(p, "wjw", draft());
    const bare = await refusal(change("wjw", entry, { sharingClass: "conditional" }));
    expect([bare.code, bare.article]).toEqual(["class_incomplete", "25¶3"]);
    expect(bare.detail).toContain("3 处");
    const { id } = await change("wjw", entry, conditional);
    expect(await inForce(entry)).toEqual(["unconditional", "unconditional"]);
    expect(await code(act(await p.as("wjw2"), id, "approve"))).toBe("not_the_holder");
    await act(await p.as("sjj"), id, "approve");
    expect(await inForce(entry)).toEqual(["conditional", "unconditional"]);
    expect(await history(entry)).toEqual([["sharing", "tightened", "unconditional", "conditional"]]);
  });

  test("A26.1 A26.2 A37.4 no class becomes stricter in passing, by an ordinary update of the entry", async () => {
    for (const [given, stricter, article] of [
      [{}, conditional, "26"],
      [conditional, shut, "26"],
      [{}, { openingClass: "not-open", openingBasis: "涉及统计秘密" }, "37¶2"],
    ] as const) {
      const entry = await publish(p, "wjw", draft(given));
      const api = await p.as("wjw");
      await save(api, entry, { ...entry.draft, ...stricter });
      const refused = await refusal(submit(api, entry));
      expect([refused.code, refused.article]).toEqual(["class_change_needed", article]);
    }
  });

  test("A26.2 conditional data are not closed where the bureau refuses, and a draft in work is not published with it", async () => {
    const entry = await publish(p, "wjw", draft(conditional));
    const api = await p.as("wjw");
    await save(api, entry, { ...entry.draft, abstract: "还没有写完" });
    const first = await change("wjw", entry, {
      sharingClass: "not-shared",
      sharingBasis: "《统计法》第九条",
    });
    await act(await p.as("sjj"), first.id, "refuse", { reasons: "第九条不禁止部门之间共享" });
    expect((await inForce(entry))[0]).toBe("conditional");
    const { id } = await change("wjw", entry, {
      sharingClass: "not-shared",
      sharingBasis: "《统计法》第九条",
    });
    await act(await p.as("sjj"), id, "approve");
    const after = await readEntry(api, entry.id);
    expect([after.published?.sharingClass, after.published?.abstract]).toEqual([
      "not-shared",
      epidemicEntry.abstract,
    ]);
    expect([after.draft.sharingClass, after.draft.abstract]).toEqual(["not-shared", "还没有写完"]);
  });

  test("A26.1 A26.2 what was refused or decided is shown from the class that it was applied on, not from what came since", async () => {
    const entry = await publish(p, "wjw", draft());
    const told = async (id: string) => (await see(await p.as("sjj"), id)).facts.map(({ value }) => value);
    const refused = await change("wjw", entry, shut);
    const closing = ["无条件共享 → 不予共享（收紧）", "无条件开放，不变"];
    expect(await told(refused.id)).toEqual(closing);
    await act(await p.as("sjj"), refused.id, "refuse", { reasons: "依据不足" });
    const granted = await change("wjw", entry, conditional);
    await act(await p.as("sjj"), granted.id, "approve");
    await evaluate("wjw", entry, { side: "sharing", finding: "条件已不需要", result: "relax" });
    const last = await change("wjw", entry, conditional);
    await act(await p.as("sjj"), last.id, "approve");
    expect(await inForce(entry)).toEqual(["conditional", "unconditional"]);
    expect(await told(refused.id)).toEqual(closing);
    for (const { id } of [granted, last])
      expect(await told(id)).toEqual(["无条件共享 → 有条件共享（收紧）", "无条件开放，不变"]);
  });

  test("A26.2 what is not shared has no modes of sharing to choose: those of the entry stay", async () => {
    const entry = await publish(p, "wjw", draft({ ...conditional, sharingModes: ["file", "query"] }));
    const { id } = await change("wjw", entry, { ...shut, sharingModes: ["query"] });
    await act(await p.as("sjj"), id, "approve");
    const { draft: kept } = await readEntry(await p.as("wjw"), entry.id);
    expect([kept.sharingClass, kept.sharingModes]).toEqual(["not-shared", ["file", "query"]]);
  });

  test("another unit changes no class, and what does not change is no change", async () => {
    const entry = await publish(p, "wjw", draft());
    expect(await code(change("mzj", entry, conditional))).toBe("may_not_start");
    expect(await code(change("wjw", entry, { sharingClass: "unconditional" }))).toBe("class_unchanged");
  });
});

describe("A laxer class", () => {
  test("A25.6 A37.6 closed data are shared or opened with evidence of processing or consent only", async () => {
    const closed = draft({ ...shut, openingClass: "not-open", openingBasis: "涉及统计秘密" });
    const entry = await publish(p, "wjw", closed);
    const api = await p.as("wjw");
    for (const [form, article] of [
      [conditional, "25¶4"],
      [{ openingClass: "unconditional" }, "37¶3"],
    ] as const) {
      const refused = await refusal(change("wjw", entry, { ...form, conversion: "desensitised" }));
      expect([refused.code, refused.article]).toEqual(["conversion_unproven", article]);
    }
    await save(api, entry, { ...entry.draft, ...conditional });
    expect((await refusal(submit(api, entry))).code).toBe("class_change_needed");
    const evidence = await api.attach("脱敏记录.txt", "text/plain", "已去除单位名称\n");
    const form = { ...conditional, openingClass: "unconditional", conversion: "desensitised" };
    const missing = async (given: object, attachments: string[]) =>
      (await refusal(change("wjw", entry, { ...conditional, ...given }, attachments))).errors.map(
        ({ pointer }) => pointer,
      );
    expect(await missing({}, [])).toEqual(["/form/conversion", "/attachments"]);
    expect(await missing({}, [evidence])).toEqual(["/form/conversion"]);
    expect(await missing({ conversion: "consent" }, [])).toEqual(["/attachments"]);
    const { id } = await change("wjw", entry, form, [evidence]);
    const told = async () => (await see(await p.as("sjj"), id)).facts.map(({ value }) => value);
    const moves = [
      "不予共享 → 有条件共享（脱密、脱敏或者经同意后转换）",
      "不予开放 → 无条件开放（脱密、脱敏或者经同意后转换）",
    ];
    expect(await told()).toEqual(moves);
    await act(await p.as("sjj"), id, "approve");
    expect(await told()).toEqual(moves);
    expect(await inForce(entry)).toEqual(["conditional", "unconditional"]);
    expect((await history(entry)).map(([side, how]) => [side, how])).toEqual([
      ["sharing", "converted"],
      ["opening", "converted"],
    ]);
  });

  test("A25.5 A37.5 conditional data are evaluated, and what qualifies is unconditional at once; A25.1 the next review has its day", async () => {
    const opening = { openingClass: "conditional", openingConditions: "限高校科研" } as const;
    const entry = await publish(p, "wjw", draft({ ...conditional, ...opening }));
    const due = async () => (await classes("wjw", entry)).evaluations;
    expect((await due()).map(({ side, lastOn, dueOn }) => [side, lastOn, dueOn])).toEqual([
      ["sharing", null, "2027-09-21"],
      ["opening", null, "2027-09-21"],
    ]);
    const finding = "条件所依据的条款已经废止";
    const kept = await evaluate("wjw", entry, { side: "opening", finding, result: "keep" });
    expect([kept.closed, await inForce(entry)]).toEqual([true, ["conditional", "conditional"]]);
    await evaluate("wjw", entry, { side: "sharing", finding, result: "relax" });
    expect(await inForce(entry)).toEqual(["unconditional", "conditional"]);
    expect((await due()).map(({ side, lastOn }) => [side, lastOn])).toEqual([["opening", "2026-09-21"]]);
    expect(await history(entry)).toEqual([
      ["opening", "evaluated", "conditional", "conditional"],
      ["sharing", "evaluated", "conditional", "unconditional"],
    ]);
    const { published } = await readEntry(await p.as("mzj"), entry.id);
    expect([published?.sharingScope, published?.sharingBasis]).toEqual(["", ""]);
    const again = await refusal(evaluate("wjw", entry, { side: "sharing", finding, result: "keep" }));
    expect([again.code, again.article]).toEqual(["class_not_conditional", "25¶3"]);
  });

  test("A25.5 what is about persons does not lose its conditions by its provider's word alone", async () => {
    const entry = await publish(p, "gaj", { ...registerEntry, name: "户籍登记之三" });
    const refused = await refusal(
      evaluate("gaj", entry, { side: "sharing", finding: "可", result: "relax" }),
    );
    expect([refused.code, refused.article]).toEqual(["class_needs_review", "11¶4"]);
  });
});

test("A63.1 conditions that an update changes without a change of class are told to its reviewer", async () => {
  const entry = await publish(p, "wjw", draft(conditional));
  const api = await p.as("wjw");
  await save(api, entry, { ...entry.draft, sharingScope: "只限市统计局", sharingModes: ["query"] });
  const { id } = await submit(api, entry);
  const told = (await see(await p.as("sjj"), id)).facts.filter(({ article }) => article === "63");
  expect(told.map(({ label, value }) => [label, value])).toEqual([
    ["共享范围有改动", "原为“市级部门”，改为“只限市统计局”，请审核是否增设条件"],
    ["共享方式减少", "不再提供文件，请审核是否增设条件"],
  ]);
});

describe("A class left blank", () => {
  const moveTo = async (at: string) => (await p.as("wjw")).send("POST", "/api/v1/demo/clock", { at });
  const blank = async () => {
    const api = await p.as("wjw");
    const entry = await compile(api, draft({ sharingClass: null }));
    return { api, entry, matter: await submit(api, entry) };
  };

  test("A25.4 is prompted first, and may then still be stated, with what the class demands", async () => {
    const { api, entry, matter } = await blank();
    expect((await classes("wjw", entry)).deemedAfter).toBe(5);
    const early = await refusal(act(await p.as("sjj"), matter.id, "approve"));
    expect([early.code, early.article]).toEqual(["class_unstated", "25¶3"]);
    await act(await p.as("sjj"), matter.id, "promptClass");
    const bare = await refusal(act(api, matter.id, "stateClass", { form: { sharingClass: "conditional" } }));
    expect([bare.code, bare.article]).toEqual(["class_incomplete", "25¶3"]);
    const stated = await act(api, matter.id, "stateClass", { form: conditional });
    expect([stated.state, (await readEntry(api, entry.id)).draft.sharingClass]).toEqual([
      "review",
      "conditional",
    ]);
    expect(await code(act(await p.as("sjj"), matter.id, "promptClass"))).toBe("class_stated");
    await act(await p.as("sjj"), matter.id, "approve");
  });

  test("A25.4 is deemed unconditional on the day that was named, not before, and this stays on record", async () => {
    const { entry, matter } = await blank();
    const prompted = await act(await p.as("sjj"), matter.id, "promptClass");
    const named = prompted.deadlines.find(({ title, state }) => title === "明确共享类型" && state === "open");
    expect([named?.kind, named?.workingDays, named?.dueOn]).toEqual(["promised", 5, "2026-09-29"]);
    expect(prompted.facts).toContainEqual({
      label: "共享类型",
      value: "未明确：已经提示，2026年9月29日以前仍不明确的，依法视为无条件共享",
      article: "25¶3",
    });
    await moveTo("2026-09-29T23:59:00+08:00");
    expect((await see(await p.as("wjw"), matter.id)).state).toBe("unstated");
    await moveTo("2026-09-30T00:00:00+08:00");
    const deemed = await see(await p.as("sjj"), matter.id);
    expect([deemed.state, deemed.history.at(-1)?.action]).toEqual(["review", "deem"]);
    await act(await p.as("sjj"), matter.id, "approve");
    await act(await p.as("dsj"), matter.id, "verify");
    await act(await p.as("sjj2"), matter.id, "publish");
    expect(await inForce(entry)).toEqual(["unconditional", "unconditional"]);
    expect(await history(entry)).toEqual([["sharing", "deemed", null, "unconditional"]]);
  });
});
