import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { code } from "../../../test/support/business.ts";
import { type TestPlatform, testPlatform } from "../../../test/support/platform.ts";
import { registers } from "../../../test/support/registers.ts";
import { libraryDocument } from "../../contract/service.ts";

let p: TestPlatform;
beforeAll(async () => {
  p = await testPlatform();
  await enter("sjj", "library", standard);
});
afterAll(() => p.close());

const { enter, change, end, field } = registers(() => p);
const standard = {
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
const provincial = {
  ...standard,
  title: "公共数据分类分级规范",
  number: "DB23/T 100-2026",
  documentLevel: "province",
  issuer: "黑龙江省市场监督管理局",
  jointly: [],
  effectiveFrom: "2026-09-01",
  published: true,
};
const libraryAt = async (at: string, who = "wjw") =>
  (
    await (
      await p.as(who)
    ).get(`/api/v1/library?at=${at}&topic=classification`, z.object({ items: z.array(libraryDocument) }))
  ).items;

test("A8.5 a standard of the city is made together with the standardisation authority", async () => {
  const made = { ...standard, number: "DB2305/T 003-2026", documentTopic: "quality" };
  expect(await field(enter("sjj", "library", { ...made, jointly: [] }))).toContain("双鸭山市市场监督管理局");
  await enter("sjj", "library", made);
  expect(await field(enter("sjj", "library", standard))).toContain("已经登记");
});

test("A8.5 the higher level's standard prevails from its day on, and the lower one is marked", async () => {
  await enter("sjj", "library", provincial);
  const [before] = (await libraryAt("2026-08-31")).filter(({ number }) => number === standard.number);
  expect([before?.standing, before?.warnings]).toEqual(["in-force", []]);
  const after = await libraryAt("2026-09-01");
  expect(after.map(({ number, standing }) => [number, standing])).toEqual([
    [provincial.number, "in-force"],
    [standard.number, "in-force"],
  ]);
  expect(after.map(({ warnings }) => warnings)).toEqual([
    [],
    ["上级已经制定《公共数据分类分级规范》（DB23/T 100-2026），不一致的从其规定"],
  ]);
  const under = { ...standard, number: "DB2305/T 002-2026", implements: provincial.number };
  await enter("sjj", "library", under);
  const newer = {
    ...provincial,
    number: "DB23/T 100-2027",
    effectiveFrom: "2027-01-01",
    supersedes: provincial.number,
  };
  await enter("sjj", "library", newer);
  const of = (documents: Awaited<ReturnType<typeof libraryAt>>, number: string) =>
    documents.find((one) => one.number === number);
  expect(of(await libraryAt("2026-12-31"), under.number)?.warnings).toEqual([]);
  const next = await libraryAt("2027-01-01");
  expect(of(next, provincial.number)).toMatchObject({ standing: "superseded", supersededBy: newer.number });
  expect(of(next, under.number)?.warnings[0]).toContain("请及时修订");
});

test("A8.1 policies are on record with level and version; what is published is on the portal while in force", async () => {
  const policy = {
    ...standard,
    title: "公共数据共享工作规则",
    number: "双数发〔2026〕5号",
    documentKind: "policy",
    jointly: [],
    published: true,
  };
  const entered = await enter("sjj", "library", policy);
  const shown = async () =>
    (await p.anybody.get("/api/v1/portal/library", z.object({ items: z.array(libraryDocument) }))).items.map(
      ({ number }) => number,
    );
  expect(await shown()).toContain(policy.number);
  expect(await shown()).not.toContain(standard.number);
  await end("sjj", entered, "已由新规则替代");
  expect(await shown()).not.toContain(policy.number);
  expect(await code(enter("jixian-sjj", "library", { ...policy, number: "集数发1号" }))).toBe("form_invalid");
  for (const other of ["wjw", "dsj", "citizen"])
    expect([other, await code(enter(other, "library", policy))]).toEqual([other, "not_the_keeper"]);
  expect(await code(libraryAt("2026-09-21", "citizen"))).toBe("forbidden");
});

test("A8.5 of two documents each replaces the other nowhere, directly or by way of others", async () => {
  const of = (number: string, supersedes: string) => ({
    ...standard,
    number,
    supersedes,
    documentTopic: "quality",
  });
  const first = await enter("sjj", "library", of("DB2305/T 010-2026", ""));
  await enter("sjj", "library", of("DB2305/T 011-2026", "DB2305/T 010-2026"));
  await enter("sjj", "library", of("DB2305/T 012-2026", "DB2305/T 011-2026"));
  for (const number of ["DB2305/T 011-2026", "DB2305/T 012-2026"])
    expect(await field(change("sjj", first, of("DB2305/T 010-2026", number)))).toBe(
      "form_invalid: 两个文件不能互相替代，请核对替代的文号",
    );
});
