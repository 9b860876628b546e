import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { code, compile, publish, refusal, submit } from "../../test/support/business.ts";
import { epidemicEntry, registerEntry } from "../../test/support/city.ts";
import { type TestPlatform, testPlatform } from "../../test/support/platform.ts";
import type { EntryContent, EntryItem } from "../contract/entry.ts";
import { gradingInspection, gradingProgress } from "../contract/grading.ts";
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
  faultsOf({ content, recorded, publishedOn: "2026-07-01" }, null).map(({ fault, item }) => [fault, item]);
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

test("A11.1 A11.2 grades older than the city's standard in force are listed, filtered and exported", async () => {
  const entry = await publish(p, "wjw", { ...epidemicEntry, name: "分级之后标准更新" });
  expect(await inspection("sjj")).toEqual({ standard: null, items: [], next: null });
  const { effectiveFrom: _, ...rest } = standard.form;
  const on = (day: string, number: string, more: object = {}) =>
    p
      .as("sjj")
      .then((api) =>
        api.post(
          "/api/v1/records",
          { ...standard, form: { ...rest, number, effectiveFrom: day, ...more } },
          z.looseObject({}),
        ),
      );
  await on("2026-06-01", "DB2305/T 001-2026");
  await on("2099-01-01", "DB2305/T 002-2099");
  await on("2026-08-01", "DB23/T 100-2026", { documentLevel: "province", jointly: [] });
  expect((await inspection("sjj")).standard).toMatchObject({ number: "DB2305/T 001-2026" });
  expect((await inspection("sjj")).items).toEqual([]);
  await p.t.ownerPool.query("update catalogue.entry_version set published_at = '2026-05-31T12:00:00+08:00'");
  const { items } = await inspection("sjj");
  expect(items.map(({ fault, entry: { id }, unit }) => [fault, id, unit.name])).toEqual([
    ["stale", entry.id, "双鸭山市卫生健康委员会"],
  ]);
  expect((await inspection("sjj", "?fault=ungraded")).items).toEqual([]);
  expect((await inspection("sjj", `?unit=${entry.id}`)).items).toEqual([]);
  const csv = (await (await p.as("sjj")).send("GET", "/api/v1/grading/inspection.csv")).text;
  expect(csv).toContain("标准已更新");
  expect(csv).toContain(entry.code);
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
