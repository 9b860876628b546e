import { sql } from "kysely";
import { party } from "../ch2-parties/index.ts";
import type { ImportNote } from "../contract/entry-import.ts";
import { lawNow } from "../platform/clocks/index.ts";
import { inTransaction } from "../platform/db/index.ts";
import type { Db, Tx } from "../platform/db/tables.ts";
import { Problem } from "../platform/http/problem.ts";
import { type Book, readSheets } from "../platform/sheets/index.ts";
import { areasOf } from "./areas.ts";
import { placeOf } from "./checks-in-place.ts";
import { oldCodesOf } from "./filed.ts";
import { checkFiling } from "./filing-checking.ts";
import { grantSheet } from "./filing-columns.ts";
import { filingSource } from "./filing-source.ts";
import {
  assertSize,
  type Checking,
  collector,
  type Found,
  nothingFound,
  type PlannedLine,
  tellCells,
} from "./sheets-findings.ts";
import type { ImportParts } from "./sheets-import.ts";
import { Matching, type OwnEntry } from "./sheets-matching.ts";
import { PlannedEntries } from "./sheets-planned.ts";
import { assertVersion, layoutsOf, readEntries, sheetOf } from "./sheets-reading.ts";
import { catalogueForm, sheetNames } from "./sheets-template.ts";
import "./tables.ts";

const atOnce = 250;

/** Reads the workbook of an import and stores what it comes to; nothing is written into the catalogue. */
export function checkWorkbook(
  { database, readFile, filing }: Pick<ImportParts, "database" | "readFile" | "filing">,
  id: string,
): Promise<void> {
  const db = database.kysely;
  // All in one transaction: a check that is broken off leaves nothing, and only progress is seen before its end.
  return inTransaction(db, async (tx) => {
    // A job that comes a second time waits for the first, and then finds its work done.
    await sql`select pg_advisory_xact_lock(hashtextextended(${`catalogue.check ${id}`}, 0))`.execute(tx);
    const task = await tx
      .selectFrom("catalogue.import")
      .select(["party_id as partyId", "file_id as fileId", "file_name as fileName", "purpose", "approval"])
      .where("id", "=", id)
      .where("state", "=", "reading")
      .executeTakeFirst();
    if (task === undefined) return;
    const planned = new PlannedEntries(tx, id);
    try {
      const content = await readFile(task.fileId);
      const tell = (done: number, total: number) => progress(db, id, done, total);
      const found =
        task.purpose === "filing"
          ? await checkFiling(
              tx,
              await filingSource(content, task.fileName, await areasOf(tx), task.approval ?? {}),
              { tell, planned },
              filing,
            )
          : await check(tx, task.partyId, await readSheets(content), { tell, planned });
      await planned.flush();
      await keep(tx, id, found, planned);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      await planned.forget();
      await settle(tx, id, { state: "refused", refusal: { title: error.title, detail: error.detail } });
    }
  });
}

async function progress(db: Db, id: string, done: number, total: number): Promise<void> {
  if (done % atOnce === 0 || done === total)
    await db.updateTable("catalogue.import").set({ done, total }).where("id", "=", id).execute();
}

async function check(tx: Tx, partyId: string, book: Book, { tell, planned }: Checking): Promise<Found> {
  assertVersion(book, catalogueForm);
  const layouts = layoutsOf(book, catalogueForm);
  const total = sheetOf(book, sheetNames.entries).rows.length - 1;
  assertSize(total);
  const found = nothingFound();
  const note = collector(found);
  tellCells(book, layouts, note);
  const { name } = await party(tx, partyId);
  const place = await placeOf(tx, await lawNow(tx));
  const matching = new Matching(await ownEntries(tx, partyId), { providerName: name, place, layouts, note });
  let done = 0;
  for (const filled of readEntries({ book, form: catalogueForm, layouts, areas: place.areas }, note)) {
    const entry = matching.plan(filled);
    if (entry !== undefined) {
      await planned.add(entry);
      found.totals.items += entry.content.items.length;
    }
    done += 1;
    await tell(done, total);
  }
  return found;
}

async function ownEntries(tx: Tx, partyId: string): Promise<OwnEntry[]> {
  const rows = await tx
    .selectFrom("catalogue.entry as entry")
    .leftJoin("catalogue.entry_version as version", (join) =>
      join
        .onRef("version.entry_id", "=", "entry.id")
        .onRef("version.version", "=", "entry.published_version"),
    )
    .select(["entry.id", "entry.code", "entry.catalogue_code as catalogueCode", "entry.status"])
    .select(["entry.draft_version as draftVersion", "entry.draft"])
    .select(
      sql<OwnEntry["important"]>`coalesce((
        select jsonb_object_agg(item ->> 'column', item ->> 'importance')
        from jsonb_array_elements(version.content -> 'items') item where item ? 'importance'), '{}')`.as(
        "important",
      ),
    )
    .where("entry.provider_id", "=", partyId)
    .where("entry.status", "!=", "withdrawn")
    .execute();
  const codes = await oldCodesOf(
    tx,
    rows.map(({ id }) => id),
  );
  return rows.map((row) => ({ ...row, oldCodes: codes.get(row.id) ?? [] }));
}

/** What must be mended first, then as one goes down the sheets. */
const inOrder = (a: ImportNote, b: ImportNote): number =>
  Number(b.severity === "error") - Number(a.severity === "error") ||
  sheetsInOrder.indexOf(a.sheet) - sheetsInOrder.indexOf(b.sheet) ||
  a.row - b.row;

const sheetsInOrder = [sheetNames.entries, sheetNames.items, grantSheet];

async function keep(
  tx: Tx,
  id: string,
  { notes, totals, grants }: Found,
  planned: PlannedEntries,
): Promise<void> {
  const sorted = notes.toSorted(inOrder);
  await sql`
    insert into catalogue.import_note (import_id, number, body)
    select ${id}, ordinality, body from jsonb_array_elements(${JSON.stringify(sorted)}::jsonb)
      with ordinality as notes(body, ordinality)`.execute(tx);
  // With errors nothing can be taken over; what was planned is not kept.
  if (totals.errors > 0) await planned.forget();
  else await keepGrants(tx, id, grants);
  await settle(tx, id, {
    state: totals.errors > 0 ? "faulty" : "ready",
    counts: { ...planned.counts, ...totals, ...(grants.length > 0 ? { grants: grants.length } : {}) },
  });
}

const keepGrants = (tx: Tx, id: string, grants: readonly PlannedLine[]) =>
  sql`
    insert into catalogue.import_grant (import_id, line, action, body)
    select ${id}, line, action, "grant"
    from jsonb_to_recordset(${JSON.stringify(grants)}::jsonb) as planned(line integer, action text, "grant" jsonb)`.execute(
    tx,
  );

async function settle(
  tx: Tx,
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
      grants?: number;
    };
    refusal?: { title: string; detail: string };
  },
): Promise<void> {
  await tx
    .updateTable("catalogue.import")
    .set({
      state: result.state,
      counts: result.counts === undefined ? null : JSON.stringify(result.counts),
      refusal: result.refusal === undefined ? null : JSON.stringify(result.refusal),
    })
    .where("id", "=", id)
    .execute();
}
