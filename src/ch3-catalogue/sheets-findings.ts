import type { ImportNote } from "../contract/entry-import.ts";
import type { PlannedGrant } from "../contract/filing.ts";
import { Problem } from "../platform/http/problem.ts";
import type { Book } from "../platform/sheets/index.ts";
import type { PlannedEntry } from "./sheets-matching.ts";
import type { PlannedEntries } from "./sheets-planned.ts";
import type { Layouts, Note } from "./sheets-reading.ts";
import { sheetNames } from "./sheets-template.ts";

/** Entries of one workbook, items of all of them: the sheets' own bound is 100,000 rows. */
const mostEntries = 20_000;
/** Standing grants of one filing: each has a leaf of its own in the ledger. */
const mostGrants = 2_000;
/** More findings than anybody works through; the report says so. */
const mostNotes = 5_000;

export interface PlannedLine {
  readonly line: number;
  readonly action: PlannedEntry["action"];
  readonly grant: PlannedGrant;
}

/** What a check tells as it goes on. */
export interface Checking {
  /** Told of every entry; says so now and then, and when all is done. */
  tell(done: number, total: number): Promise<void>;
  readonly planned: Pick<PlannedEntries, "add">;
}

/** What a file comes to, besides the entries planned. */
export interface Found {
  readonly notes: ImportNote[];
  readonly totals: { errors: number; warnings: number; items: number };
  /** Of a filing: the standing grants. */
  readonly grants: PlannedLine[];
}

/** @throws Problem `import_too_large`, `import_empty` */
export function assertSize(total: number, grants = 0): void {
  if (grants > mostGrants)
    throw new Problem(
      "import_too_large",
      `一次最多备案 ${mostGrants} 项使用权限，本文件有 ${grants} 项，请分成几个文件。`,
    );
  if (total > mostEntries)
    throw new Problem(
      "import_too_large",
      `一次最多导入 ${mostEntries} 个目录，本文件有 ${total} 个，请分成几个文件。`,
    );
  if (total <= 0) throw new Problem("import_empty", "“目录”表里没有填写目录，请从第 2 行起填写后再上传。");
}

export const nothingFound = (): Found => ({
  notes: [],
  totals: { errors: 0, warnings: 0, items: 0 },
  grants: [],
});

export function collector({ notes, totals }: Found): Note {
  return (note) => {
    totals[note.severity === "error" ? "errors" : "warnings"] += 1;
    if (notes.length < mostNotes) notes.push({ article: null, ...note });
  };
}

/** What the reading of the cells has found, in the two sheets that count. */
export function tellCells(book: Book, layouts: Layouts, note: Note): void {
  for (const { sheet, row, column, severity, detail } of book.notes) {
    const layout = Object.entries(layouts).find(
      ([key]) => sheetNames[key === "items" ? "items" : "entries"] === sheet,
    );
    if (layout === undefined) continue;
    const title = [...layout[1]].find(([, at]) => columnAt(column) === at)?.[0] ?? "";
    note({ sheet, row, column, title, severity, detail });
  }
}

const columnAt = (letters: string): number =>
  [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;
