import { afterAll, beforeAll, expect, test } from "vitest";
import { readEntry } from "../../test/support/business.ts";
import { epidemicEntry, registerEntry } from "../../test/support/city.ts";
import { filings } from "../../test/support/filings.ts";
import { checkFiling } from "../../test/support/imports.ts";
import { type TestPlatform, testPlatform } from "../../test/support/platform.ts";
import {
  areas,
  type Old,
  oldApproval,
  oldEntry,
  oldGrant,
  stockWorkbook,
  unitNames,
} from "../../test/support/stock.ts";
import { entrySearch } from "../contract/entry.ts";
import { columnLetters, csvText } from "../platform/sheets/index.ts";
import { filingWorkbook } from "./filing-columns.ts";

/** What is wrong in a file of existing stock, told by its place before anything is filed. */
let p: TestPlatform;
beforeAll(async () => {
  p = await testPlatform();
});
afterAll(() => p.close());

const { notes, errorsOf, filed } = filings(() => p);

test("A12.8 one round tells the faults of a row's cells, of what it lacks, of its unit's code and of its grants", async () => {
  await filed([{ code: "TD-O1" }]);
  const content = { abstract: "长".repeat(2001), operationStatus: null };
  const errors = await errorsOf(
    [{ code: "TD-O1", provider: unitNames.gaj, content: { ...content, name: "别的单位的" } }],
    [oldGrant("TD-O", "TD-O1", { modes: [], until: "不详" })],
  );
  expect(errors.map(({ sheet, row, title }) => [sheet, row, title])).toEqual([
    ["目录", 2, "数据资源摘要"],
    ["目录", 2, "授权运营状态"],
    ["目录", 2, "原目录代码"],
    ["使用权限", 2, "共享方式"],
    ["使用权限", 2, "授权截止日期"],
  ]);
  const json = { oldCode: "TD-O2", provider: unitNames.wjw, name: "缺得多", grade: 1 };
  const seen = await checkFiling(
    await p.as("sjj"),
    Buffer.from(JSON.stringify({ entries: [json] })),
    "a.json",
  );
  const told = (await notes(seen)).map(({ title }) => title);
  expect(told).toEqual(expect.arrayContaining(["/items", "原批准日期"]));
});

test("A3.1 A12.8 a rule of format nobody can read and a secrecy review to come are told before stock is filed", async () => {
  const [item, ...rest] = registerEntry.items;
  if (item === undefined) throw new Error("the register has items");
  const errors = await errorsOf([
    {
      code: "TD-R1",
      provider: unitNames.gaj,
      content: {
        ...registerEntry,
        name: "户籍TD-R1",
        secrecyReview: { reviewer: "孙立群", date: "2026-09-22", result: "no-secrets" },
        items: [{ ...item, pattern: { expression: "([", message: "" } }, ...rest],
      },
    },
  ]);
  expect(errors.map(({ sheet, row, title }) => [sheet, row, title])).toEqual(
    expect.arrayContaining([
      ["目录", 2, "保密审查日期"],
      ["数据项", 2, "格式规则"],
    ]),
  );
  const { secrecyReview: _, ...content } = { ...registerEntry, name: "户籍TD-R2", area: ["999999"] };
  const json = { oldCode: "TD-R2", provider: unitNames.gaj, ...content };
  const file = Buffer.from(JSON.stringify({ entries: [json] }));
  const told = await notes(await checkFiling(await p.as("sjj"), file, "a.json"));
  expect(told.map(({ detail }) => detail)).toContainEqual(expect.stringContaining("“999999”的行政区划"));
});

test("A12.6 in a CSV file a second entry under an old code is told by its line", async () => {
  const [, ...items] = filingWorkbook.items;
  const lines = (old: Old, cells: (title: string, text: string) => string = (_title, text) => text) => {
    const entry = oldEntry(old);
    return entry.content.items.map((item) => [
      ...filingWorkbook.entries.map((column) => cells(column.title, column.write(entry, areas))),
      ...items.map((column) =>
        column.write({ item, entryName: entry.content.name, entryCode: old.code }, areas),
      ),
    ]);
  };
  const head = [...filingWorkbook.entries, ...items].map(({ title }) => title);
  const check = async (rows: readonly string[][]) =>
    checkFiling(await p.as("sjj"), Buffer.from(csvText([head, ...rows])), "存量.csv");
  const [first = [], second = [], ...rest] = lines({ code: "TD-I1" });
  const other = lines({ code: "TD-I1", content: { name: "另一个目录" } })[1] ?? [];
  const twice = await notes(await check([first, other, ...rest]));
  expect(twice.map(({ row, title, article }) => [row, title, article])).toEqual([
    [3, "数据资源名称", "12¶4"],
  ]);
  expect(twice[0]?.detail).toContain("与第 2 行相同");
  const left = second.map((text, at) => (at > 0 && at < filingWorkbook.entries.length ? "" : text));
  const sound = await check([first, left, ...rest]);
  expect([sound.state, sound.counts?.create, sound.counts?.items]).toEqual([
    "ready",
    1,
    epidemicEntry.items.length,
  ]);
});

test("names of 2,000 characters, rare characters, formulas, wrong dates and long numbers are told or kept as they are", async () => {
  const rare = "㼆𬭸䶮𠮷";
  const long = await errorsOf([
    { code: "TD-J1", content: { name: "长".repeat(2000) } },
    { code: "9".repeat(101) },
    { code: "TD-J3", approval: { ...oldApproval, on: "2021-02-30" } },
    { code: "TD-J4", approval: { ...oldApproval, on: "9999-12-31" } },
  ]);
  expect(long.map(({ row, title }) => [row, title])).toEqual([
    [2, "数据资源名称"],
    [3, "原目录代码"],
    [4, "原批准日期"],
    [5, "原批准日期"],
  ]);
  expect(long.at(-1)?.detail).toContain("1000 到 2999");
  await filed([
    { code: `TD-${rare}`, content: { name: `目录${rare}` }, approval: { ...oldApproval, document: "=1+1" } },
  ]);
  const [one] = (await (await p.as("mzj")).get(`/api/v1/entries/search?q=${rare}`, entrySearch)).items;
  expect([one?.name, one?.oldCodes]).toEqual([`目录${rare}`, [`TD-${rare}`]]);
  expect((await readEntry(await p.as("mzj"), one?.id ?? "")).filed?.document).toBe("=1+1");
});

test("what no database keeps as text is refused by its field, escaped in JSON too", async () => {
  const upload = async (content: string, name: string) =>
    (await checkFiling(await p.as("sjj"), Buffer.from(content), name)).refusal?.detail;
  const entry = (name: string) => `{"entries":[{"oldCode":"TD-N1","name":"${name}"}]}`;
  for (const name of ["\\u0000", "\\ud800", "\\u0085"])
    expect(await upload(entry(name), "存量.json")).toContain("字段 name 含有看不见的控制字符");
});

test("what nobody sees in a cell is told with its row and column, in a workbook and in CSV", async () => {
  const told = async (content: Uint8Array, file: string) => {
    const found = await notes(await checkFiling(await p.as("sjj"), content, file));
    return found
      .filter(({ detail }) => detail.includes("看不见的控制字符"))
      .map(({ sheet, row, column, title }) => [sheet, row, column, title]);
  };
  const titles = [...filingWorkbook.entries, ...filingWorkbook.items.slice(1)].map(({ title }) => title);
  const at = columnLetters(titles.indexOf("数据资源摘要"));
  const place = [["目录", 2, at, "数据资源摘要"]];
  const withSign = (sign: string): Old => ({ code: "TD-R1", content: { abstract: `摘${sign}要` } });
  for (const sign of ["\u0085", "\u007f"])
    expect(await told(await stockWorkbook([withSign(sign)]), "存量.xlsx")).toEqual(place);
  const line = filingWorkbook.entries.map((column) => column.write(oldEntry(withSign("\u0085")), areas));
  expect(await told(Buffer.from(csvText([titles, line])), "存量.csv")).toEqual(place);
});

test("A27.1 a file of more than 2,000 grants is refused as a whole", async () => {
  const grants = Array.from({ length: 2_001 }, () => ({}));
  const { state, refusal: told } = await checkFiling(
    await p.as("sjj"),
    Buffer.from(JSON.stringify({ entries: [{}], grants })),
    "存量.json",
  );
  expect(state).toBe("refused");
  expect(told?.detail).toContain("一次最多备案 2000 项使用权限，本文件有 2001 项");
});
