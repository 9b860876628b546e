import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { archive } from "../../test/support/archive.ts";
import { code, compile, publish, readEntry, refusal, save, submit } from "../../test/support/business.ts";
import { epidemicEntry, registerEntry } from "../../test/support/city.ts";
import { applied, attachWorkbook, checkWorkbook, fileFrom, notesOf } from "../../test/support/imports.ts";
import { type TestPlatform, testPlatform } from "../../test/support/platform.ts";
import { handMade, textRow } from "../../test/support/workbook.ts";
import { listOf } from "../contract/common.ts";
import { type EntryContent, entrySummary } from "../contract/entry.ts";
import { columnLetters, readSheets, writeSheets } from "../platform/sheets/index.ts";
import { entryColumns } from "./sheets-entry-columns.ts";
import { itemColumns } from "./sheets-item-columns.ts";
import { catalogueWorkbook, sheetNames, templateVersion, versionTitle } from "./sheets-template.ts";

let p: TestPlatform;
beforeAll(async () => {
  p = await testPlatform();
});
afterAll(() => p.close());

const areas = new Map([
  ["230000", "黑龙江省"],
  ["230500", "双鸭山市"],
  ["230502", "尖山区"],
]);
const nobody = { code: "", providerName: "", providerCode: "" };
const workbook = (contents: readonly EntryContent[], codes: readonly string[] = []) =>
  catalogueWorkbook(
    contents.map((content, at) => ({ facts: { ...nobody, code: codes[at] ?? "" }, content })),
    areas,
  );
const own = async (username: string) =>
  (await (await p.as(username)).get("/api/v1/entries?mine=true&limit=200", listOf(entrySummary))).items;

type Cells = Readonly<Record<string, string>>;
const cellsOf = (columns: readonly { title: string }[], cells: Cells) =>
  columns.map(({ title }) => cells[title] ?? "");
/** A workbook of the template's form whose cells hold what is given. */
const filled = (entries: readonly Cells[], items: readonly Cells[] = [], version = templateVersion) =>
  writeSheets([
    {
      name: sheetNames.entries,
      columns: entryColumns,
      rows: entries.map((row) => cellsOf(entryColumns, row)),
    },
    { name: sheetNames.items, columns: itemColumns, rows: items.map((row) => cellsOf(itemColumns, row)) },
    {
      name: sheetNames.help,
      columns: [
        { title: versionTitle, width: 9 },
        { title: version, width: 9 },
      ],
      rows: [],
    },
  ]);
const item = (of: string, more: Cells = {}): Cells => ({
  数据资源名称: of,
  数据项名称: "日期",
  字段名: "rq",
  类型: "日期",
  级别: "1级",
  类别: "业务信息",
  ...more,
});
const checked = async (username: string, content: Uint8Array) => {
  const api = await p.as(username);
  const seen = await checkWorkbook(api, content);
  return { api, seen, notes: await notesOf(api, seen.id) };
};
const errorsOf = async (content: Uint8Array, username = "wjw") => {
  const { seen, notes } = await checked(username, content);
  expect(seen.state).toBe("faulty");
  return notes
    .filter(({ severity }) => severity === "error")
    .map(({ sheet, row, title, detail }) => ({ at: `${sheet} ${row} ${title}`, detail }));
};

describe("A workbook of entries", () => {
  test("A12.1 the city's one template is filled in, checked, confirmed; a corrected upload updates and never doubles", async () => {
    const template = await readSheets(
      await fileFrom(await p.as("rsj"), "GET", "/api/v1/entries/template.xlsx"),
    );
    expect(template.sheets.map(({ name }) => name)).toEqual(
      Object.values({ entries: "目录", items: "数据项", help: "填写说明", codes: "代码表" }),
    );
    const drafts = Array.from(
      { length: 60 },
      (_, at): EntryContent => ({
        ...(at % 2 ? registerEntry : epidemicEntry),
        name: `导入的第${at}个㼆𬭸䶮𠮷`,
      }),
    );
    const { api, seen } = await checked("rsj", await workbook(drafts));
    expect([seen.state, seen.counts]).toEqual([
      "ready",
      { create: 60, update: 0, unchanged: 0, items: 570, errors: 0, warnings: 0 },
    ]);
    expect(await own("rsj")).toEqual([]);
    expect((await applied(api, seen.id)).state).toBe("applied");
    const made = await own("rsj");
    expect(made).toHaveLength(60);
    const one = made.find(({ name }) => name.endsWith("第1个㼆𬭸䶮𠮷"));
    const { draft, issues } = await readEntry(api, one?.id ?? "");
    expect([draft, issues]).toEqual([drafts[1], []]);
    expect(await code(applied(api, seen.id))).toBe("import_not_ready");

    const corrected = drafts.map((content, at) =>
      at === 7 ? { ...content, abstract: "改过的摘要" } : content,
    );
    const second = await checked("rsj", await workbook(corrected));
    expect(second.seen.counts).toMatchObject({ create: 0, update: 1, unchanged: 59 });
    await applied(api, second.seen.id);
    expect((await own("rsj")).map(({ id }) => id).toSorted()).toEqual(made.map(({ id }) => id).toSorted());
  });

  test("what is exported can be uploaded again: by code, also under another name", async () => {
    const api = await p.as("zrzyj");
    await compile(api, {
      ...registerEntry,
      name: "宗地",
      secrecyReview: { reviewer: "高原", date: "2026-09-01", result: "no-secrets" },
    });
    const content = await fileFrom(api, "POST", "/api/v1/entries/exports", { format: "xlsx", mine: true });
    expect((await checked("zrzyj", content)).seen.counts).toMatchObject({ unchanged: 1 });
    const [{ code: known = "" } = {}] = await own("zrzyj");
    const renamed = await checked(
      "zrzyj",
      await workbook([{ ...registerEntry, name: "宗地基本信息" }], [known]),
    );
    expect(renamed.seen.counts).toMatchObject({ update: 1, create: 0 });
    await applied(api, renamed.seen.id);
    expect((await own("zrzyj")).map(({ name }) => name)).toEqual(["宗地基本信息"]);
    const json = JSON.parse(
      (await fileFrom(api, "POST", "/api/v1/entries/exports", { format: "json", mine: true })).toString(),
    );
    expect(json).toMatchObject([{ code: known, name: "宗地基本信息", providerName: "双鸭山市自然资源局" }]);
  });

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

  test("A12.8 a section or a division is taken by code, name or both; an older template's section names stay what they were", async () => {
    const read = {
      C: "C",
      C13: "C13",
      "13": "C13",
      农副食品加工业: "C13",
      "C13 农副食品加工业": "C13",
      卫生和社会工作: "Q",
      教育: "P",
    };
    const cells = Object.keys(read);
    const named = (at: number) => `行业写法${at}`;
    const { api, seen } = await checked(
      "mzj",
      await filled(
        cells.map((行业分类, at) => ({ 数据资源名称: named(at), 行业分类 })),
        cells.map((_, at) => item(named(at))),
      ),
    );
    expect([seen.state, seen.counts?.create]).toEqual(["ready", cells.length]);
    await applied(api, seen.id);
    const made = await own("mzj");
    const ids = cells.map((_, at) => made.find(({ name }) => name === named(at))?.id ?? "");
    const drafts = await Promise.all(ids.map(async (id) => (await readEntry(api, id)).draft));
    expect(drafts.map(({ industry }) => industry)).toEqual(Object.values(read));
    // What is exported says code and name, and comes back as it was.
    const file = await fileFrom(api, "POST", "/api/v1/entries/exports", { format: "xlsx", ids });
    const [entries] = (await readSheets(file)).sheets;
    const at = entryColumns.findIndex(({ title }) => title === "行业分类");
    expect(entries?.rows.slice(1).map((row) => row.cells[at])).toContain("C13 农副食品加工业");
    expect((await checkWorkbook(api, file)).counts).toMatchObject({ update: 0, unchanged: cells.length });
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

  test("A11.4 A11.7 importance is a column: read, exported, held to its rule, and never dropped by a blank cell", async () => {
    const api = await p.as("gaj");
    const sealed = { grade: 4, masking: "all", storage: "sealed" } as const;
    const items = registerEntry.items.map((one) =>
      one.column === "mz" ? { ...one, ...sealed, importance: "important" as const } : one,
    );
    const content = { ...registerEntry, name: "含重要数据的户籍", sharingModes: ["verify" as const], items };
    const at = items.findIndex(({ column }) => column === "mz") + 2;
    const entry = await publish(p, "gaj", content);
    const ids = [entry.id];
    const book = await fileFrom(api, "POST", "/api/v1/entries/exports", { format: "xlsx", ids });
    const same = await checkWorkbook(api, book);
    expect([same.state, same.counts]).toMatchObject(["ready", { unchanged: 1, warnings: 0 }]);
    const csv = await fileFrom(api, "POST", "/api/v1/entries/exports", { format: "csv", ids });
    expect(csv.toString()).toContain("重要程度");
    expect(csv.toString()).toContain("重要数据");

    const own = entry.catalogueCode ?? entry.code;
    const blank = items.map(({ importance: _, ...one }) => one);
    const dropped = await checkWorkbook(api, await workbook([{ ...content, items: blank }], [own]));
    expect(dropped.state).toBe("faulty");
    const [told, ...others] = (await notesOf(api, dropped.id)).filter(({ severity }) => severity === "error");
    expect([told?.sheet, told?.row, told?.title, told?.article, others]).toEqual([
      "数据项",
      at,
      "重要程度",
      "11¶4",
      [],
    ]);
    expect(told?.detail).toContain("请照填“重要数据”");

    const low = items.map((one) => (one.column === "mz" ? { ...one, grade: 3 } : one));
    const open = { ...content, name: "级别不够", openingClass: "conditional" as const, items: low };
    const seen = await checkWorkbook(api, await workbook([open]));
    const rules = (await notesOf(api, seen.id)).filter(({ article }) => article === "11¶3");
    expect(rules.map(({ sheet, row, title }) => [sheet, row, title])).toEqual([
      ["目录", 2, "是否向社会开放"],
      ["数据项", at, "级别"],
    ]);
    const unknown = await checkWorkbook(
      api,
      await filled([{ 数据资源名称: "写错的" }], [item("写错的", { 重要程度: "一般重要" })]),
    );
    expect((await notesOf(api, unknown.id))[0]?.detail).toContain("一般数据；重要数据；核心数据");
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
    expect(
      await refusalOf(handMade([{ name: "目录", rows: textRow(1, "x"), state: "hidden" }, help])),
    ).toMatch(/隐藏/);
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

  test("A9.3 only the unit's own officers import, and only what nobody is reviewing or changed meanwhile", async () => {
    const api = await p.as("wjw");
    for (const stranger of ["citizen", "sysadmin", "auditor"]) {
      const other = await p.as(stranger);
      const file = await attachWorkbook(other, await filled([{ 数据资源名称: "甲" }]));
      expect([stranger, await code(other.send("POST", "/api/v1/imports", { file }))]).toEqual([
        stranger,
        "forbidden",
      ]);
    }
    const foreign = await attachWorkbook(api, await filled([{ 数据资源名称: "甲" }]));
    expect(await code((await p.as("gaj")).send("POST", "/api/v1/imports", { file: foreign }))).toBe(
      "not_found",
    );
    const entry = await compile(api, { ...epidemicEntry, name: "两人同改" });
    const { seen } = await checked("wjw", await workbook([{ ...entry.draft, abstract: "表里的摘要" }]));
    for (const path of ["", "/notes", "/report.csv", "/report.xlsx"])
      expect(await code((await p.as("gaj")).send("GET", `/api/v1/imports/${seen.id}${path}`))).toBe(
        "not_found",
      );
    expect(await code(applied(await p.as("gaj"), seen.id))).toBe("not_found");
    await save(await p.as("wjw2"), entry, { ...entry.draft, abstract: "页面上的摘要" });
    const outdated = await refusal(applied(api, seen.id));
    expect([outdated.code, outdated.detail]).toEqual([
      "import_outdated",
      expect.stringContaining("什么都没有写入"),
    ]);
    expect((await readEntry(api, entry.id)).draft.abstract).toBe("页面上的摘要");
    await submit(api, await readEntry(api, entry.id));
    expect(await errorsOf(await workbook([entry.draft]))).toMatchObject([
      { at: "目录 2 数据资源名称", detail: expect.stringContaining("正在审核") },
    ]);
  });

  test("others export what is in force, never a draft; in CSV no cell is a formula", async () => {
    const published = await publish(p, "gaj", { ...epidemicEntry, name: "=HYPERLINK(1)", abstract: "@甲" });
    const draft = await compile(await p.as("gaj"), { ...epidemicEntry, name: "没有报送的草稿" });
    await save(await p.as("gaj"), published, { ...published.draft, abstract: "改动中" });
    const other = await p.as("mzj");
    const wanted = { ids: [published.id, draft.id], format: "csv" };
    const csv = (await fileFrom(other, "POST", "/api/v1/entries/exports", wanted)).toString();
    expect(csv).toContain(`"'=HYPERLINK(1)","'@甲"`);
    expect(csv).not.toContain("没有报送的草稿");
    expect(csv).not.toContain("改动中");
    expect(
      await code(fileFrom(other, "POST", "/api/v1/entries/exports", { ids: [draft.id], format: "json" })),
    ).toBe("not_found");
  });
});
