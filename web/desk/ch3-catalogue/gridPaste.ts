import { type EntryItem, itemRole, itemStorage, itemType, masking } from "../../../src/contract/entry.ts";
import {
  itemRoleLabel,
  itemStorageLabel,
  itemTypeLabel,
  maskingLabel,
} from "../../../src/contract/labels.zh.ts";
import { emptyItem } from "./fields.ts";

/** Columns of the grid from left to right. */
export const gridColumns = [
  "name",
  "column",
  "type",
  "length",
  "category",
  "grade",
  "role",
  "masking",
  "storage",
  "required",
] as const;
export type GridColumn = (typeof gridColumns)[number];

function choice<T extends string>(values: readonly T[], labels: Readonly<Record<T, string>>, text: string) {
  return values.find((value) => value === text || labels[value] === text);
}

/** The item with one cell filled in as pasted; null where the text is no value of that column. */
function withCell(item: EntryItem, column: GridColumn, text: string): EntryItem | null {
  const code = {
    type: choice(itemType.options, itemTypeLabel, text),
    role: choice(itemRole.options, itemRoleLabel, text),
  };
  const kept = {
    masking: choice(masking.options, maskingLabel, text),
    storage: choice(itemStorage.options, itemStorageLabel, text),
  };
  switch (column) {
    case "name":
    case "column":
    case "category":
      return { ...item, [column]: text };
    case "length":
      return /^\d{0,4}$/.test(text) ? { ...item, length: text === "" ? null : Number(text) } : null;
    case "grade":
      return /^[1-4]级?$/.test(text) ? { ...item, grade: Number(text.slice(0, 1)) } : null;
    case "required":
      return /^(是|否|√|)$/.test(text) ? { ...item, required: text === "是" || text === "√" } : null;
    case "type":
      return code.type === undefined ? null : { ...item, type: code.type };
    case "role":
      return code.role === undefined ? null : { ...item, role: code.role };
    case "masking":
      return kept.masking === undefined ? null : { ...item, masking: kept.masking };
    case "storage":
      return kept.storage === undefined ? null : { ...item, storage: kept.storage };
  }
}

/** Rows and columns as a spreadsheet puts them on the clipboard; quoted cells may hold line breaks. */
export function cellsOf(text: string): string[][] {
  const rows: string[][] = [[]];
  const pattern = /("(?:[^"]|"")*"|[^\t\r\n]*)(\t|\r?\n|$)/gy;
  for (const [whole, cell = "", end] of text.matchAll(pattern)) {
    if (whole === "") break;
    const value = cell.startsWith('"') && cell.length > 1 ? cell.slice(1, -1).replaceAll('""', '"') : cell;
    rows.at(-1)?.push(value.replace(/\s+/g, " ").trim());
    if (end !== "\t" && end !== "") rows.push([]);
  }
  return rows.filter((row) => row.length > 0);
}

/** Most items that an entry holds. */
const mostItems = 500;

export interface Pasted {
  items: EntryItem[];
  /** Cells whose text is no value of their column, as `第 2 项 类型`; they were left as they were. */
  refused: string[];
}

/** Lays the cells over the grid from the given place to the right and down; rows are added as needed. */
export function pasteCells(
  items: readonly EntryItem[],
  cells: readonly (readonly string[])[],
  at: { row: number; column: number },
  titles: readonly string[],
): Pasted {
  const result = [...items];
  const refused: string[] = [];
  for (const [down, texts] of cells.entries()) {
    const row = at.row + down;
    if (row >= mostItems) {
      refused.push(`第 ${row + 1} 项起，超过 ${mostItems} 项`);
      break;
    }
    let item = result[row] ?? emptyItem;
    for (const [right, text] of texts.entries()) {
      const column = gridColumns[at.column + right];
      if (column === undefined) break;
      const next = withCell(item, column, text);
      if (next === null) refused.push(`第 ${row + 1} 项 ${titles[at.column + right]}`);
      else item = next;
    }
    result[row] = item;
  }
  return { items: result, refused };
}
