import { sql } from "kysely";
import { party } from "../ch2-parties/index.ts";
import type { ImportNote } from "../contract/entry-import.ts";
import { type Database, inTransaction } from "../platform/db/index.ts";
import type { Db, Tx } from "../platform/db/tables.ts";
import { Problem } from "../platform/http/problem.ts";
import { type Book, readSheets } from "../platform/sheets/index.ts";
import { gradeOf } from "./checks.ts";
import { searchedEntry } from "./search-text.ts";
import type { Areas } from "./sheets-cells.ts";
import { Matching, type PlannedEntry } from "./sheets-matching.ts";
import { type Layouts, layoutsOf, type Note, readEntries } from "./sheets-reading.ts";
import { sheetNames } from "./sheets-template.ts";
import "./tables.ts";

/** Entries of one workbook, items of all of them: the sheets' own bound is 100,000 rows. */
const mostEntries = 20_000;
/** More findings than anybody works through; the report says so. */
const mostNotes = 5_000;
const atOnce = 250;

interface Found {
  readonly notes: ImportNote[];
  readonly totals: { errors: number; warnings: number; items: number };
  readonly planned: PlannedEntry[];
}

/** Reads the workbook of an import and stores what it comes to; nothing is written into the catalogue. */
export async function checkWorkbook(
  database: Database,
  id: string,
  readFile: (id: string) => Promise<Buffer>,
): Promise<void> {
  const db = database.kysely;
  const task = await db
    .selectFrom("catalogue.import")
    .select(["party_id as partyId", "file_id as fileId"])
    .where("id", "=", id)
    .where("state", "=", "reading")
    .executeTakeFirst();
  // A job that comes twice finds its work done.
  if (task === undefined) return;
  try {
    const book = await readSheets(await readFile(task.fileId));
    const found = await check(db, id, task.partyId, book);
    await inTransaction(db, (tx) => keep(tx, id, found));
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    await settle(db, id, { state: "refused", refusal: { title: error.title, detail: error.detail } });
  }
}

export const areasOf = async (db: Db | Tx): Promise<Areas> => {
  const regions = await db.selectFrom("parties.region").select(["code", "name"]).orderBy("code").execute();
  return new Map(regions.map(({ code, name }) => [code, name]));
};

async function check(db: Db, id: string, partyId: string, book: Book): Promise<Found> {
  const layouts = layoutsOf(book);
  const total = (book.sheets.find(({ name }) => name === sheetNames.entries)?.rows.length ?? 1) - 1;
  if (total > mostEntries)
    throw new Problem(
      "import_too_large",
      `一次最多导入 ${mostEntries} 个目录，本文件有 ${total} 个，请分成几个文件。`,
    );
  if (total === 0)
    throw new Problem("template_mismatch", "“目录”表里没有填写目录，请从第 2 行起填写后再上传。");
  const found: Found = { notes: [], totals: { errors: 0, warnings: 0, items: 0 }, planned: [] };
  const note = collector(found);
  tellCells(book, layouts, note);
  const { name } = await party(db, partyId);
  const matching = new Matching(await ownEntries(db, partyId), name, layouts, note);
  let done = 0;
  for (const filled of readEntries(book, layouts, await areasOf(db), note)) {
    const planned = filled && matching.plan(filled);
    if (planned !== undefined) {
      found.planned.push(planned);
      found.totals.items += planned.content.items.length;
    }
    done += 1;
    if (done % atOnce === 0 || done === total)
      await db.updateTable("catalogue.import").set({ done, total }).where("id", "=", id).execute();
  }
  return found;
}

function collector({ notes, totals }: Found): Note {
  return (note) => {
    totals[note.severity === "error" ? "errors" : "warnings"] += 1;
    if (notes.length < mostNotes) notes.push({ article: null, ...note });
  };
}

/** What the reading of the cells has found, in the two sheets that count. */
function tellCells(book: Book, layouts: Layouts, note: Note): void {
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

const ownEntries = (db: Db, partyId: string) =>
  db
    .selectFrom("catalogue.entry")
    .select([
      "id",
      "code",
      "catalogue_code as catalogueCode",
      "status",
      "draft_version as draftVersion",
      "draft",
    ])
    .where("provider_id", "=", partyId)
    .where("status", "!=", "withdrawn")
    .execute();

async function keep(tx: Tx, id: string, { notes, totals, planned }: Found): Promise<void> {
  const sorted = notes.toSorted((a, b) => Number(b.severity === "error") - Number(a.severity === "error"));
  await sql`
    insert into catalogue.import_note (import_id, number, body)
    select ${id}, ordinality, body from jsonb_array_elements(${JSON.stringify(sorted)}::jsonb)
      with ordinality as notes(body, ordinality)`.execute(tx);
  // With errors nothing can be taken over; what was planned is not kept.
  if (totals.errors === 0)
    for (let at = 0; at < planned.length; at += atOnce)
      await keepPlanned(tx, id, planned.slice(at, at + atOnce));
  const count = (action: PlannedEntry["action"]) => planned.filter((entry) => entry.action === action).length;
  await settle(tx, id, {
    state: totals.errors > 0 ? "faulty" : "ready",
    counts: { create: count("create"), update: count("update"), unchanged: count("unchanged"), ...totals },
  });
}

async function keepPlanned(tx: Tx, id: string, planned: readonly PlannedEntry[]): Promise<void> {
  const rows = planned.map(({ content, ...entry }) => {
    const { text, tokens } = searchedEntry(content);
    return { ...entry, content, grade: gradeOf(content), searched: text, search: tokens };
  });
  await sql`
    insert into catalogue.import_entry
      (import_id, line, action, entry_id, code, draft_version, content, grade, searched, search)
    select ${id}, line, action, "entryId", code, "draftVersion", content, grade, searched, search
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as planned(line integer, action text, "entryId" uuid,
      code text, "draftVersion" integer, content jsonb, grade smallint, searched text, search text[])`.execute(
    tx,
  );
}

async function settle(
  db: Db | Tx,
  id: string,
  result: {
    state: "ready" | "faulty" | "refused";
    counts?: {
      create: number;
      update: number;
      unchanged: number;
      items: number;
      errors: number;
      warnings: number;
    };
    refusal?: { title: string; detail: string };
  },
): Promise<void> {
  await db
    .updateTable("catalogue.import")
    .set({
      state: result.state,
      counts: result.counts === undefined ? null : JSON.stringify(result.counts),
      refusal: result.refusal === undefined ? null : JSON.stringify(result.refusal),
    })
    .where("id", "=", id)
    .where("state", "=", "reading")
    .execute();
}
