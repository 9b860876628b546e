import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { act, code, compile, publish, refusal, start, submit } from "../../test/support/business.ts";
import { epidemicEntry, registerEntry } from "../../test/support/city.ts";
import { type TestPlatform, testPlatform } from "../../test/support/platform.ts";
import type { EntryContent, EntryItem } from "../contract/entry.ts";
import { entryGrading, gradingInspection, gradingProgress } from "../contract/grading.ts";
import { type RecordDetail, recordDetail } from "../contract/record.ts";
import { faultsOf } from "./grading-faults.ts";

let p: TestPlatform;
beforeAll(async () => {
  p = await testPlatform();
});
afterAll(() => p.close());

const standard = {
  register: "library",
  form: {
    title: "公共数据分类分级指南",
    number: "DB2305/T 001-2026",
    documentKind: "standard",
    documentLevel: "city",
    documentTopic: "classification",
    issuer: "双鸭山市数据局",
    jointly: ["双鸭山市市场监督管理局"],
    edition: "2026年版",
    effectiveFrom: "2026-06-01",
  },
};
const inspection = async (who: string, query = "") =>
  (await p.as(who)).get(`/api/v1/grading/inspection${query}`, gradingInspection);
const progress = async (who: string) =>
  (await (await p.as(who)).get("/api/v1/grading/progress", z.object({ items: z.array(gradingProgress) })))
    .items;

const faults = (content: EntryContent, recorded: number | null = null) =>
  faultsOf({ content, recorded, behind: null }).map(({ fault, item }) => [fault, item]);
const withFirst = (more: Partial<EntryItem>): EntryContent => ({
  ...epidemicEntry,
  items: epidemicEntry.items.map((item, index) => (index === 0 ? { ...item, ...more } : item)),
});
const first = epidemicEntry.items[0]?.name;

test("A11.2 an inspection finds what is not classified, and nothing in sound entries", () => {
  expect(faults(epidemicEntry)).toEqual([]);
  expect(faults(registerEntry)).toEqual([]);
  expect(faults(withFirst({ category: "" }))).toEqual([["ungraded", first]]);
  expect(faults({ ...epidemicEntry, items: [] })).toEqual([["ungraded", null]]);
});

test("A11.2 an inspection finds grades that contradict the item, its storage, the entry or its opening", () => {
  expect(faults(withFirst({ grade: 1, role: "quasi-identifier" }))).toEqual([["contradictory", first]]);
  expect(faults(withFirst({ grade: 2, standard: "identity-number" }))).toContainEqual([
    "contradictory",
    first,
  ]);
  expect(faults({ ...withFirst({ grade: 3, storage: "plain" }), openingClass: "not-open" })).toEqual([
    ["contradictory", first],
  ]);
  expect(faults(registerEntry, 1)).toEqual([["contradictory", null]]);
  expect(faults({ ...registerEntry, openingClass: "unconditional" })).toEqual([["contradictory", null]]);
});

const enter = async (register: string, form: object, who = "sjj"): Promise<RecordDetail> =>
  (await p.as(who)).post("/api/v1/records", { register, form }, recordDetail);
const document = (number: string, effectiveFrom: string, more: object = {}) =>
  enter("library", { ...standard.form, number, effectiveFrom, ...more });
const stale = async () =>
  (await inspection("sjj", "?fault=stale")).items.map(({ entry: { id }, detail }) => [id, detail]);

test("A11.1 A11.2 entries graded under a replaced standard are listed, by what was put on record with each version", async () => {
  const early = await publish(p, "wjw", { ...epidemicEntry, name: "没有标准时定级" });
  const none = { standard: null, standards: [], items: [], rules: [], next: null };
  expect(await inspection("sjj")).toEqual(none);
  const first = await document("DB2305/T 001-2026", "2026-06-01");
  await document("DB2305/T 002-2099", "2099-01-01");
  await document("DB23/T 100-2026", "2026-08-01", { documentLevel: "province", jointly: [] });
  expect((await inspection("sjj")).standards.map(({ number }) => number)).toEqual(["DB2305/T 001-2026"]);
  expect(await stale()).toEqual([[early.id, expect.stringContaining("定级时本市还没有标准")]]);

  const entry = await publish(p, "wjw", { ...epidemicEntry, name: "按第一版定级" });
  await enter(
    "grading-rules",
    {
      title: "卫生健康数据细则",
      standard: "DB2305/T 001-2026",
      edition: "2026年版",
      effectiveFrom: "2026-09-01",
      grades: ["业务信息 1级"],
      security: "按级别管理",
    },
    "wjw",
  );
  const ruled = await publish(p, "wjw", { ...epidemicEntry, name: "有细则之后定级" });
  const under = async (id: string) =>
    (await (await p.as("wjw")).get(`/api/v1/entries/${id}/grading`, entryGrading)).under;
  expect(await under(ruled.id)).toMatchObject({
    how: "published",
    standards: [{ number: "DB2305/T 001-2026", edition: "2026年版" }],
    rules: [{ title: "卫生健康数据细则", edition: "2026年版" }],
  });
  expect(await under(entry.id)).toMatchObject({ rules: [] });

  // One on something else stands beside it, and neither entries nor rules are behind for it.
  await document("DB2305/T 009-2026", "2026-09-20", { title: "物联感知数据分类分级指南" });
  expect((await stale()).map(([id]) => id)).toEqual([early.id]);
  expect((await inspection("sjj")).rules).toEqual([]);

  const second = { number: "DB2305/T 001-2027", edition: "2027年版", supersedes: "DB2305/T 001-2026" };
  await document(second.number, "2026-09-21", second);
  expect((await stale()).map(([id]) => id).toSorted()).toEqual([early.id, entry.id, ruled.id].toSorted());
  const found = await inspection("sjj");
  expect(found.items.find(({ entry: { id } }) => id === entry.id)?.detail).toContain(
    "按“DB2305/T 001-2026”（2026年版）定级，已由“DB2305/T 001-2027”（2027年版）替代",
  );
  expect(found.rules).toMatchObject([
    { title: "卫生健康数据细则", unit: { id: p.party("wjw") }, replacedBy: { number: second.number } },
  ]);
  expect((await inspection("jixian-sjj")).rules).toEqual([]);
  expect((await inspection("sjj", "?fault=ungraded")).items).toEqual([]);
  expect((await inspection("sjj", `?unit=${entry.id}`)).items).toEqual([]);
  const csv = (await (await p.as("sjj")).send("GET", "/api/v1/grading/inspection.csv")).text;
  expect(csv).toContain("标准已更新");
  expect(csv).toContain(entry.code);
  expect(first.version).toBe(1);
});

test("A11.2 a version that changes nothing about grades stays graded under what it was graded under before", async () => {
  await document("DB2305/T 021-2026", "2026-09-20", { title: "统计数据分类分级指南" });
  const { id } = await publish(p, "wjw", { ...epidemicEntry, name: "定级之后只改属性" });
  const tightened = {
    kind: "class-change",
    subject: id,
    form: {
      openingClass: "conditional",
      openingConditions: "仅限本市单位用于统计",
      changeReason: "统计调查对象要求保密，依据《统计法》第二十五条",
    },
  };
  const { id: matter } = await start(await p.as("wjw"), tightened);
  await act(await p.as("sjj"), matter, "approve");
  const { under } = await (await p.as("wjw")).get(`/api/v1/entries/${id}/grading`, entryGrading);
  expect(under?.how).toBe("inherited");
  expect(under?.standards.map(({ number }) => number)).toContain("DB2305/T 021-2026");
  await document("DB2305/T 021-2027", "2026-09-21", { supersedes: "DB2305/T 021-2026" });
  expect((await stale()).map(([stands]) => stands)).toContain(id);
});

test("A11.2 only the bureaus and the auditor inspect, a county's bureau nothing outside its county", async () => {
  for (const other of ["wjw", "dsj", "citizen", "operator"]) {
    expect((await refusal(inspection(other))).article).toBe("11¶1");
    expect(await code(progress(other))).toBe("forbidden");
  }
  expect((await inspection("auditor")).items).toEqual((await inspection("sjj")).items);
  expect((await inspection("jixian-sjj")).items).toEqual([]);
});

test("A11.3 a county's bureau sees how far each unit of its county is, drafts counted", async () => {
  await compile(await p.as("wjw"), { ...epidemicEntry, name: "市级草稿" });
  const api = await p.as("jixian-wjw");
  await compile(api, { ...epidemicEntry, name: "集贤县未分级", items: withFirst({ category: "" }).items });
  await submit(api, await compile(api, { ...epidemicEntry, name: "集贤县已分级" }));
  expect((await progress("jixian-sjj")).map(({ unit, ...figures }) => [unit.name, figures])).toEqual([
    ["集贤县卫生健康局", { region: "230521", entries: 2, graded: 1, published: 0 }],
  ]);
  expect((await progress("sjj")).map(({ region }) => region).toSorted()).toEqual(["230500", "230521"]);
});
