import type { z } from "zod";
import { type EntryContent, type EntryItem, emptyEntry, entryContent, entryItem } from "../contract/entry.ts";
import type { ImportNote } from "../contract/entry-import.ts";
import { Problem } from "../platform/http/problem.ts";
import { type Book, columnLetters, type Sheet, type SheetRow } from "../platform/sheets/index.ts";
import type { Areas, Column } from "./sheets-cells.ts";
import { codeTitle, nameTitle, providerTitle } from "./sheets-entry-columns.ts";
import { neutralItem, readAs } from "./sheets-neutral.ts";
import { sheetNames, versionTitle, type WorkbookForm } from "./sheets-template.ts";

/** An entry as a row of the workbook states it, with the rows of its items. */
export interface FilledEntry {
  readonly row: number;
  /** Empty where the row names none. */
  readonly code: string;
  readonly provider: string;
  readonly content: EntryContent;
  readonly itemRows: readonly number[];
  /** Pointers into the content of what could not be read and was told; something neutral stands there. */
  readonly unread: ReadonlySet<string>;
  /** The text under a heading of the row. */
  cell(title: string): string;
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

export function sheetOf(book: Book, name: string): Sheet {
  const sheet = book.sheets.find((candidate) => candidate.name === name);
  if (sheet === undefined) throw mismatch(`工作簿里没有“${name}”表。`);
  if (sheet.hidden)
    throw new Problem("template_mismatch", `“${name}”表被隐藏了，请取消隐藏、核对内容后再上传。`);
  return sheet;
}

/** A workbook of another version is refused, not guessed at. @throws Problem `template_mismatch` */
export function assertVersion(book: Book, { version: wanted }: WorkbookForm): void {
  const [head] = sheetOf(book, sheetNames.help).rows;
  const [title, version] = head?.cells ?? [];
  if (title !== versionTitle || version !== wanted)
    throw mismatch(`模板版本是“${(version ?? "").slice(0, 20)}”，现行版本是“${wanted}”。`);
}

type Titled = readonly { readonly title: string }[];

/** Where the columns stand; `others` are known headings of other sheets, which a file of one table holds too. */
export function layoutOf(sheet: Sheet, columns: Titled, others: Titled = []): Layout {
  const head = sheet.rows[0]?.number === 1 ? sheet.rows[0].cells.map((cell) => cell.trim()) : [];
  const missing = columns.filter(({ title }) => !head.includes(title)).map(({ title }) => title);
  const known = [...columns, ...others];
  const unknown = head.filter((title) => title !== "" && !known.some((column) => column.title === title));
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
export function layoutsOf(book: Book, form: WorkbookForm): Layouts {
  return {
    entries: layoutOf(sheetOf(book, sheetNames.entries), form.entries),
    items: layoutOf(sheetOf(book, sheetNames.items), form.items),
  };
}

export const cellOf = (row: SheetRow, layout: Layout, title: string): string =>
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
  if (value === undefined) return;
  if (inner === undefined) target[name] = value;
  else target[name] = { ...Object(target[name]), [inner]: value };
}

/** How the rows of one sheet are read. */
interface RowForm<Source, Value> {
  readonly columns: readonly Column<Source>[];
  readonly layout: Layout;
  readonly areas: Areas;
  readonly schema: z.ZodType<Value>;
  readonly neutral: Readonly<Record<string, unknown>>;
}

interface ReadRow<Value> {
  readonly value: Value;
  readonly unread: ReadonlySet<string>;
}

/** One row as a value; what cannot be read is told, and the rest is checked in the same round. */
function readRow<Source, Value>(
  row: SheetRow,
  { columns, layout, areas, schema, neutral }: RowForm<Source, Value>,
  tidy: (fields: Record<string, unknown>) => Record<string, unknown>,
  fault: (title: string, detail: string) => void,
): ReadRow<Value> {
  const fields: Record<string, unknown> = {};
  const unread = new Set<string>();
  for (const { title, pointer, read } of columns) {
    if (pointer === null) continue;
    const found = read(row.cells[layout.get(title) ?? -1] ?? "", areas);
    if ("fault" in found) {
      fault(title, found.fault);
      unread.add(pointer);
    }
    const stated = "fault" in found ? read("", areas) : found;
    put(fields, pointer, "value" in stated ? stated.value : neutral[pointer.slice(1)]);
  }
  const { value, refused } = readAs(schema, tidy(fields), neutral, (path, detail) =>
    fault(titleAt(columns, path), detail),
  );
  return { value, unread: new Set([...unread, ...refused]) };
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

interface ReadItem extends ReadRow<EntryItem> {
  readonly row: number;
}

/** What is read, and by which form. */
export interface Reading {
  readonly book: Book;
  readonly form: WorkbookForm;
  readonly layouts: Layouts;
  readonly areas: Areas;
}

const itemOf = (fields: Record<string, unknown>): Record<string, unknown> => {
  const { expression, message } = Object(fields.pattern);
  return expression === "" && message === "" ? { ...fields, pattern: null } : fields;
};

/** Rows of items by what names their entry; they are read with it, so that the items of all never stand in memory. */
function rowsOfItems({ book, form, layouts }: Reading, note: Note): Map<string, SheetRow[]> {
  const say = noteAt(note, "items", layouts);
  const byEntry = Map.groupBy(sheetOf(book, sheetNames.items).rows.slice(1), (row) =>
    cellOf(row, layouts.items, form.key),
  );
  for (const { number } of byEntry.get("") ?? [])
    say(number, form.key, {
      severity: "error",
      detail: `请填写这个数据项属于哪个目录，与“目录”表的“${form.key}”一致。`,
    });
  return byEntry;
}

function readItem(row: SheetRow, { form, layouts, areas }: Reading, note: Note): ReadItem {
  const say = noteAt(note, "items", layouts);
  const neutral = neutralItem(row.number);
  const as = { columns: form.items, layout: layouts.items, areas, schema: entryItem, neutral };
  const fault = (title: string, detail: string) => say(row.number, title, { severity: "error", detail });
  return { row: row.number, ...readRow(row, as, itemOf, fault) };
}

/** The entries with their items, in the order of the sheet. */
export function* readEntries(reading: Reading, note: Note): Generator<FilledEntry> {
  const { book, form, layouts } = reading;
  const items = rowsOfItems(reading, note);
  const keys = new Set<string>();
  const { rows } = sheetOf(book, sheetNames.entries);
  for (const row of rows.slice(1)) {
    const key = cellOf(row, layouts.entries, form.key);
    const own = key === "" ? [] : (items.get(key) ?? []);
    // A second row of the same name is refused as such; what its items lack has been told with the first.
    yield readEntry(row, own, reading, note, keys.has(key) ? () => undefined : note);
    if (key !== "") keys.add(key);
  }
  for (const [key, own] of items) {
    if (keys.has(key)) continue;
    for (const row of own) readItem(row, reading, note);
    const [first] = own;
    if (key === "" || first === undefined) continue;
    noteAt(note, "items", layouts)(first.number, form.key, {
      severity: "error",
      detail: `“目录”表里没有${form.key}为“${key.slice(0, 60)}”的目录，请补上这一行，或者改成一字不差的写法。`,
    });
  }
}

const entryOf = (fields: Record<string, unknown>): Record<string, unknown> => {
  const { reviewer, date, result } = Object(fields.secrecyReview);
  return reviewer === "" && date === null && result === null ? { ...fields, secrecyReview: null } : fields;
};

function readEntry(
  row: SheetRow,
  itemRows: readonly SheetRow[],
  reading: Reading,
  note: Note,
  noteItem: Note,
): FilledEntry {
  const { form, layouts, areas } = reading;
  const say = noteAt(note, "entries", layouts);
  const fault = (title: string, detail: string) => say(row.number, title, { severity: "error", detail });
  const cell = (title: string) => cellOf(row, layouts.entries, title);
  if (cell(nameTitle) === "") fault(nameTitle, "请填写数据资源名称，平台按名称对应数据项。");
  const own = itemRows.map((itemRow) => readItem(itemRow, reading, noteItem));
  const as = {
    columns: form.entries,
    layout: layouts.entries,
    areas,
    schema: entryContent,
    neutral: emptyEntry,
  };
  const withItems = (fields: Record<string, unknown>) => ({
    ...entryOf(fields),
    items: own.map(({ value }) => value),
  });
  const { value: content, unread } = readRow(row, as, withItems, fault);
  const ofItems = own.flatMap(({ unread: parts }, at) => [...parts].map((part) => `/items/${at}${part}`));
  return {
    row: row.number,
    code: cell(codeTitle),
    provider: cell(providerTitle),
    content,
    itemRows: own.map(({ row: itemRow }) => itemRow),
    unread: new Set([
      ...unread,
      ...ofItems,
      ...(cell(nameTitle) === "" ? ["/name"] : []),
      // Which items are its own nobody knows.
      ...(cell(form.key) === "" ? ["/items"] : []),
    ]),
    cell,
  };
}
