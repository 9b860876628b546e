import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import {
  act,
  code,
  compile,
  mount,
  publish,
  readEntry,
  refusal,
  save,
  see,
  upload,
} from "../../test/support/business.ts";
import { epidemicEntry } from "../../test/support/city.ts";
import { type TestPlatform, testPlatform } from "../../test/support/platform.ts";
import { identityNumber, item } from "../../test/support/tables.ts";
import type { Entry, EntryContent } from "../contract/entry.ts";
import { entryGrading, gradingInspection } from "../contract/grading.ts";
import {
  type ConfirmSuggestions,
  confirmation,
  confirmed,
  sampling,
  worksheet,
} from "../contract/grading-worksheet.ts";
import { recordDetail } from "../contract/record.ts";

let p: TestPlatform;
beforeAll(async () => {
  p = await testPlatform();
});
afterAll(() => p.close());

const note = item("说明", "sm", { length: 40, category: "业务信息" });
const contact = item("法人身份证号", "frsfz", { length: 18, category: "" });
const content = (name: string, ...more: EntryContent["items"]): EntryContent => ({
  ...epidemicEntry,
  name,
  items: [...epidemicEntry.items, ...more],
});
const rows = Array.from(
  { length: 8 },
  (_, at) => `2020-02-0${at + 1},黑龙江省,230000,双鸭山市,230500,38,0,0,2,${identityNumber(at + 1)}`,
);
const csv = `日期,省份,省份代码,地市,地市代码,累计确诊,疑似,累计治愈,累计死亡,说明\n${rows.join("\n")}\n`;
const cause = {
  gradingTrigger: "content",
  changedOn: "2026-09-18",
  changeReason: "抽样发现含公民身份号码",
} as const;

const sheet = async (who = "wjw") => (await p.as(who)).get("/api/v1/grading/worksheet", worksheet);
const lineOf = async (entry: Entry, column: string) =>
  (await sheet()).items.find((line) => line.entry.id === entry.id && line.column === column);
const samplings = z.object({ items: z.array(sampling) });
const sample = async (who: string, { id }: Entry) =>
  (await p.as(who)).post(`/api/v1/entries/${id}/samplings`, {}, samplings);
const confirm = async (lines: ConfirmSuggestions["lines"], why: ConfirmSuggestions["cause"] = null) =>
  (await p.as("wjw")).post("/api/v1/grading/worksheet", { lines, cause: why }, confirmed);
const sampledOf = async (entry: { id: string }) =>
  (await sheet()).sampled.find((one) => one.entry.id === entry.id);
const confirmations = async (who = "wjw") =>
  (await (await p.as(who)).get("/api/v1/grading/confirmations", z.object({ items: z.array(confirmation) })))
    .items;
const itemIn = (one: EntryContent | null, column: string) =>
  one?.items.find((each) => each.column === column);

test("A11.6 values in the vault are sampled by their own unit, on record, and only counts leave", async () => {
  const entry = await publish(p, "wjw", content("抽样之一", note));
  const api = await p.as("wjw");
  expect(await code(sample("wjw", entry))).toBe("entry_not_mounted");
  const mounted = await mount(api, entry);
  expect(await sampledOf(entry)).toBeUndefined();
  await upload(api, mounted, csv);
  expect(await sampledOf(entry)).toMatchObject({ rows: null, found: 0, at: null });
  expect(await lineOf(entry, "sm")).toBeUndefined();
  const { items } = await sample("wjw", entry);
  expect(items[0]).toMatchObject({ rows: 8, person: expect.any(String) });
  expect(items[0]?.items.find(({ column }) => column === "sm")).toEqual({
    column: "sm",
    values: 8,
    found: [{ pattern: "identity-number", count: 8 }],
  });
  const kept = await p.t.ownerPool.query("select row_to_json(s)::text as row from catalogue.sampling s");
  expect(kept.rows).toHaveLength(1);
  for (const told of [JSON.stringify(items), JSON.stringify(kept.rows), JSON.stringify(await sheet())])
    expect(told).not.toMatch(/230599\d{6}/);
  expect(await lineOf(entry, "sm")).toMatchObject({
    source: "sample",
    proposal: {
      category: "个人身份标识",
      grade: 3,
      reason: "抽样 8 个值，其中 8 个符合公民身份号码的格式和校验规则",
    },
  });
  expect(await sampledOf(entry)).toMatchObject({ rows: 8, found: 1 });
  for (const other of ["mzj", "sjj", "dsj"]) expect(await code(sample(other, entry))).toBe("entry_not_own");
  expect(await code(sheet("citizen"))).toBe("forbidden");
});

test("A11.7 what is in force is regraded by a matter with its cause, never changed in silence", async () => {
  const entry = await publish(p, "wjw", content("抽样之二", note));
  const api = await p.as("wjw");
  await upload(api, await mount(api, entry), csv);
  await sample("wjw", entry);
  const { draftVersion } = await readEntry(api, entry.id);
  const lines = [{ entry: entry.id, draftVersion, column: "sm" }];
  expect((await confirm(lines)).refused).toMatchObject([{ code: "cause_missing", article: "11¶4" }]);
  expect(itemIn((await readEntry(api, entry.id)).published, "sm")?.grade).toBe(1);
  const { done } = await confirm(lines, cause);
  expect(done).toMatchObject([{ way: "matter", columns: ["sm"] }]);
  expect(await see(api, done[0]?.id ?? "")).toMatchObject({ kind: "regrading", state: "review" });
  expect(itemIn((await readEntry(api, entry.id)).published, "sm")).toMatchObject({
    grade: 3,
    storage: "sealed",
  });
  const [latest] = await confirmations();
  expect(latest).toMatchObject({ item: "说明", grade: 3, way: "matter", matterId: done[0]?.id });
  expect(await confirmations("mzj")).toEqual([]);
  await act(await p.as("sjj"), done[0]?.id ?? "", "approve");
});

test("A11.6 of a draft what is confirmed is changed in the draft, who confirmed it and when stands on record", async () => {
  const api = await p.as("wjw");
  const entry = await compile(api, content("草稿之一", contact));
  const line = await lineOf(entry, "frsfz");
  expect(line).toMatchObject({ source: "description", proposal: { category: "个人身份标识", grade: 3 } });
  const chosen = { entry: entry.id, draftVersion: entry.draftVersion, column: "frsfz" };
  const stale = await confirm([{ ...chosen, draftVersion: entry.draftVersion + 1 }]);
  expect(stale.refused.map((one) => one.code)).toEqual(["draft_conflict"]);
  const unasked = await confirm([{ ...chosen, column: "city" }]);
  expect(unasked.refused.map((one) => one.code)).toEqual(["suggestion_gone"]);
  expect((await confirm([chosen])).done).toMatchObject([{ way: "draft", columns: ["frsfz"] }]);
  const { draft } = await readEntry(api, entry.id);
  expect(itemIn(draft, "frsfz")).toMatchObject({
    category: "个人身份标识",
    grade: 3,
    storage: "sealed",
    masking: "all",
  });
  const [latest] = await confirmations();
  expect(latest).toMatchObject({
    entry: { id: entry.id },
    item: "法人身份证号",
    way: "draft",
    matterId: null,
  });
  expect(await lineOf(entry, "frsfz")).toBeUndefined();
  const foreign = await refusal(
    (await p.as("gaj")).post("/api/v1/grading/worksheet", { lines: [chosen], cause: null }, confirmed),
  );
  expect(foreign.code).toBe("not_found");
  await save(api, await readEntry(api, entry.id), draft);
});

test("A11.2 grades that stand under a new standard are confirmed by the department and no longer listed as behind", async () => {
  const entry = await publish(p, "wjw", content("标准更新"));
  const document = {
    title: "公共数据分类分级指南",
    number: "DB2305/T 001-2026",
    documentKind: "standard",
    documentLevel: "city",
    documentTopic: "classification",
    issuer: "双鸭山市数据局",
    jointly: ["双鸭山市市场监督管理局"],
    edition: "2026年版",
    effectiveFrom: "2026-06-01",
  };
  await (await p.as("sjj")).post("/api/v1/records", { register: "library", form: document }, recordDetail);
  const behind = async () => {
    const found = await (await p.as("sjj")).get("/api/v1/grading/inspection?fault=stale", gradingInspection);
    return found.items.some(({ entry: { id } }) => id === entry.id);
  };
  expect(await behind()).toBe(true);
  const stand = async (who: string, version: number) =>
    (await p.as(who)).post(`/api/v1/entries/${entry.id}/grading/confirmations`, { version }, entryGrading);
  expect(await code(stand("sjj", 1))).toBe("entry_not_own");
  expect(await code(stand("wjw", 2))).toBe("stale_version");
  expect((await stand("wjw", 1)).under).toMatchObject({
    how: "confirmed",
    standards: [{ number: document.number }],
  });
  expect(await behind()).toBe(false);
  const least = {
    title: "分类分级细则",
    standard: document.number,
    edition: document.edition,
    effectiveFrom: document.effectiveFrom,
    grades: ["业务信息 2级"],
    security: "二级以上数据只在业务系统里使用",
  };
  await (await p.as("sjj")).post("/api/v1/records", { register: "grading-rules", form: least }, recordDetail);
  const below = await refusal(stand("wjw", 1));
  expect([below.code, below.article]).toEqual(["grade_below_floor", "11¶4"]);
});
