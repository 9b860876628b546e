import type { z } from "zod";
import type { Draft, DraftSummary, draftQuery } from "../contract/office.ts";
import { stage as stageSchema } from "../contract/office.ts";
import { chineseCitation } from "../law/citation.ts";
import { toInstant } from "../platform/clocks/index.ts";
import type { Db, Tx } from "../platform/db/tables.ts";
import type { Caller } from "../platform/http/caller.ts";
import { isHead, isOfficial, personsOf } from "./actors.ts";
import type { BoundProcedure } from "./bind.ts";
import { differences } from "./differences.ts";
import { openStages } from "./draft-record.ts";
import { draftNotFound, hasOtherHand } from "./drafts.ts";
import { boundOf, type Engine } from "./engine.ts";
import { formSchema } from "./forms.ts";
import type { OpinionRow, ReviewRow } from "./office-tables.ts";

/** A draft of the caller's own office. @throws Problem `not_found` for any other */
export async function draftOf(engine: Engine, db: Db | Tx, caller: Caller, id: string): Promise<Draft> {
  const row = isOfficial(caller)
    ? await db
        .selectFrom("matters.internal_review")
        .selectAll()
        .where("id", "=", id)
        .where("party_id", "=", caller.party.id)
        .executeTakeFirst()
    : undefined;
  if (row === undefined) throw draftNotFound();
  return show(engine, db, caller, row);
}

/** The draft that waits on a matter in the caller's own office. */
export async function draftOn(
  engine: Engine,
  db: Db | Tx,
  caller: Caller,
  matterId: string,
): Promise<Draft | null> {
  const row = await db
    .selectFrom("matters.internal_review")
    .selectAll()
    .where("matter_id", "=", matterId)
    .where("party_id", "=", caller.party.id)
    .where("stage", "in", openStages)
    .executeTakeFirst();
  return row === undefined ? null : show(engine, db, caller, row);
}

/** Drafts of the caller's office, newest first: those waiting for the caller, its own, or the last two hundred. */
export async function listDrafts(
  engine: Engine,
  db: Db,
  caller: Caller,
  { box }: z.output<typeof draftQuery>,
): Promise<DraftSummary[]> {
  if (!isOfficial(caller)) return [];
  let rows = db
    .selectFrom("matters.internal_review")
    .selectAll()
    .where("party_id", "=", caller.party.id)
    .orderBy("id", "desc")
    .limit(200);
  if (box === "own") rows = rows.where("drafted_by", "in", personsOf(caller));
  if (box === "waiting") rows = rows.where("stage", "in", openStages);
  const shown = await Promise.all(
    (await rows.execute()).map(async (row) => ({
      id: row.id,
      version: row.version,
      kindTitle: boundOf(engine, row.kind).procedure.title,
      actionTitle: stepOf(boundOf(engine, row.kind), row.action).title,
      title: row.title,
      matter: row.matter_id,
      subject: subjectOf(boundOf(engine, row.kind), row),
      stage: row.stage,
      draftedBy: { id: row.drafted_by, name: row.drafted_by_name },
      since: toInstant(row.at),
      may: await permissions(db, caller, row),
    })),
  );
  return box === "waiting" ? shown.filter(({ may }) => may.pass || may.redraft) : shown;
}

const subjectOf = ({ procedure }: BoundProcedure, { subject_id: id }: ReviewRow): Draft["subject"] =>
  id === null || procedure.subject === null ? null : { type: procedure.subject, id };

function stepOf({ procedure }: BoundProcedure, action: string) {
  if (action === "opens")
    return { title: "提出", cites: procedure.opens.cites, form: procedure.form, reasonsRequired: false };
  const step = procedure.steps[action];
  if (step === undefined) throw new Error(`procedure ${procedure.kind}: no step ${action}`);
  const { title, cites, form } = step;
  return { title, cites, form, reasonsRequired: step.reasons === "required" };
}

async function show(engine: Engine, db: Db | Tx, caller: Caller, row: ReviewRow): Promise<Draft> {
  const bound = boundOf(engine, row.kind);
  const step = stepOf(bound, row.action);
  const opinions = await db
    .selectFrom("matters.internal_opinion")
    .selectAll()
    .where("review_id", "=", row.id)
    .orderBy("id")
    .execute();
  const stages = row.stages.map((stage) => stageSchema.parse(stage));
  return {
    id: row.id,
    version: row.version,
    kind: row.kind,
    kindTitle: bound.procedure.title,
    action: row.action,
    actionTitle: step.title,
    article: chineseCitation(step.cites),
    title: row.title,
    matter: row.matter_id,
    subject: subjectOf(bound, row),
    form: { ...row.form },
    formSchema: step.form === undefined ? null : formSchema(step.form),
    reasons: row.reasons,
    reasonsRequired: step.reasonsRequired,
    attachments: [...row.attachments],
    stage: row.stage,
    stages,
    draftedBy: { id: row.drafted_by, name: row.drafted_by_name },
    since: toInstant(row.at),
    opinions: opinions.map((opinion, at) => showOpinion(step.form, opinion, opinions[at - 1])),
    may: await permissions(db, caller, row),
    last: row.stage === stages.at(-1),
  };
}

function showOpinion(
  form: z.ZodObject | undefined,
  opinion: OpinionRow,
  former: OpinionRow | undefined,
): Draft["opinions"][number] {
  const ref = (id: string | null, name: string | null) => (id === null ? null : { id, name: name ?? "" });
  return {
    act: opinion.act,
    stage: opinion.stage,
    by: ref(opinion.person_id, opinion.person_name),
    unit: opinion.unit,
    onBehalfOf: ref(opinion.on_behalf_of, opinion.on_behalf_of_name),
    opinion: opinion.opinion,
    at: toInstant(opinion.at),
    changes: former === undefined ? [] : mended(form, former, opinion),
  };
}

function mended(form: z.ZodObject | undefined, before: OpinionRow, after: OpinionRow) {
  const fields = form === undefined ? [] : differences(form, before.form, after.form);
  if (before.reasons === after.reasons) return fields;
  return [...fields, { title: "理由", before: before.reasons ?? "未填", after: after.reasons ?? "未填" }];
}

async function permissions(db: Db | Tx, caller: Caller, row: ReviewRow): Promise<Draft["may"]> {
  const isOpen = openStages.includes(row.stage);
  const stage = stageSchema.safeParse(row.stage);
  const reviews =
    stage.success && caller.roles.includes(stage.data) && !(await hasOtherHand(db, caller, row, stage.data));
  const keeps = isOpen && (row.kept_by === null || personsOf(caller).includes(row.kept_by));
  return {
    pass: reviews,
    return: reviews,
    redraft: keeps && row.stage === "returned",
    withdraw: keeps || (isOpen && isHead(caller)),
  };
}
