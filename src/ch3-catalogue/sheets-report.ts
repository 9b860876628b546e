import { chineseCitation, isCitation } from "../law/citation.ts";
import type { Db } from "../platform/db/tables.ts";
import type { Caller } from "../platform/http/caller.ts";
import { csvText, writeSheets } from "../platform/sheets/index.ts";
import type { Exported } from "./sheets-export.ts";
import { importNotes } from "./sheets-import.ts";

const columns = [
  { title: "表", width: 10 },
  { title: "行", width: 8 },
  { title: "列", width: 8 },
  { title: "栏目", width: 22 },
  { title: "程度", width: 10 },
  { title: "问题和改法", width: 90 },
  { title: "依据", width: 20 },
];
const severity = { error: "须改", warning: "提示" } as const;

/** All findings of an import as a table that officials can pass on and tick off. */
export async function reportOf(
  db: Db,
  caller: Caller,
  id: string,
  format: "xlsx" | "csv",
): Promise<Exported> {
  const rows = (await importNotes(db, caller, id, { limit: 10_000, after: 0 })).map(({ note }) => [
    note.sheet,
    String(note.row),
    note.column,
    note.title,
    severity[note.severity],
    note.detail,
    note.article !== null && isCitation(note.article) ? chineseCitation(note.article) : "",
  ]);
  if (format === "csv")
    return {
      name: "导入检查报告.csv",
      type: "text/csv; charset=utf-8",
      content: csvText([columns.map(({ title }) => title), ...rows]),
    };
  return {
    name: "导入检查报告.xlsx",
    type: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    content: await writeSheets([{ name: "检查报告", columns, rows }]),
  };
}
