import { type ColumnType, type Generated, sql } from "kysely";
import type { z } from "zod";
import type { EntryContent } from "../contract/entry.ts";
import type { Json } from "../contract/json.ts";
import {
  type answerRemark,
  atPlace,
  type EntryRemark,
  placesOf,
  placeTitle,
  type Remark,
  returnedEntry,
} from "../contract/remark.ts";
import { refuse } from "../law/refusal.ts";
import type { Effect, Guard, InternalReturn } from "../matters/index.ts";
import { lawNow, toInstant } from "../platform/clocks/index.ts";
import type { Db, Tx } from "../platform/db/tables.ts";
import type { Caller } from "../platform/http/caller.ts";
import { Problem } from "../platform/http/problem.ts";
import { uuid } from "../platform/ids/index.ts";
import { subject } from "./chain.ts";
import { readable } from "./entries.ts";
import { assertEditable } from "./policy.ts";
import { keep } from "./records.ts";
import { type EntryRow, findEntry, lockEntry } from "./store.ts";

interface RemarkTable {
  id: string;
  entry_id: string;
  matter_id: string | null;
  step_id: string | null;
  place: string;
  title: string;
  detail: string;
  was: ColumnType<Json, string | null, never>;
  said_by_party: string;
  said_by_party_name: string;
  said_by_name: string;
  said_at: Date;
  answer: "mended" | "kept" | null;
  note: Generated<string>;
  answered_by_name: string | null;
  answered_at: Date | null;
  settled_step: string | null;
  settled_at: Date | null;
}

declare module "../platform/db/tables.ts" {
  interface Tables {
    "catalogue.remark": RemarkTable;
  }
}

const remarksOn = (db: Db | Tx, entryId: string) =>
  db.selectFrom("catalogue.remark").selectAll().where("entry_id", "=", entryId).orderBy("id");

const isChanged = (content: EntryContent, { place, was }: { place: string; was: Json }): boolean =>
  canonical(atPlace(content, place) ?? null) !== canonical(was);

/** PostgreSQL orders the keys of what it keeps; two values are the same whatever their order. */
function canonical(value: Json): string {
  return JSON.stringify(value, (_, part: unknown) =>
    typeof part === "object" && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([one], [other]) => (one < other ? -1 : 1)))
      : part,
  );
}

/** Places that the entry does not have, as errors of the form that names them. */
function astray(entry: EntryRow, said: readonly Remark[], path: string) {
  return said.flatMap(({ place }, index) =>
    atPlace(entry.draft, place) === undefined
      ? [{ pointer: `${path}/${index}/place`, detail: "目录里没有这一处，请重新选择" }]
      : [],
  );
}

const words = "有意见指向目录里没有的栏目或者数据项，请刷新后重新选择";

export const remarksAreInPlace: Guard<unknown> = async (context) => {
  const found = astray(await subject(context), returnedEntry.parse(context.form).remarks, "/form/remarks");
  return found.length === 0 ? undefined : refuse("remark_out_of_place", "12¶3", words, found);
};

/** A12.8: what was sent back comes again with an answer to every remark: mended, or why not. */
export const remarksAreAnswered: Guard<unknown> = async (context) => {
  const entry = await subject(context);
  const open = await remarksOn(context.tx, entry.id).where("settled_step", "is", null).execute();
  const explained = ({ answer, note }: (typeof open)[number]) =>
    answer === "kept" || (answer !== null && note !== "");
  const left = open.filter((one) => !explained(one) && !isChanged(entry.draft, one));
  if (left.length === 0) return undefined;
  return refuse(
    "remark_unanswered",
    "12¶3",
    `还有 ${left.length} 条退回意见没有处理（${left.map(({ title }) => title).join("、")}）；请在编辑页改好，不改的写明理由`,
    left.map(({ place, title }) => ({ pointer: place, detail: `“${title}”的退回意见还没有处理` })),
  );
};

/** The remarks of a step that returns the entry, each to be answered. */
export const keepRemarks: Effect<unknown> = async ({ tx, matter, step, form, caller, at }) => {
  const entry = await subject({ tx, matter });
  if (caller === null) return;
  const source = { matterId: matter.id, stepId: step.id };
  await insertRemarks(tx, entry, returnedEntry.parse(form).remarks, source, caller, at);
};

/** What the head of the keeper's own office said of it before it was submitted. */
export async function keepInternalRemarks({
  tx,
  subject,
  remarks,
  caller,
  at,
}: InternalReturn): Promise<void> {
  const entry = subject === null ? undefined : await findEntry(tx, subject);
  const found = entry === undefined ? [] : astray(entry, remarks, "/remarks");
  if (entry?.providerId !== caller.party.id || found.length > 0)
    throw new Problem("remark_out_of_place", words, { errors: found });
  await insertRemarks(tx, entry, remarks, null, caller, at);
}

async function insertRemarks(
  tx: Tx,
  entry: EntryRow,
  remarks: readonly Remark[],
  source: { matterId: string; stepId: string } | null,
  caller: Caller,
  at: Date,
): Promise<void> {
  if (remarks.length === 0) return;
  await tx
    .insertInto("catalogue.remark")
    .values(
      remarks.map(({ place, detail }) => ({
        id: uuid(),
        entry_id: entry.id,
        matter_id: source?.matterId ?? null,
        step_id: source?.stepId ?? null,
        place,
        title: placeTitle(entry.draft, place),
        detail,
        was: JSON.stringify(atPlace(entry.draft, place) ?? null),
        said_by_party: caller.party.id,
        said_by_party_name: caller.party.name,
        said_by_name: caller.personName,
        said_at: at,
        answer: null,
        answered_by_name: null,
        answered_at: null,
        settled_step: null,
        settled_at: null,
      })),
    )
    .execute();
}

/** On sending the entry in again every open remark has its answer, which goes on record with the step. */
export const settleRemarks: Effect<unknown> = async (context) => {
  const { tx, step, at } = context;
  const entry = await subject(context);
  const settled = await tx
    .updateTable("catalogue.remark")
    .set({ answer: sql`coalesce(answer, 'mended')`, settled_step: step.id, settled_at: at })
    .where("entry_id", "=", entry.id)
    .where("settled_step", "is", null)
    .returning(["place", "title", "detail", "answer", "note", "step_id"])
    .execute();
  // What is said inside an office is no other office's business, and no ledger's.
  const answers = settled.flatMap(({ step_id, answer, ...said }) =>
    step_id === null || answer === null ? [] : [{ ...said, answer, returnedBy: step_id }],
  );
  if (answers.length > 0) await keep(context, `remarks:${entry.id}`, { step: step.id, answers });
};

/** What was said of an entry, the oldest first: to its keeper and, outside its office, to its reviewers. */
export async function viewRemarks(db: Db | Tx, caller: Caller, id: string): Promise<EntryRemark[]> {
  const entry = await readable(db, caller, id);
  if (!entry.seesDraft) return [];
  const own = entry.providerId === caller.party.id;
  const rows = await remarksOn(db, id).execute();
  return rows
    .filter(({ step_id }) => own || step_id !== null)
    .map((row) => ({
      id: row.id,
      place: row.place,
      title: row.title,
      detail: row.detail,
      inside: row.step_id === null,
      by: { party: row.said_by_party_name, person: row.said_by_name },
      at: toInstant(row.said_at),
      matterId: row.matter_id,
      changed: row.settled_step === null ? isChanged(entry.draft, row) : row.answer === "mended",
      answer: row.answer,
      note: row.note,
      answeredBy: row.answered_by_name,
      settledAt: row.settled_at === null ? null : toInstant(row.settled_at),
    }));
}

/** Checks a remark off, gives the reason why it is left, or takes that back. */
export async function answer(
  tx: Tx,
  caller: Caller,
  { id, remark }: { id: string; remark: string },
  { answer, note }: z.output<typeof answerRemark>,
): Promise<void> {
  await readable(tx, caller, id);
  const entry = await lockEntry(tx, id);
  if (entry === undefined) throw new Error(`entry ${id} vanished`);
  assertEditable(caller, entry);
  const row = await remarksOn(tx, id).where("id", "=", remark).executeTakeFirst();
  if (row === undefined) throw new Problem("not_found", "没有这条退回意见，请刷新后重试");
  if (row.settled_step !== null)
    throw new Problem("remark_settled", "这条退回意见已随重新报送答复，不能再改");
  if (answer === "mended" && note === "" && !isChanged(entry.draft, row))
    throw new Problem("remark_unanswered", `“${row.title}”还没有改动；请改好后再勾选，或者写明怎样处理的`);
  const answered = answer === null ? null : caller.personName;
  await tx
    .updateTable("catalogue.remark")
    .set({
      answer,
      note: answer === null ? "" : note,
      answered_by_name: answered,
      answered_at: answered === null ? null : await lawNow(tx),
    })
    .where("id", "=", remark)
    .execute();
}

/** Words for the places that remarks name, for documents. */
export async function placeNames(db: Db | Tx, entryId: string): Promise<ReadonlyMap<string, string>> {
  const entry = await findEntry(db, entryId);
  return new Map(entry === undefined ? [] : placesOf(entry.draft).map(({ place, title }) => [place, title]));
}
