import { expect } from "vitest";
import { entryColumns } from "../../src/ch3-catalogue/sheets-entry-columns.ts";
import { itemColumns } from "../../src/ch3-catalogue/sheets-item-columns.ts";
import {
  catalogueWorkbook,
  sheetNames,
  templateVersion,
  versionTitle,
} from "../../src/ch3-catalogue/sheets-template.ts";
import { listOf } from "../../src/contract/common.ts";
import { type EntryContent, entrySummary } from "../../src/contract/entry.ts";
import { writeSheets } from "../../src/platform/sheets/index.ts";
import { checkWorkbook, notesOf } from "./imports.ts";
import type { TestPlatform } from "./platform.ts";
import { areas } from "./stock.ts";

/** Workbooks of entries in the form of the city's template, and what the platform says of them. */

const nobody = { code: "", providerName: "", providerCode: "" };
export const workbook = (contents: readonly EntryContent[], codes: readonly string[] = []) =>
  catalogueWorkbook(
    contents.map((content, at) => ({ facts: { ...nobody, code: codes[at] ?? "" }, content })),
    areas,
  );
type Cells = Readonly<Record<string, string>>;
const cellsOf = (columns: readonly { title: string }[], cells: Cells) =>
  columns.map(({ title }) => cells[title] ?? "");
/** A workbook of the template's form whose cells hold what is given. */
export const filled = (entries: readonly Cells[], items: readonly Cells[] = [], version = templateVersion) =>
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
export const item = (of: string, more: Cells = {}): Cells => ({
  数据资源名称: of,
  数据项名称: "日期",
  字段名: "rq",
  类型: "日期",
  级别: "1级",
  类别: "业务信息",
  ...more,
});

/** Handed in and read over the public HTTP API. */
export const sheets = (platform: () => TestPlatform) => {
  const own = async (username: string) =>
    (await (await platform().as(username)).get("/api/v1/entries?mine=true&limit=200", listOf(entrySummary)))
      .items;
  const checked = async (username: string, content: Uint8Array) => {
    const api = await platform().as(username);
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
  return { own, checked, errorsOf };
};
