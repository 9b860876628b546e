import { sql } from "kysely";
import type { z } from "zod";
import type { EntryContent, EntryItem } from "../contract/entry.ts";
import type {
  Confirmation,
  Confirmed,
  confirmSuggestions,
  WorksheetLine,
} from "../contract/grading-worksheet.ts";
import type { Matters } from "../matters/index.ts";
import { lawNow, toInstant } from "../platform/clocks/index.ts";
import type { Db, Tx } from "../platform/db/tables.ts";
import type { Caller } from "../platform/http/caller.ts";
import { Problem } from "../platform/http/problem.ts";
import { uuid } from "../platform/ids/index.ts";
import { regradingProcedure } from "./article-11-regrading.ts";
import { saveEntry } from "./drafts.ts";
import { readable } from "./entries.ts";
import { assertEditable } from "./policy.ts";
import { regraded } from "./regrades.ts";
import { newestSamplings } from "./sampling.ts";
import { type EntryRow, lockEntry, publishedEntry } from "./store.ts";
import { linesOf } from "./worksheet.ts";

interface ConfirmationTable {
  id: string;
  entry_id: string;
  item_column: string;
  item_name: string;
  category: string;
  grade: number;
  reason: string;
  way: "draft" | "matter" | "review";
  matter_id: string | null;
  party_id: string;
  person_id: string;
  person_name: string;
  at: Date;
}

declare module "../platform/db/tables.ts" {
  interface Tables {
    "catalogue.grading_confirmation": ConfirmationTable;
  }
}

type Confirming = z.output<typeof confirmSuggestions>;
type Way = Confirmed["done"][number]["way"];

/**
 * Takes over what an officer confirms, by the lawful way of each entry: its draft, or a regrading of what is in force.
 * Each entry stands by itself; one that is refused holds up no other and leaves nothing behind. What is proposed is
 * worked out anew here: nobody confirms grades that the platform did not propose.
 */
export async function confirm(
  tx: Tx,
  matters: Matters,
  caller: Caller,
  { lines, cause }: Confirming,
): Promise<Confirmed> {
  const outcome: Confirmed = { done: [], refused: [] };
  for (const [id, chosen] of [...Map.groupBy(lines, ({ entry }) => entry)].toSorted(([a], [b]) =>
    a < b ? -1 : 1,
  )) {
    const entry = await ownEntry(tx, caller, id);
    const ref = { id, code: entry.code, name: entry.draft.name };
    await sql`savepoint entry`.execute(tx);
    try {
      assertEditable(caller, entry);
      const open = await openLines(tx, entry, chosen);
      const went = await takeOver(tx, matters, caller, entry, open, cause);
      await keepConfirmations(tx, caller, open, went);
      await sql`release savepoint entry`.execute(tx);
      outcome.done.push({ entry: ref, columns: open.map(({ column }) => column), ...went });
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      await sql`rollback to savepoint entry`.execute(tx);
      const { code, detail, article } = error;
      outcome.refused.push({ entry: ref, code, detail, article: article ?? null });
    }
  }
  return outcome;
}

async function ownEntry(tx: Tx, caller: Caller, id: string): Promise<EntryRow> {
  await readable(tx, caller, id);
  const entry = await lockEntry(tx, id);
  if (entry === undefined) throw new Error(`entry ${id} vanished`);
  return entry;
}

/** The proposals that stand now for what was chosen; none that is gone. */
async function openLines(tx: Tx, entry: EntryRow, chosen: Confirming["lines"]): Promise<WorksheetLine[]> {
  if (chosen.some(({ draftVersion }) => draftVersion !== entry.draftVersion))
    throw new Problem("draft_conflict", "目录在您查看之后被修改，建议可能已经变化；请刷新后再确认");
  const inForce = (await publishedEntry(tx, entry.id))?.content;
  const sampled = (await newestSamplings(tx, [entry.id])).get(entry.id)?.items ?? [];
  const open = linesOf(entry, inForce ?? entry.draft, sampled);
  return chosen.map(({ column }) => {
    const line = open.find((one) => one.column === column);
    if (line === undefined)
      throw new Problem("suggestion_gone", `数据项 ${column} 现在没有建议，请刷新后再确认`, {
        article: "11¶4",
      });
    return line;
  });
}

const asChange = ({ column, grade, proposal }: WorksheetLine) => ({
  column,
  category: proposal.category,
  // A grade that is already higher stays.
  grade: Math.max(grade, proposal.grade),
});

async function takeOver(
  tx: Tx,
  matters: Matters,
  caller: Caller,
  entry: EntryRow,
  lines: readonly WorksheetLine[],
  cause: Confirming["cause"],
): Promise<{ way: Way; id: string }> {
  const changes = lines.map(asChange);
  if (entry.publishedVersion === null) {
    const items = entry.draft.items.map((item): EntryItem => {
      const change = changes.find(({ column }) => column === item.column);
      return change === undefined ? item : regraded(item, change);
    });
    const draft: EntryContent = { ...entry.draft, items };
    await saveEntry(tx, caller, entry.id, { draftVersion: entry.draftVersion, draft });
    return { way: "draft", id: entry.id };
  }
  if (cause === null)
    throw new Problem("cause_missing", "目录已经发布，调整级别须写明变化事项和理由，经重新定级办理", {
      article: "11¶4",
    });
  const opening = { kind: regradingProcedure.kind, subject: entry.id, form: { ...cause, columns: changes } };
  const submitted = await matters.submit(caller, opening, tx);
  return "draft" in submitted
    ? { way: "review", id: submitted.draft }
    : { way: "matter", id: submitted.matter };
}

async function keepConfirmations(
  tx: Tx,
  caller: Caller,
  lines: readonly WorksheetLine[],
  { way, id }: { way: Way; id: string },
): Promise<void> {
  const at = await lawNow(tx);
  await tx
    .insertInto("catalogue.grading_confirmation")
    .values(
      lines.map((line) => ({
        id: uuid(),
        entry_id: line.entry.id,
        item_column: line.column,
        item_name: line.item,
        ...line.proposal,
        way,
        matter_id: way === "matter" ? id : null,
        party_id: caller.party.id,
        person_id: caller.personId,
        person_name: caller.personName,
        at,
      })),
    )
    .execute();
}

/** Who of the caller's unit confirmed which proposal and when, the latest 200. */
export async function viewConfirmations(db: Db | Tx, caller: Caller): Promise<Confirmation[]> {
  const rows = await db
    .selectFrom("catalogue.grading_confirmation as confirmed")
    .innerJoin("catalogue.entry as entry", "entry.id", "confirmed.entry_id")
    .select(["confirmed.id", "confirmed.item_name as item", "confirmed.category", "confirmed.grade"])
    .select(["confirmed.reason", "confirmed.way", "confirmed.matter_id as matterId", "confirmed.at"])
    .select(["confirmed.person_name as person", "entry.id as entryId", "entry.code", "entry.draft"])
    .where("confirmed.party_id", "=", caller.party.id)
    .orderBy("confirmed.id", "desc")
    .limit(200)
    .execute();
  return rows.map(({ entryId, code, draft, at, ...row }) => ({
    ...row,
    entry: { id: entryId, code, name: draft.name },
    at: toInstant(at),
  }));
}
