import Papa from "papaparse";
import { z } from "zod";
import { emptyEntry, entryContent } from "../contract/entry.ts";
import type { CommonApproval } from "../contract/filed.ts";
import { Problem } from "../platform/http/problem.ts";
import { sentence } from "../platform/http/sentences.ts";
import { type Book, columnLetters, readSheets, type SheetRow } from "../platform/sheets/index.ts";
import { isText } from "../platform/text.ts";
import {
  approvedOnTitle,
  approverTitle,
  documentTitle,
  filingWorkbook,
  grantColumns,
  grantSheet,
  grantTitles,
  oldCodeTitle,
} from "./filing-columns.ts";
import type { Areas } from "./sheets-cells.ts";
import { providerTitle } from "./sheets-entry-columns.ts";
import { tellCells } from "./sheets-findings.ts";
import { readAs } from "./sheets-neutral.ts";
import {
  assertVersion,
  cellOf,
  type FilledEntry,
  type Layouts,
  layoutOf,
  layoutsOf,
  type Note,
  readEntries,
  sheetOf,
} from "./sheets-reading.ts";
import { sheetNames } from "./sheets-template.ts";

/** A standing grant as a row states it. */
export interface FilledGrant {
  readonly row: number;
  cell(title: string): string;
}

/** Existing stock out of a workbook, a CSV file or JSON, whichever it came in. */
export interface FilingSource {
  readonly total: number;
  readonly layouts: Layouts;
  entries(note: Note): Generator<FilledEntry>;
  readonly grants: readonly FilledGrant[];
  /** Letters of the column in the sheet of grants. */
  grantColumn(title: string): string;
}

/** @throws Problem `template_mismatch`, and what reading a workbook throws. */
export async function filingSource(
  content: Buffer,
  fileName: string,
  areas: Areas,
  common: CommonApproval,
): Promise<FilingSource> {
  const source = /\.json$/i.test(fileName)
    ? fromJson(content)
    : /\.(csv|txt)$/i.test(fileName)
      ? fromTable(content, areas)
      : fromWorkbook(await readSheets(content), areas);
  return approved(source, common);
}

/**
 * An entry that states nothing of its approval has that of the whole batch; one that states a part has not all of it, or
 * its day would stand beside another document's number. A grant is another act, and states its own (Art. 27).
 */
function approved(source: FilingSource, { approvedOn, approver, document }: CommonApproval): FilingSource {
  const common: Readonly<Record<string, string | undefined>> = {
    [approvedOnTitle]: approvedOn,
    [approverTitle]: approver,
    [documentTitle]: document,
  };
  const statesNone = ({ cell }: FilledEntry) => Object.keys(common).every((title) => cell(title) === "");
  return {
    ...source,
    *entries(note) {
      for (const entry of source.entries(note))
        yield statesNone(entry) ? { ...entry, cell: (title) => common[title] ?? entry.cell(title) } : entry;
    },
  };
}

function fromWorkbook(book: Book, areas: Areas): FilingSource {
  assertVersion(book, filingWorkbook);
  const layouts = layoutsOf(book, filingWorkbook);
  const sheet = sheetOf(book, grantSheet);
  const layout = layoutOf(sheet, grantColumns);
  return {
    total: sheetOf(book, sheetNames.entries).rows.length - 1,
    layouts,
    *entries(note) {
      tellCells(book, layouts, note);
      for (const { kind: _, ...told } of book.notes)
        if (told.sheet === grantSheet) note({ ...told, title: "" });
      yield* readEntries({ book, form: filingWorkbook, layouts, areas }, note);
    },
    grants: sheet.rows.slice(1).map((row) => ({
      row: row.number,
      cell: (title) => cellOf(row, layout, title),
    })),
    grantColumn: (title) => columnLetters(layout.get(title) ?? 0),
  };
}

const noGrants = { grants: [], grantColumn: () => "" };

/** One line per item; the columns of both sheets stand side by side, and the first line of an entry states it. */
function fromTable(content: Buffer, areas: Areas): FilingSource {
  const filled: SheetRow[] = Papa.parse<string[]>(textOf(content)).data.flatMap((cells, at) =>
    cells.every((cell) => cell.trim() === "") ? [] : [{ number: at + 1, cells }],
  );
  const rows = filled.map((row) => ({ ...row, cells: row.cells.map((cell) => (isText(cell) ? cell : "")) }));
  const [head] = rows;
  if (head === undefined) throw new Problem("template_mismatch", "文件是空的，请填写后再上传。");
  const code = head.cells.findIndex((title) => title.trim() === oldCodeTitle);
  const seen = new Set<string>();
  const first = rows.slice(1).filter(({ cells }) => {
    const known = seen.has(cells[code]?.trim() ?? "");
    seen.add(cells[code]?.trim() ?? "");
    return !known;
  });
  const sheet = (name: string, body: readonly SheetRow[]) => ({ name, hidden: false, rows: [head, ...body] });
  const book: Book = {
    sheets: [sheet(sheetNames.entries, first), sheet(sheetNames.items, rows.slice(1))],
    notes: [],
  };
  const { entries, items } = filingWorkbook;
  const layouts = {
    entries: layoutOf(sheetOf(book, sheetNames.entries), entries, items),
    items: layoutOf(sheetOf(book, sheetNames.items), items, entries),
  };
  return {
    total: first.length,
    layouts,
    *entries(note) {
      tellUnseen(filled, note);
      tellStrangers(rows.slice(1), layouts, note);
      yield* readEntries({ book, form: filingWorkbook, layouts, areas }, note);
    },
    ...noGrants,
  };
}

/** As in a workbook: a cell with what nobody sees is read as blank, and told. */
function tellUnseen([head, ...rows]: readonly SheetRow[], note: Note): void {
  for (const { number, cells } of rows)
    for (const [at, cell] of cells.entries())
      if (!isText(cell))
        note({
          sheet: sheetNames.entries,
          row: number,
          column: columnLetters(at),
          title: head?.cells[at]?.trim() ?? "",
          severity: "error",
          detail: "含有看不见的控制字符或者残缺的字，请删去后重新填写。",
        });
}

/** A line repeats its entry, or leaves the columns of the entry empty: what differs is another entry under the same code. */
function tellStrangers(rows: readonly SheetRow[], layouts: Layouts, note: Note): void {
  const first = new Map<string, SheetRow>();
  for (const row of rows) {
    const cell = (title: string, of = row) => cellOf(of, layouts.entries, title);
    const code = cell(oldCodeTitle);
    const earlier = first.get(code);
    if (earlier === undefined) first.set(code, row);
    if (earlier === undefined || code === "") continue;
    const title = [...layouts.entries.keys()].find(
      (one) => cell(one) !== "" && cell(one) !== cell(one, earlier),
    );
    if (title === undefined) continue;
    note({
      sheet: sheetNames.entries,
      row: row.number,
      column: columnLetters(layouts.entries.get(title) ?? 0),
      title,
      severity: "error",
      detail: `${oldCodeTitle}与第 ${earlier.number} 行相同，“${title}”却不同：一个代码只能是一个目录。另一个目录请写它自己的代码；同一个目录的，请照第 ${earlier.number} 行填写，或者留空。`,
      article: "12¶4",
    });
  }
}

function textOf(content: Buffer): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(content);
  } catch {
    return new TextDecoder("gb18030").decode(content);
  }
}

const said = z.string().default("");
const jsonEntry = z.looseObject({
  oldCode: said,
  provider: said,
  approvedOn: said,
  approver: said,
  document: said,
});
const jsonGrant = z.object({
  number: said,
  oldCode: said,
  holder: said,
  scenario: said,
  modes: z.array(z.string()).default([]),
  columns: z.array(z.string()).default([]),
  scope: said,
  until: z.string().nullish(),
  approvedOn: said,
  approver: said,
  document: said,
});
const jsonFile = z.object({
  entries: z.array(jsonEntry).max(100_000),
  grants: z.array(jsonGrant).max(100_000).default([]),
});

/** As JSON: `entries` with the fields of an entry and what it was before, `grants`; “row” counts them from 1. */
function fromJson(content: Buffer): FilingSource {
  const { entries, grants } = parsedJson(content);
  return {
    total: entries.length,
    layouts: { entries: new Map(), items: new Map() },
    *entries(note) {
      for (const [at, stated] of entries.entries()) yield jsonFilled(stated, at + 1, note);
    },
    grants: grants.map((grant, at) => {
      const cells: Readonly<Record<string, string>> = {
        [grantTitles.number]: grant.number,
        [oldCodeTitle]: grant.oldCode,
        [grantTitles.holder]: grant.holder,
        [grantTitles.scenario]: grant.scenario,
        [grantTitles.modes]: grant.modes.join("、"),
        [grantTitles.columns]: grant.columns.join("、"),
        [grantTitles.scope]: grant.scope,
        [grantTitles.until]: grant.until ?? "",
        [approvedOnTitle]: grant.approvedOn,
        [approverTitle]: grant.approver,
        [documentTitle]: grant.document,
      };
      return { row: at + 1, cell: (title: string) => cells[title]?.trim() ?? "" };
    }),
    grantColumn: () => "",
  };
}

function parsedJson(content: Buffer): z.infer<typeof jsonFile> {
  const fault = (detail: string) => new Problem("template_mismatch", detail);
  let value: unknown;
  try {
    value = JSON.parse(textOf(content).replace(/^\uFEFF/, ""), (key, part) => {
      if (typeof part === "string" && !isText(part))
        throw fault(`字段 ${key.slice(0, 40)} 含有看不见的控制字符或者残缺的字，请删去后再上传。`);
      return part;
    });
  } catch (error) {
    throw error instanceof Problem ? error : fault("不是完整的 JSON 文件，请重新导出后再上传。");
  }
  const parsed = jsonFile.safeParse(value, { error: sentence });
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw fault(`JSON 的结构不对：/${issue?.path.map(String).join("/")} ${issue?.message ?? ""}。`);
}

function jsonFilled(
  { oldCode, provider, approvedOn, approver, document, ...stated }: z.infer<typeof jsonEntry>,
  row: number,
  note: Note,
): FilledEntry {
  const { value: content, refused } = readAs(entryContent, stated, emptyEntry, (path, detail) => {
    const title = `/${path.map(String).join("/")}`;
    note({ sheet: sheetNames.entries, row, column: "", title, severity: "error", detail });
  });
  const cells: Readonly<Record<string, string>> = {
    [oldCodeTitle]: oldCode,
    [providerTitle]: provider,
    [approvedOnTitle]: approvedOn,
    [approverTitle]: approver,
    [documentTitle]: document,
  };
  const cell = (title: string) => cells[title]?.trim() ?? "";
  return {
    row,
    code: "",
    provider: cell(providerTitle),
    content,
    itemRows: [],
    unread: new Set(refused),
    cell,
  };
}
