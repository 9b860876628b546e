import { afterAll, beforeAll, expect, test } from "vitest";
import { code } from "../../test/support/business.ts";
import { attachWorkbook } from "../../test/support/imports.ts";
import { type TestPlatform, testPlatform } from "../../test/support/platform.ts";
import { handMade, textRow } from "../../test/support/workbook.ts";
import { demoCreditCode } from "../app/demo/credit-code.ts";
import { unitImport } from "../contract/unit-import.ts";
import { readSheets, writeSheets } from "../platform/sheets/index.ts";

let p: TestPlatform;
beforeAll(async () => {
  p = await testPlatform();
});
afterAll(() => p.close());

const head = ["单位全称", "简称", "统一社会信用代码", "种类", "区划代码"];
const table = (rows: string[][], titles = head, name = "单位") =>
  writeSheets([{ name, columns: titles.map((title) => ({ title, width: 20 })), rows }]);
const send = async (who: string, content: Uint8Array, apply: boolean) => {
  const api = await p.as(who);
  const file = await attachWorkbook(api, content, "机构表.xlsx");
  return api.post("/api/v1/unit-imports", { file, apply }, unitImport);
};
const uscc = (n: number) => demoCreditCode("230500", "department", 5_000 + n);
const heritage = ["双鸭山市文物局", "市文物局", uscc(1), "部门", "230500"];
const water = ["双鸭山市水文中心", "市水文中心", uscc(2), "国家、省属单位", "230500"];
const namesLike = async (name: string) =>
  (
    await p.t.db
      .selectFrom("parties.party")
      .select(["name", "short_name", "kind", "level"])
      .where("name", "=", name)
      .execute()
  ).map(({ short_name, kind, level }) => [short_name, kind, level]);

test("an organisation table is checked, entered, and entered again without doubling anything", async () => {
  const first = await table([heritage, water]);
  expect(await send("sjj", first, false)).toMatchObject({ applied: false, counts: { create: 2, errors: 0 } });
  expect(await namesLike("双鸭山市文物局")).toEqual([]);
  expect((await send("sjj", first, true)).applied).toBe(true);
  expect(await namesLike("双鸭山市文物局")).toEqual([["市文物局", "department", "city"]]);
  expect((await send("sjj", first, true)).counts).toEqual({ create: 0, update: 0, unchanged: 2, errors: 0 });
  const changed = await table([[...heritage.slice(0, 1), "文物局", ...heritage.slice(2)], water]);
  expect((await send("sjj", changed, true)).counts).toMatchObject({ create: 0, update: 1, unchanged: 1 });
  expect(await namesLike("双鸭山市文物局")).toEqual([["文物局", "department", "city"]]);
});

test("two uploads of the same new units at once enter each unit once", async () => {
  const both = await table([["双鸭山市史志研究室", "市史志研究室", uscc(3), "部门", "230500"]]);
  const done = await Promise.all([send("sjj", both, true), send("sjj2", both, true)]);
  expect(done.map(({ counts }) => counts.create).sort()).toEqual([0, 1]);
  expect(await namesLike("双鸭山市史志研究室")).toHaveLength(1);
});

test("the template holds the units of the bureau's area, and comes back unchanged", async () => {
  const api = await p.as("jixian-sjj");
  const response = await fetch(`${p.url}/api/v1/unit-register/template.xlsx`, {
    headers: { authorization: `Bearer ${api.token}` },
  });
  const content = Buffer.from(await response.arrayBuffer());
  const rows = (await readSheets(content)).sheets[0]?.rows.slice(1) ?? [];
  expect(rows.length).toBeGreaterThan(17);
  expect(rows.every(({ cells }) => cells[4] === "230521")).toBe(true);
  const { counts } = await send("jixian-sjj", content, false);
  expect(counts).toEqual({ create: 0, update: 0, unchanged: rows.length, errors: 0 });
});

test("every fault is told by row and column, and a table with one enters nothing", async () => {
  const rows = [
    ["双鸭山市地震局", "市地震局", uscc(10), "部门", "230500"],
    ["", "无名", uscc(11), "部门", "230500"],
    ["双鸭山市甲局", "甲局", "11230500DM0000000X", "部门", "230500"],
    ["双鸭山市乙局", "乙局", uscc(12), "衙门", "999999"],
    ["双鸭山市丙局", "丙局", uscc(10), "部门", "230500"],
    ["双鸭山市民政局", "民政", uscc(13), "部门", "230500"],
    ["双鸭山市第二数据局", "二局", uscc(14), "数据局", "230500"],
  ];
  const found = await send("sjj", await table(rows), true);
  expect(found.applied).toBe(false);
  expect(found.notes.map(({ column, row }) => `${column}${row}`)).toEqual([
    "A3",
    "C4",
    "D5",
    "E5",
    "C6",
    "A7",
    "D8",
  ]);
  expect(await namesLike("双鸭山市地震局")).toEqual([]);
});

test("A2.1 a unit belongs to a region of the city; one from elsewhere is not entered", async () => {
  const elsewhere = ["哈尔滨市甲局", "甲局", uscc(40), "部门", "230100"];
  const { applied, notes } = await send("sjj", await table([elsewhere]), true);
  expect([applied, notes.map(({ column, row }) => `${column}${row}`)]).toEqual([false, ["E2"]]);
  expect(await namesLike("哈尔滨市甲局")).toEqual([]);
});

test("a name, kind or region that has changed is not slipped in by a table", async () => {
  const known = ["双鸭山市档案中心", "市档案中心", uscc(20), "部门", "230500"];
  await send("sjj", await table([known]), true);
  const changed = ["双鸭山市档案局", "市档案局", uscc(20), "监管部门", "230502"];
  const { notes } = await send("sjj", await table([changed]), true);
  expect(notes.map(({ column }) => column)).toEqual(["A", "D", "E"]);
});

test("a county's bureau enters its own units only; others none", async () => {
  const own = ["集贤县文物局", "集贤县文物局", uscc(30), "部门", "230521"];
  const { notes } = await send("jixian-sjj", await table([own, heritage]), true);
  expect(notes.map(({ column, row }) => `${column}${row}`)).toEqual(["E3"]);
  expect((await send("jixian-sjj", await table([own]), true)).applied).toBe(true);
  expect(await namesLike("集贤县文物局")).toEqual([["集贤县文物局", "department", "county"]]);
  for (const other of ["mzj", "dsj", "gov"])
    expect([other, await code(send(other, await table([own]), true))]).toEqual([other, "not_the_authority"]);
  const foreign = await attachWorkbook(await p.as("mzj"), await table([own]), "机构表.xlsx");
  const taken = (await p.as("sjj")).post("/api/v1/unit-imports", { file: foreign, apply: true }, unitImport);
  expect(await code(taken)).toBe("not_found");
});

test("what is no table of units is refused or told what it lacks", async () => {
  const whole = async (content: Uint8Array) =>
    (await send("sjj", content, true)).notes.map(({ detail }) => detail);
  expect(await whole(await table([heritage], head, "名单"))).toEqual([
    expect.stringContaining("没有名为“单位”的表"),
  ]);
  expect(await whole(await table([], head))).toEqual([expect.stringContaining("表里没有单位")]);
  expect(await whole(await table([heritage], head.with(2, "代码")))).toEqual([
    expect.stringContaining("统一社会信用代码"),
  ]);
  expect(await whole(handMade([{ name: "单位", rows: textRow(1, ...head), state: "hidden" }]))).toHaveLength(
    1,
  );
  const broken = send("sjj", Buffer.from("PK not a workbook"), true);
  expect(await code(broken)).toMatch(/^(workbook_|unsupported|bad_request|file_)/);
});
