import type { z } from "zod";
import type { JsonObject } from "../contract/json.ts";
import { stageLabel } from "../contract/labels.zh.ts";
import type { passDraft, returnDraft, Stage, withdrawDraft } from "../contract/office.ts";
import { stage as stageSchema } from "../contract/office.ts";
import type { Db, Tx } from "../platform/db/tables.ts";
import type { Caller } from "../platform/http/caller.ts";
import { Problem } from "../platform/http/problem.ts";
import { uuid } from "../platform/ids/index.ts";
import { isHead, isOfficial, personsOf } from "./actors.ts";
import { openStages, writeOpinion } from "./draft-record.ts";
import { boundOf, type Engine } from "./engine.ts";
import { directionOf, officeRule, stagesAbove } from "./office-rule.ts";
import type { ReviewRow } from "./office-tables.ts";
import { open, type Prepared, prepareStart, type StartMatter } from "./start.ts";
import { type Act, prepareStep } from "./step.ts";
import { clocks, rehearse, take } from "./take.ts";

/** What an opening came to: the matter, or a draft where the office reviews it first. */
export type Submitted = { readonly matter: string } | { readonly draft: string };

/** Opens a matter or, where the caller's office reviews what it submits, drafts the opening. */
export async function submit(engine: Engine, tx: Tx, caller: Caller, input: StartMatter): Promise<Submitted> {
  const prepared = await prepareStart(engine, tx, caller, input);
  const stages = stagesAbove(caller, await officeRule(tx, caller.party.id), "outgoing");
  if (stages.length === 0) return { matter: await open(engine, tx, prepared) };
  return { draft: await write(engine, tx, caller, prepared, stages, input.attachments ?? []) };
}

/** Takes a step or, where the caller's office reviews such steps, drafts it. */
export async function submitStep(
  engine: Engine,
  tx: Tx,
  caller: Caller,
  id: string,
  action: string,
  input: Act,
): Promise<void> {
  const prepared = await prepareStep(engine, tx, caller, id, action, input);
  const { rule, drafter } = prepared.standing;
  if (drafter !== null) {
    throw new Problem(
      "draft_waiting",
      `${drafter}已就本件送审，尚未审结。请先在送审件上审核、退回或者撤销，再另行办理。`,
    );
  }
  const by = prepared.bound.procedure.steps[action]?.by ?? "platform";
  const stages = stagesAbove(caller, rule, directionOf(by));
  if (stages.length === 0) return take(engine, tx, prepared.bound, prepared.taken);
  await write(engine, tx, caller, prepared, stages, input.attachments ?? []);
}

async function write(
  engine: Engine,
  tx: Tx,
  caller: Caller,
  { bound, taken }: Prepared,
  stages: readonly Stage[],
  attachments: readonly string[],
): Promise<string> {
  await rehearse(engine, tx, bound, taken);
  const { action, matter, before, form, reasons, at, wallAt } = taken;
  const [first] = stages;
  if (first === undefined) throw new Error("a draft without stages");
  const id = uuid();
  await tx
    .insertInto("matters.internal_review")
    .values({
      id,
      matter_id: before === null ? null : matter.id,
      party_id: caller.party.id,
      kind: matter.kind,
      action,
      title: matter.title,
      subject_id: matter.subject?.id ?? null,
      form: JSON.stringify(form),
      reasons,
      attachments: [...attachments],
      base_version: matter.version - 1,
      version: 1,
      stages: [...stages],
      stage: first,
      drafted_by: caller.personId,
      drafted_by_name: caller.personName,
      kept_by: caller.personId,
      decided_by: null,
      opinion: null,
      step_id: null,
      at,
    })
    .execute();
  const said = { review: id, caller, opinion: null, form, reasons, at, wallAt };
  await writeOpinion(tx, { ...said, act: "drafted", stage: first });
  return id;
}

/** The stage agrees; the last one makes the step real. Returns the id of the matter once it is. */
export async function pass(
  engine: Engine,
  tx: Tx,
  caller: Caller,
  id: string,
  input: z.output<typeof passDraft>,
): Promise<string | null> {
  const row = await lockDraft(tx, caller, id, input.version);
  const stage = await assertReviewer(tx, caller, row);
  const mended = { ...row, form: input.form ?? row.form, reasons: input.reasons ?? row.reasons };
  const { bound, taken } = await prepare(engine, tx, caller, mended);
  const { form, reasons, at, wallAt } = taken;
  const opinion = input.opinion ?? null;
  await writeOpinion(tx, { review: id, act: "passed", stage, caller, opinion, form, reasons, at, wallAt });
  await tx
    .updateTable("matters.internal_review")
    .set({ form: JSON.stringify(form), reasons, opinion, decided_by: caller.personId, at })
    .where("id", "=", id)
    .execute();
  const next = row.stages[row.stages.indexOf(stage) + 1];
  if (next === undefined) {
    if (row.matter_id === null) return open(engine, tx, { bound, taken });
    await take(engine, tx, bound, taken);
    return row.matter_id;
  }
  await rehearse(engine, tx, bound, taken);
  await moveTo(tx, row, stageSchema.parse(next));
  return null;
}

/** The stage sends the draft back to whoever keeps it, with reasons and remarks on single places of its subject. */
export async function sendBack(
  engine: Engine,
  tx: Tx,
  caller: Caller,
  id: string,
  input: z.output<typeof returnDraft>,
): Promise<void> {
  const row = await lockDraft(tx, caller, id, input.version);
  const stage = await assertReviewer(tx, caller, row);
  const { at, wallAt } = await clocks(tx);
  const { form, reasons } = row;
  const { opinion, remarks } = input;
  if (remarks.length > 0) {
    const { remarked } = boundOf(engine, row.kind);
    if (remarked === null)
      throw new Problem("remark_out_of_place", "这种事项没有可以逐项写意见的内容，请写在退回理由里。");
    await remarked({ tx, subject: row.subject_id, remarks, caller, at });
  }
  await writeOpinion(tx, { review: id, act: "returned", stage, caller, opinion, form, reasons, at, wallAt });
  await moveTo(tx, row, "returned");
}

/** Whoever keeps a returned draft mends it and sends it through the stages anew. */
export async function redraft(
  engine: Engine,
  tx: Tx,
  caller: Caller,
  id: string,
  input: z.output<typeof passDraft>,
): Promise<void> {
  const row = await lockDraft(tx, caller, id, input.version);
  if (row.stage !== "returned") throw wrongStage(row);
  assertKeeper(caller, row);
  const mended = { ...row, form: input.form ?? row.form, reasons: input.reasons ?? row.reasons };
  const { bound, taken } = await prepare(engine, tx, caller, mended);
  await rehearse(engine, tx, bound, taken);
  const { form, reasons, at, wallAt } = taken;
  const opinion = input.opinion ?? null;
  const said = { review: id, caller, opinion, form, reasons, at, wallAt };
  await writeOpinion(tx, { ...said, act: "redrafted", stage: "returned" });
  await tx
    .updateTable("matters.internal_review")
    .set({ form: JSON.stringify(form), reasons, kept_by: caller.personId })
    .where("id", "=", id)
    .execute();
  await moveTo(tx, row, stageSchema.parse(row.stages[0]));
}

/** Takes a draft back for good; the matter stands as if it had never been. */
export async function withdraw(
  tx: Tx,
  caller: Caller,
  id: string,
  input: z.output<typeof withdrawDraft>,
): Promise<void> {
  const row = await lockDraft(tx, caller, id, input.version);
  if (!isHead(caller)) assertKeeper(caller, row);
  const { at, wallAt } = await clocks(tx);
  const { form, reasons, stage } = row;
  await writeOpinion(tx, {
    review: id,
    act: "withdrawn",
    stage,
    caller,
    opinion: null,
    form,
    reasons,
    at,
    wallAt,
  });
  await moveTo(tx, row, "withdrawn");
}

/** The draft of the caller's own office in the version seen; the matter is locked first, as every step does. */
async function lockDraft(tx: Tx, caller: Caller, id: string, version: number): Promise<ReviewRow> {
  const found = isOfficial(caller)
    ? await tx
        .selectFrom("matters.internal_review")
        .select("matter_id")
        .where("id", "=", id)
        .where("party_id", "=", caller.party.id)
        .executeTakeFirst()
    : undefined;
  if (found === undefined) throw draftNotFound();
  if (found.matter_id !== null) {
    await tx
      .selectFrom("matters.matter")
      .select("id")
      .where("id", "=", found.matter_id)
      .forUpdate()
      .executeTakeFirstOrThrow();
  }
  const row = await tx
    .selectFrom("matters.internal_review")
    .selectAll()
    .where("id", "=", id)
    .forUpdate()
    .executeTakeFirstOrThrow();
  if (row.version !== version) {
    throw new Problem("stale_version", "您看到的送审件已经变化，本次办理没有生效。请刷新后再办。");
  }
  if (!openStages.includes(row.stage)) throw wrongStage(row);
  return row;
}

export const draftNotFound = () => new Problem("not_found", "没有找到这个送审件，或者您无权查看。");

const wrongStage = (row: ReviewRow) => {
  const standing = row.stage === "returned" ? "已退回起草人" : "已审结或者还在审核";
  return new Problem("wrong_state", `送审件${standing}，不能这样办理。请刷新后再办。`);
};

/** The draft's own stage where the caller may decide it. */
async function assertReviewer(tx: Tx, caller: Caller, row: ReviewRow): Promise<Stage> {
  const stage = stageSchema.safeParse(row.stage);
  if (!stage.success) throw wrongStage(row);
  if (!caller.roles.includes(stage.data)) {
    throw new Problem("forbidden", `送审件现在由${stageLabel[stage.data]}审核，请由其办理。`);
  }
  if (await hasOtherHand(tx, caller, row, stage.data)) {
    throw new Problem(
      "same_person_twice",
      "您已起草本件或者在另一级审过（代他人办理也算），这一级须由另一人审核。",
    );
  }
  return stage.data;
}

/** Whether the caller, or whoever they act for, wrote the draft or passed it at another stage. */
export async function hasOtherHand(
  tx: Db | Tx,
  caller: Caller,
  row: ReviewRow,
  stage: Stage,
): Promise<boolean> {
  const hands = await tx
    .selectFrom("matters.internal_opinion")
    .select(["act", "stage", "person_id", "on_behalf_of"])
    .where("review_id", "=", row.id)
    .where("act", "in", ["drafted", "redrafted", "passed"])
    .execute();
  const persons = personsOf(caller);
  return hands
    .filter(({ act, stage: at }) => act !== "passed" || at !== stage)
    .some(({ person_id, on_behalf_of }) =>
      persons.some((person) => person === person_id || person === on_behalf_of),
    );
}

/** Who has left keeps nothing: then anybody of the office goes on with the draft. */
function assertKeeper(caller: Caller, row: ReviewRow): void {
  if (row.kept_by === null || personsOf(caller).includes(row.kept_by)) return;
  throw new Problem("forbidden", "送审件由起草人修改或者撤销，请由其办理。");
}

/** The step or opening of a draft, by the hand of this caller. */
function prepare(
  engine: Engine,
  tx: Tx,
  caller: Caller,
  row: Pick<
    ReviewRow,
    "id" | "matter_id" | "action" | "kind" | "subject_id" | "attachments" | "base_version"
  > & {
    form: Record<string, unknown> | JsonObject;
    reasons: string | null;
    drafted_by: string;
    drafted_by_name: string;
  },
): Promise<Prepared> {
  const { form, reasons, attachments } = row;
  const origin = { draft: row.id, drafter: { id: row.drafted_by, name: row.drafted_by_name } };
  if (row.matter_id === null) {
    const subject = row.subject_id === null ? {} : { subject: row.subject_id };
    return prepareStart(engine, tx, caller, { kind: row.kind, ...subject, form, attachments }, origin);
  }
  const act = { version: row.base_version, form, attachments, ...(reasons === null ? {} : { reasons }) };
  return prepareStep(engine, tx, caller, row.matter_id, row.action, act, origin);
}

async function moveTo(tx: Tx, row: ReviewRow, stage: ReviewRow["stage"]): Promise<void> {
  const { at } = await clocks(tx);
  await tx
    .updateTable("matters.internal_review")
    .set({ stage, version: row.version + 1, at })
    .where("id", "=", row.id)
    .execute();
}
