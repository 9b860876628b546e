import { afterAll, beforeAll, expect, test } from "vitest";
import { archive } from "../../test/support/archive.ts";
import { readEntry } from "../../test/support/business.ts";
import { applied, checkWorkbook, fileFrom, notesOf } from "../../test/support/imports.ts";
import { type TestPlatform, testPlatform } from "../../test/support/platform.ts";
import { bomb, handMade, textRow, workbookParts } from "../../test/support/workbook.ts";
import { listOf } from "../contract/common.ts";
import { entrySummary } from "../contract/entry.ts";
import { readSheets } from "../platform/sheets/index.ts";
import { entryColumns } from "./sheets-entry-columns.ts";
import { itemColumns } from "./sheets-item-columns.ts";
import { templateVersion, versionTitle } from "./sheets-template.ts";

/** Workbooks as nobody should send them, by the route that offices use: told in words, nothing written, going on. */
let p: TestPlatform;
beforeAll(async () => {
  p = await testPlatform();
});
afterAll(() => p.close());

const own = async () =>
  (await (await p.as("wjw")).get("/api/v1/entries?mine=true&limit=200", listOf(entrySummary))).items;
const head = (columns: readonly { title: string }[]) => textRow(1, ...columns.map(({ title }) => title));
const help = { name: "填写说明", rows: textRow(1, versionTitle, templateVersion) };
const sheets = (rows: string) => [
  { name: "目录", rows: `${head(entryColumns)}${rows}` },
  { name: "数据项", rows: head(itemColumns) },
  help,
];
const mega = 1_048_576;

/** A row of one short cell, as small as XML allows. */
const shortRow = (number: number) =>
  `<row r="${number}"><c r="B${number}" t="inlineStr"><is><t>第${number}个</t></is></c></row>`;

test.each([
  ["a zip bomb that declares its size", bomb(64 * mega), /太大|过大|超过/],
  ["a zip bomb that lies about its size", bomb(64 * mega, 4_096), /太大|过大|超过/],
  [
    "a document type in the XML of a sheet",
    archive({
      ...workbookParts(sheets("")),
      "xl/worksheets/sheet1.xml": `<!DOCTYPE x [<!ENTITY a "一">]><worksheet/>`,
    }),
    /文档类型声明/,
  ],
  [
    "a hundred thousand rows and one",
    archive(workbookParts(sheets(Array.from({ length: 100_001 }, (_, at) => shortRow(at + 2)).join("")))),
    /100,?000|10 ?万|超过/,
  ],
])("%s is refused as a whole, and the next workbook is read", async (_, content, told) => {
  const api = await p.as("wjw");
  const seen = await checkWorkbook(api, content);
  expect([seen.state, seen.counts]).toEqual(["refused", null]);
  expect(seen.refusal?.detail).toMatch(told);
  expect(await own()).toEqual([]);
  const next = await checkWorkbook(api, handMade(sheets(textRow(2, "", "门诊人次"))));
  expect([next.state, next.counts?.create]).toEqual(["ready", 1]);
});

test("a template in which nothing is filled in, codes unknown and names too long: each is told what to do", async () => {
  const api = await p.as("wjw");
  const blank = await checkWorkbook(api, handMade(sheets("")));
  expect(blank.refusal).toMatchObject({ title: "表里没有填写目录" });
  expect(blank.refusal?.detail).toContain("从第 2 行起填写");
  const at = entryColumns.findIndex(({ title }) => title === "行业分类");
  const cells = Array.from({ length: at }, (_, column) => (column === 1 ? "长".repeat(2_000) : ""));
  const seen = await checkWorkbook(api, handMade(sheets(textRow(2, ...cells, "未知行业"))));
  const errors = (await notesOf(api, seen.id)).filter(({ severity }) => severity === "error");
  expect(errors.map(({ detail }) => detail)).toContainEqual(
    expect.stringContaining("“未知行业”不是 GB/T 4754-2017 的门类或者大类"),
  );
  const number = `<row r="2"><c r="B2"><v>230599199001011234</v></c></row>`;
  const lost = await checkWorkbook(api, handMade(sheets(number)));
  expect((await notesOf(api, lost.id))[0]).toMatchObject({ row: 2, column: "B", severity: "error" });
  const named = await checkWorkbook(api, handMade(sheets(textRow(2, "", "长".repeat(2_000)))));
  expect((await notesOf(api, named.id)).map(({ detail }) => detail)).toContainEqual(
    expect.stringContaining("不能超过 200 个字，现在有 2000，请缩减"),
  );
});

test("cells that begin like a formula are texts: kept letter by letter, told to no program as a formula", async () => {
  const api = await p.as("wjw");
  const names = ["=1+1", "+86 名录", "-3 度以下", "@提供单位", "\t=2+2"];
  const rows = names.map((name, at) => textRow(at + 2, "", name)).join("");
  const seen = await checkWorkbook(api, handMade(sheets(rows)));
  expect(seen.counts).toMatchObject({ create: names.length, errors: 0 });
  await applied(api, seen.id);
  const made = await own();
  expect(made.map(({ name }) => name).toSorted()).toEqual(names.map((name) => name.trim()).toSorted());
  for (const { id, name } of made) expect((await readEntry(api, id)).draft.name).toBe(name);
  const wanted = { mine: true };
  const book = await fileFrom(api, "POST", "/api/v1/entries/exports", { ...wanted, format: "xlsx" });
  const { sheets: written, notes } = await readSheets(book);
  expect(notes).toEqual([]);
  const column = entryColumns.findIndex(({ title }) => title === "数据资源名称");
  expect(
    written[0]?.rows
      .slice(1)
      .map(({ cells }) => cells[column])
      ?.toSorted(),
  ).toEqual(made.map(({ name }) => name).toSorted());
  const csv = (
    await fileFrom(api, "POST", "/api/v1/entries/exports", { ...wanted, format: "csv" })
  ).toString();
  for (const name of ["=1+1", "+86 名录", "-3 度以下", "@提供单位"]) expect(csv).toContain(`'${name}`);
});
