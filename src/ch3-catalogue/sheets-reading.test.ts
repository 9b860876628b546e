import { afterAll, beforeAll, expect, test } from "vitest";
import { archive } from "../../test/support/archive.ts";
import { code } from "../../test/support/business.ts";
import { applied, fileFrom } from "../../test/support/imports.ts";
import { type TestPlatform, testPlatform } from "../../test/support/platform.ts";
import { filled, item, sheets } from "../../test/support/sheets.ts";
import { handMade, textRow } from "../../test/support/workbook.ts";
import { columnLetters, readSheets } from "../platform/sheets/index.ts";
import { entryColumns } from "./sheets-entry-columns.ts";
import { itemColumns } from "./sheets-item-columns.ts";
import { templateVersion, versionTitle } from "./sheets-template.ts";

/** What is told of a workbook of entries, by sheet, row and column, before anything is written. */
let p: TestPlatform;
beforeAll(async () => {
  p = await testPlatform();
});
afterAll(() => p.close());

const { own, checked, errorsOf } = sheets(() => p);

test("a draft may be incomplete: what submission will ask for is told with its row, column and article", async () => {
  const { seen, notes } = await checked(
    "scjgj",
    await filled(
      [
        {
          数据资源名称: "市场主体",
          共享类型: "有条件共享",
          共享方式: "接口查询、文件",
          保密审查日期: "2026-09-22",
        },
      ],
      [item("市场主体", { 类别: "" })],
    ),
  );
  expect([seen.state, seen.counts?.create, seen.counts?.errors]).toEqual(["ready", 1, 0]);
  expect(notes).toContainEqual(
    expect.objectContaining({
      sheet: "目录",
      row: 2,
      title: "共享依据",
      column: "O",
      severity: "warning",
      article: "25¶3",
    }),
  );
  expect(notes).toContainEqual(
    expect.objectContaining({ sheet: "数据项", row: 2, title: "类别", article: "11¶4" }),
  );
  expect(notes).toContainEqual(
    expect.objectContaining({
      sheet: "目录",
      row: 2,
      title: "保密审查日期",
      severity: "warning",
      article: "3",
      detail: expect.stringContaining("还没有到"),
    }),
  );
});

test("unknown codes, wrong dates, duplicates, long names and lost items are told one by one, and nothing is half done", async () => {
  const errors = await errorsOf(
    await filled(
      [
        { 数据资源名称: "甲", 数据格式: "磁带", 覆盖时间起: "2026-02-30", 数据覆盖地域: "桃花源" },
        { 数据资源名称: "乙", 目录代码: "307019/000031" },
        { 数据资源名称: "丙" },
        { 数据资源名称: "丙" },
        { 数据资源名称: "丁".repeat(2_000) },
        { 数据资源摘要: "没有名称" },
        { 数据资源名称: "戊", 数据资源提供方名称: "双鸭山市公安局" },
      ],
      [
        item("甲", { 字段名: "RQ" }),
        item("丙", { 级别: "" }),
        item("丙", { 长度: "十" }),
        item("不存在"),
        item("丙", { 格式规则: "([" }),
      ],
    ),
  );
  expect(errors.map(({ at }) => at)).toEqual([
    "目录 2 数据格式",
    "目录 2 覆盖时间起",
    "目录 2 数据覆盖地域",
    "目录 3 目录代码",
    "目录 5 数据资源名称",
    "目录 6 数据资源名称",
    "目录 7 数据资源名称",
    "目录 8 数据资源提供方名称",
    "数据项 2 字段名",
    "数据项 3 级别",
    "数据项 4 长度",
    "数据项 5 数据资源名称",
    "数据项 6 格式规则",
  ]);
  for (const { detail } of errors) expect(detail).toMatch(/请|须|不能超过|只能/);
  expect((await own("wjw")).some(({ name }) => ["甲", "乙", "丙"].includes(name))).toBe(false);
  const { api, seen } = await checked("wjw", await filled([{ 数据资源名称: "甲", 数据格式: "=1+1" }]));
  expect(await code(applied(api, seen.id))).toBe("import_not_ready");
  const report = await fileFrom(api, "GET", `/api/v1/imports/${seen.id}/report.csv`);
  expect(report.toString()).toContain("目录,2,D,数据格式,须改,“=1+1”不在代码表里");
  const sheet = await readSheets(await fileFrom(api, "GET", `/api/v1/imports/${seen.id}/report.xlsx`));
  expect(sheet.sheets[0]?.rows[1]?.cells.slice(0, 4)).toEqual(["目录", "2", "D", "数据格式"]);
});

test("A12.8 a section and a division that contradict each other are refused in their place, with what was likely meant", async () => {
  const wrong = {
    "A13 农副食品加工业": "大类 13 属于门类 C，不属于门类 A，请改为“C13 农副食品加工业”或者改大类。",
    "C13 食品制造业": "代码 C13 是“农副食品加工业”，同名称“食品制造业”（C14）不一致，请只留一个。",
    食品加工: "“食品加工”不是 GB/T 4754-2017 的门类或者大类，是不是“C13 农副食品加工业”",
  };
  const rows = Object.keys(wrong).map((行业分类, at) => ({ 数据资源名称: `行业错${at}`, 行业分类 }));
  const { notes } = await checked("wjw", await filled(rows));
  const at = entryColumns.findIndex(({ title }) => title === "行业分类");
  expect(
    notes
      .filter(({ title }) => title === "行业分类")
      .map(({ sheet, row, column, detail, severity }) => ({ sheet, row, column, detail, severity })),
  ).toEqual(
    Object.values(wrong).map((detail, line) => ({
      sheet: "目录",
      row: line + 2,
      column: columnLetters(at),
      detail: expect.stringContaining(detail),
      severity: "error",
    })),
  );
});

test("A12.8 one round tells everything: what cannot be read hides neither the rest of its row nor its items", async () => {
  const name = "一次说全";
  const { seen, notes } = await checked(
    "wjw",
    await filled(
      [{ 数据资源名称: name, 目录代码: "d-00000000", 数据格式: "磁带", 数据资源摘要: "长".repeat(2_001) }],
      [
        item(name, { 类型: "小说", 类别: "" }),
        item(name, { 字段名: "RQ2", 数据项名称: "另一日期", 级别: "3级", 长度: "" }),
      ],
    ),
  );
  expect(seen.state).toBe("faulty");
  const told = notes.map(({ sheet, row, title }) => `${sheet} ${row} ${title}`);
  for (const wanted of [
    "目录 2 目录代码",
    "目录 2 数据格式",
    "目录 2 数据资源摘要",
    "目录 2 行业分类",
    "目录 2 保密审查人",
    "数据项 2 类型",
    "数据项 2 类别",
    "数据项 3 字段名",
    "数据项 3 脱敏方式",
    "数据项 3 存储方式",
  ])
    expect(told.filter((one) => one === wanted)).toEqual([wanted]);
  expect(told).not.toContain("数据项 2 长度");
  expect(told).not.toContain("目录 2 数据资源名称");
});

test("another template, hidden sheets and foreign headings refuse the file and say why", async () => {
  const refusalOf = async (content: Uint8Array) => {
    const { seen } = await checked("wjw", content);
    expect(seen.state).toBe("refused");
    return seen.refusal?.detail ?? "";
  };
  expect(await refusalOf(await filled([{ 数据资源名称: "甲" }], [], "0"))).toMatch(
    /模板版本是“0”，现行版本是“2”/,
  );
  expect(await refusalOf(await filled([{ 数据资源名称: "甲" }], [], "1"))).toMatch(
    /模板版本是“1”.*请在“数据目录”页重新下载模板/,
  );
  expect(await refusalOf(await filled([]))).toMatch(/没有填写目录/);
  expect(await refusalOf(handMade([{ name: "Sheet1", rows: textRow(1, "名称") }]))).toMatch(
    /没有“填写说明”表/,
  );
  const help = { name: "填写说明", rows: textRow(1, versionTitle, templateVersion) };
  expect(await refusalOf(handMade([{ name: "目录", rows: textRow(1, "x"), state: "hidden" }, help]))).toMatch(
    /隐藏/,
  );
  expect(
    await refusalOf(handMade([{ name: "目录", rows: textRow(1, "数据资源名称", "备注") }, help])),
  ).toMatch(/缺少 目录代码.*多出 备注/s);
  const dtd = archive({
    "[Content_Types].xml": "<a/>",
    "xl/workbook.xml": `<!DOCTYPE a [<!ENTITY b "c">]><a/>`,
  });
  expect(await refusalOf(dtd)).toMatch(/文档类型声明/);
});

test("merged cells and numbers of 18 digits are errors with their place; a formula is read with a warning", async () => {
  const head = (columns: readonly { title: string }[]) => textRow(1, ...columns.map(({ title }) => title));
  const { notes } = await checked(
    "wjw",
    handMade([
      {
        name: "目录",
        rows: `${head(entryColumns)}<row r="2"><c r="B2" t="str"><f>"公式"&amp;"名"</f><v>公式名</v></c><c r="C2"><v>230521199001011234</v></c></row>`,
        after: `<mergeCells><mergeCell ref="D2:D3"/></mergeCells>`,
      },
      { name: "数据项", rows: head(itemColumns) },
      { name: "填写说明", rows: textRow(1, versionTitle, templateVersion) },
    ]),
  );
  const cells = notes.filter(({ article }) => article === null);
  expect(cells.map(({ row, column, title, severity }) => [`${column}${row}`, title, severity])).toEqual([
    ["D2", "数据格式", "error"],
    ["C2", "数据资源摘要", "error"],
    ["B2", "数据资源名称", "warning"],
  ]);
});

test("A12.3 two rows of one name: what their items lack is told once", async () => {
  const lacking = item("同名统计", { 类别: "" });
  const { notes } = await checked(
    "wjw",
    await filled([{ 数据资源名称: "同名统计" }, { 数据资源名称: "同名统计" }], [lacking]),
  );
  const ofItems = notes
    .filter(({ sheet }) => sheet === "数据项")
    .map(({ row, detail }) => `${row} ${detail}`);
  expect(ofItems.length).toBeGreaterThan(0);
  expect(new Set(ofItems).size).toBe(ofItems.length);
  expect(notes.filter(({ row, sheet }) => row === 3 && sheet === "目录").length).toBeGreaterThan(1);
});
