import { type EntryContent, type EntryItem, entryContent, entryItem } from "../contract/entry.ts";
import type { ImportNote } from "../contract/entry-import.ts";
import { Problem } from "../platform/http/problem.ts";
import { sentence } from "../platform/http/sentences.ts";
import { type Book, columnLetters, type Sheet, type SheetRow } from "../platform/sheets/index.ts";
import type { Areas, Column } from "./sheets-cells.ts";
import { codeTitle, entryColumns, nameTitle, providerTitle } from "./sheets-entry-columns.ts";
import { itemColumns } from "./sheets-item-columns.ts";
import { sheetNames, templateVersion, versionTitle } from "./sheets-template.ts";

/** An entry as a row of the workbook states it, with the rows of its items. */
export interface FilledEntry {
  readonly row: number;
  /** Empty where the row names none. */
  readonly code: string;
  readonly provider: string;
  readonly content: EntryContent;
  readonly itemRows: readonly number[];
}

export type Note = (note: Omit<ImportNote, "article"> & { article?: string | null }) => void;

/** Where the columns of a sheet stand. */
export type Layout = ReadonlyMap<string, number>;
export interface Layouts {
  readonly entries: Layout;
  readonly items: Layout;
}

const again = "请在“数据目录”页重新下载模板，把内容复制过去再上传。";
const mismatch = (detail: string) => new Problem("template_mismatch", `${detail}${again}`);

function sheetOf(book: Book, name: string): Sheet {
  const sheet = book.sheets.find((candidate) => candidate.name === name);
  if (sheet === undefined) throw mismatch(`工作簿里没有“${name}”表。`);
  if (sheet.hidden)
    throw new Problem("template_mismatch", `“${name}”表被隐藏了，请取消隐藏、核对内容后再上传。`);
  return sheet;
}

function assertVersion(book: Book): void {
  const [head] = sheetOf(book, sheetNames.help).rows;
  const [title, version] = head?.cells ?? [];
  if (title !== versionTitle || version !== templateVersion)
    throw mismatch(`模板版本是“${(version ?? "").slice(0, 20)}”，现行版本是“${templateVersion}”。`);
}

function layoutOf(sheet: Sheet, columns: readonly { title: string }[]): Layout {
  const head = sheet.rows[0]?.number === 1 ? sheet.rows[0].cells.map((cell) => cell.trim()) : [];
  const missing = columns.filter(({ title }) => !head.includes(title)).map(({ title }) => title);
  const unknown = head.filter((title) => title !== "" && !columns.some((column) => column.title === title));
  const twice = head.filter((title, at) => title !== "" && head.indexOf(title) !== at);
  const faults = [
    ...(missing.length > 0 ? [`缺少 ${missing.join("、")}`] : []),
    ...(unknown.length > 0 ? [`多出 ${unknown.map((title) => title.slice(0, 20)).join("、")}`] : []),
    ...(twice.length > 0 ? [`重复 ${twice.join("、")}`] : []),
  ];
  if (faults.length > 0) throw mismatch(`“${sheet.name}”表第 1 行的表头不符：${faults.join("；")}。`);
  return new Map(columns.map(({ title }) => [title, head.indexOf(title)]));
}

/** The columns of both sheets. @throws Problem `template_mismatch` */
export function layoutsOf(book: Book): Layouts {
  assertVersion(book);
  return {
    entries: layoutOf(sheetOf(book, sheetNames.entries), entryColumns),
    items: layoutOf(sheetOf(book, sheetNames.items), itemColumns),
  };
}

const cellOf = (row: SheetRow, layout: Layout, title: string): string =>
  row.cells[layout.get(title) ?? -1]?.trim() ?? "";

/** Says a note about one column of one row. */
export function noteAt(note: Note, sheet: "entries" | "items", layouts: Layouts) {
  return (
    row: number,
    title: string,
    told: { severity: "error" | "warning"; detail: string; article?: string | null },
  ) => {
    const at = layouts[sheet].get(title);
    note({
      sheet: sheetNames[sheet],
      row,
      column: at === undefined ? "" : columnLetters(at),
      title,
      ...told,
    });
  };
}

/** Sets what a pointer such as `/pattern/message` names in a plain object. */
function put(target: Record<string, unknown>, pointer: string, value: unknown): void {
  const [name = "", inner] = pointer.slice(1).split("/");
  if (inner === undefined) target[name] = value;
  else target[name] = { ...Object(target[name]), [inner]: value };
}

/** The fields of one row; what cannot be read is told and left out. */
function fieldsOf<Source>(
  row: SheetRow,
  columns: readonly Column<Source>[],
  layout: Layout,
  areas: Areas,
  fault: (title: string, detail: string) => void,
): Record<string, unknown> {
  const fields: Record<string, unknown> = {};
  for (const { title, pointer, read } of columns) {
    if (pointer === null) continue;
    const found = read(row.cells[layout.get(title) ?? -1] ?? "", areas);
    if ("fault" in found) fault(title, found.fault);
    else put(fields, pointer, found.value);
  }
  return fields;
}

/** The heading of the column that a path of the schema is about. */
const titleAt = <Source>(columns: readonly Column<Source>[], path: readonly PropertyKey[]): string => {
  const pointer = `/${path.map(String).join("/")}`;
  return (
    columns.find(
      (column) =>
        column.pointer !== null && (column.pointer === pointer || pointer.startsWith(`${column.pointer}/`)),
    )?.title ?? nameTitle
  );
};

interface ReadItem {
  readonly row: number;
  readonly item: EntryItem;
}

/** The items by the name of their entry. */
export function readItems(book: Book, layouts: Layouts, areas: Areas, note: Note): Map<string, ReadItem[]> {
  const say = noteAt(note, "items", layouts);
  const byEntry = new Map<string, ReadItem[]>();
  for (const row of sheetOf(book, sheetNames.items).rows.slice(1)) {
    let sound = true;
    const fault = (title: string, detail: string) => {
      sound = false;
      say(row.number, title, { severity: "error", detail });
    };
    const entryName = cellOf(row, layouts.items, nameTitle);
    if (entryName === "") fault(nameTitle, "请填写这个数据项属于哪个目录，与“目录”表的名称一致。");
    const fields = fieldsOf(row, itemColumns, layouts.items, areas, fault);
    const pattern = Object(fields.pattern);
    if (pattern.expression === "" && pattern.message === "") fields.pattern = null;
    if (!sound) continue;
    const parsed = entryItem.safeParse(fields, { error: sentence });
    if (!parsed.success) {
      for (const issue of parsed.error.issues) fault(titleAt(itemColumns, issue.path), issue.message);
      continue;
    }
    const items = byEntry.get(entryName) ?? [];
    items.push({ row: row.number, item: parsed.data });
    byEntry.set(entryName, items);
  }
  return byEntry;
}

/** The entries with their items, in the order of the sheet. */
export function* readEntries(
  book: Book,
  layouts: Layouts,
  areas: Areas,
  note: Note,
): Generator<FilledEntry | undefined> {
  const items = readItems(book, layouts, areas, note);
  const say = noteAt(note, "entries", layouts);
  const { rows } = sheetOf(book, sheetNames.entries);
  for (const row of rows.slice(1)) yield readEntry(row, layouts, areas, items, say);
  const names = new Set(rows.slice(1).map((row) => cellOf(row, layouts.entries, nameTitle)));
  for (const [name, [first]] of items) {
    if (names.has(name) || first === undefined) continue;
    noteAt(note, "items", layouts)(first.row, nameTitle, {
      severity: "error",
      detail: `“目录”表里没有名称为“${name.slice(0, 60)}”的目录，请补上这一行，或者改成一字不差的名称。`,
    });
  }
}

function readEntry(
  row: SheetRow,
  layouts: Layouts,
  areas: Areas,
  items: ReadonlyMap<string, readonly ReadItem[]>,
  say: ReturnType<typeof noteAt>,
): FilledEntry | undefined {
  let sound = true;
  const fault = (title: string, detail: string) => {
    sound = false;
    say(row.number, title, { severity: "error", detail });
  };
  const name = cellOf(row, layouts.entries, nameTitle);
  if (name === "") fault(nameTitle, "请填写数据资源名称，平台按名称对应数据项。");
  const fields = fieldsOf(row, entryColumns, layouts.entries, areas, fault);
  const own = items.get(name) ?? [];
  const review = Object(fields.secrecyReview);
  if (review.reviewer === "" && review.date === null && review.result === null) fields.secrecyReview = null;
  if (!sound) return undefined;
  const parsed = entryContent.safeParse(
    { ...fields, items: own.map(({ item }) => item) },
    { error: sentence },
  );
  if (!parsed.success) {
    for (const issue of parsed.error.issues) fault(titleAt(entryColumns, issue.path), issue.message);
    return undefined;
  }
  return {
    row: row.number,
    code: cellOf(row, layouts.entries, codeTitle),
    provider: cellOf(row, layouts.entries, providerTitle),
    content: parsed.data,
    itemRows: own.map(({ row: itemRow }) => itemRow),
  };
}
