import { afterAll, beforeAll, expect, test } from "vitest";
import { code, compile, publish, readEntry, refusal, save, submit } from "../../test/support/business.ts";
import { epidemicEntry, registerEntry } from "../../test/support/city.ts";
import { applied, attachWorkbook, checkWorkbook, fileFrom, notesOf } from "../../test/support/imports.ts";
import { type TestPlatform, testPlatform } from "../../test/support/platform.ts";
import { filled, item, sheets, workbook } from "../../test/support/sheets.ts";
import type { EntryContent } from "../contract/entry.ts";
import { readSheets } from "../platform/sheets/index.ts";
import { entryColumns } from "./sheets-entry-columns.ts";

let p: TestPlatform;
beforeAll(async () => {
  p = await testPlatform();
});
afterAll(() => p.close());

const { own, checked, errorsOf } = sheets(() => p);

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
