import { sql } from "kysely";
import type { z } from "zod";
import type { JsonObject } from "../contract/json.ts";
import type { Attachment, act, startMatter } from "../contract/matter.ts";
import { chineseCitation } from "../law/citation.ts";
import { civilDate } from "../law/deadlines.ts";
import type { Procedure, State, Step } from "../law/language.ts";
import type { Parameters } from "../law/parameters.ts";
import type { Refusal } from "../law/refusal.ts";
import type { Db, Tx } from "../platform/db/tables.ts";
import type { Caller } from "../platform/http/caller.ts";
import { Problem } from "../platform/http/problem.ts";
import { uuid } from "../platform/ids/index.ts";
import { counterparts, mayAct, mayOpen, mayReadAll, partyOf } from "./actors.ts";
import type { BoundProcedure } from "./bind.ts";
import { loadCalendar } from "./calendar.ts";
import type { Context, MatterView } from "./context.ts";
import { moveDeadlines } from "./deadlines.ts";
import { decisionBody } from "./evidence.ts";
import { readForm } from "./forms.ts";
import type { EventsPort, FilesPort, LedgerPort, PartiesPort } from "./ports.ts";
import type { MatterRow } from "./tables.ts";

export interface Engine {
  readonly db: Db;
  readonly procedures: ReadonlyMap<string, BoundProcedure>;
  readonly parties: PartiesPort;
  readonly ledger: LedgerPort;
  readonly events: EventsPort;
  /** Where there is none, attachments are refused. */
  readonly files: FilesPort | null;
  readonly parameters: Parameters;
}

export type StartMatter = z.input<typeof startMatter>;
export type Act = z.input<typeof act>;

export function boundOf(engine: Engine, kind: string): BoundProcedure {
  const bound = engine.procedures.get(kind);
  if (bound === undefined) throw new Problem("unknown_procedure", "没有这种事项，请从事项清单中选择。");
  return bound;
}

/** Opens a matter in one transaction; returns its id. */
export async function start(engine: Engine, tx: Tx, caller: Caller, input: StartMatter): Promise<string> {
  const bound = boundOf(engine, input.kind);
  const { procedure } = bound;
  const article = procedure.opens.cites;
  if (!mayOpen(caller, procedure.opens)) {
    throw new Problem("may_not_start", `${procedure.title}不由您的岗位发起，请由有权的单位或个人办理。`, {
      article,
    });
  }
  const form = readForm(procedure.form, input.form ?? {}, article);
  const opening = { tx, caller, subject: input.subject ?? null, form };
  const subject = await subjectOf(bound, opening);
  const provider = await bound.provider(opening);
  if (procedure.opens.by === "provider" && provider !== caller.party.id) {
    throw new Problem("may_not_start", "只有数据提供部门可以发起，请由提供该数据的部门办理。", { article });
  }
  const { at, wallAt } = await clocks(tx);
  const matter: MatterView = {
    id: uuid(),
    number: await takeNumber(tx, procedure.numbering, Number(civilDate(at).slice(0, 4))),
    kind: procedure.kind,
    title: await bound.title(opening),
    state: procedure.opens.to,
    version: 1,
    starter: caller.party.id,
    provider,
    holder: null,
    startedBy: caller.personId,
    subject,
    form,
    receivedAt: at,
  };
  await take(engine, tx, bound, {
    action: "opens",
    title: "提出",
    step: procedure.opens,
    matter,
    before: null,
    form,
    reasons: null,
    caller,
    at,
    wallAt,
    attachments: await takeFiles(engine, tx, caller, input.attachments ?? []),
  });
  return matter.id;
}

async function subjectOf(
  bound: BoundProcedure,
  opening: { tx: Tx; caller: Caller; subject: string | null; form: JsonObject },
): Promise<MatterView["subject"]> {
  const { subject: type, opens, title } = bound.procedure;
  if (type === null) return null;
  if (opening.subject === null) {
    throw new Problem("subject_missing", `${title}须指明办理对象，请从它的页面发起。`, {
      article: opens.cites,
      errors: [{ pointer: "/subject", detail: "须指明办理对象" }],
    });
  }
  const named = bound.subjectTitle === null ? await bound.title(opening) : await bound.subjectTitle(opening);
  if (named === null) throw new Problem("not_found", "没有找到办理对象，请检查后重试。");
  return { type, id: opening.subject, title: named };
}

/** Takes a step of an open matter in one transaction. */
export async function takeStep(
  engine: Engine,
  tx: Tx,
  caller: Caller,
  id: string,
  action: string,
  input: Act,
): Promise<void> {
  const row = await lockVisible(tx, caller, id);
  const bound = boundOf(engine, row.kind);
  const { procedure } = bound;
  const step = procedure.steps[action];
  if (step === undefined) throw new Problem("not_found", "这种事项没有这个环节，请刷新后重试。");
  if (row.version !== input.version) {
    throw new Problem("stale_version", "您看到的内容已经变化，本次办理没有生效。请刷新后再办。");
  }
  if (![step.from].flat().includes(row.state)) {
    const now = procedure.states[row.state]?.title ?? row.state;
    throw new Problem("wrong_state", `办件现在处于“${now}”，不能办理“${step.title}”。请刷新后再办。`, {
      article: step.cites,
    });
  }
  const matter = viewOf(row);
  await assertActor(engine, tx, caller, procedure, step, matter);
  await assertOtherPerson(tx, caller, procedure, action, id);
  const reasons = input.reasons?.trim() ?? "";
  if (step.reasons === "required" && reasons === "") {
    throw new Problem("reasons_missing", `办理“${step.title}”须写明具体理由，请填写后重新提交。`, {
      article: step.cites,
      errors: [{ pointer: "/reasons", detail: "须写明具体理由", article: step.cites }],
    });
  }
  const form = step.form === undefined ? {} : readForm(step.form, input.form ?? {}, step.cites);
  const { at, wallAt } = await clocks(tx);
  await take(engine, tx, bound, {
    action,
    title: step.title,
    step,
    matter: { ...matter, version: matter.version + 1 },
    before: row.state,
    form,
    reasons: reasons === "" ? null : reasons,
    caller,
    at,
    wallAt,
    attachments: await takeFiles(engine, tx, caller, input.attachments ?? []),
  });
}

/** The row, locked until the transaction ends; 404 where there is none that the caller may know of. */
async function lockVisible(tx: Tx, caller: Caller, id: string): Promise<MatterRow> {
  const row = await tx
    .selectFrom("matters.matter")
    .selectAll()
    .where("id", "=", id)
    .forUpdate()
    .executeTakeFirst();
  if (row === undefined || !(await maySee(tx, caller, id))) throw notFound();
  return row;
}

export const notFound = (): Problem => new Problem("not_found", "没有找到这个办件，或者您无权查看。");

/** Starter, provider, whoever held it, the bureaus of the level; and the auditor. */
export async function maySee(db: Db | Tx, caller: Caller, id: string): Promise<boolean> {
  if (mayReadAll(caller)) return true;
  const row = await db
    .selectFrom("matters.participant")
    .select("party_id")
    .where("matter_id", "=", id)
    .where("party_id", "=", caller.party.id)
    .executeTakeFirst();
  return row !== undefined;
}

async function assertActor(
  engine: Engine,
  tx: Tx,
  caller: Caller,
  procedure: Procedure,
  step: Step<string>,
  matter: MatterView,
): Promise<void> {
  if (!mayAct(caller)) {
    throw new Problem("forbidden", "您的岗位不办理业务，请由经办人、处室负责人或首席数据官办理。", {
      article: step.cites,
    });
  }
  if ((await actingParty(engine, tx, procedure, step, matter)) !== caller.party.id) {
    throw new Problem("not_the_holder", `“${step.title}”不由本单位办理，请由办理单位办理。`, {
      article: step.cites,
    });
  }
}

/** The party that may take the step: the holder where the step is the holder's, else whoever the actor is now. */
export async function actingParty(
  engine: Engine,
  db: Db | Tx,
  procedure: Procedure,
  step: Step<string>,
  matter: MatterView,
): Promise<string | null> {
  if (procedure.states[matter.state]?.holder === step.by) return matter.holder;
  return partyOf(db, engine.parties, step.by, matter);
}

async function assertOtherPerson(
  tx: Tx,
  caller: Caller,
  procedure: Procedure,
  action: string,
  id: string,
): Promise<void> {
  const others = counterparts(procedure, action);
  if (others.length === 0) return;
  const taken = await tx
    .selectFrom("matters.step")
    .select("title")
    .where("matter_id", "=", id)
    .where("person_id", "=", caller.personId)
    .where("action", "in", others)
    .executeTakeFirst();
  if (taken === undefined) return;
  const article = procedure.steps[action]?.cites;
  const detail = `您已办理本件的“${taken.title}”，这一环节须由另一人办理。请交由同单位其他人员办理。`;
  throw new Problem("same_person_twice", detail, { article });
}

/** Law clock and wall clock, read after every lock is held, so that history is in order. */
async function clocks(tx: Tx): Promise<{ at: Date; wallAt: Date }> {
  const { rows } = await sql<{ at: Date; wallAt: Date }>`
    select platform.law_now() as at, platform.wall_now() as "wallAt"`.execute(tx);
  const [row] = rows;
  if (row === undefined) throw new Error("the clocks returned no row");
  return row;
}

/** The next number of the year; rolled back with the transaction, so that none is missing. */
async function takeNumber(tx: Tx, prefix: string, year: number): Promise<string> {
  const { last } = await tx
    .insertInto("matters.numbering")
    .values({ prefix, law_year: year, last: 1 })
    .onConflict((conflict) =>
      conflict
        .columns(["prefix", "law_year"])
        .doUpdateSet((eb) => ({ last: eb("matters.numbering.last", "+", 1) })),
    )
    .returning("last")
    .executeTakeFirstOrThrow();
  return `${prefix}〔${year}〕${last}号`;
}

async function takeFiles(
  engine: Engine,
  tx: Tx,
  caller: Caller,
  ids: readonly string[],
): Promise<readonly Attachment[]> {
  if (ids.length === 0) return [];
  if (engine.files === null) throw new Problem("unavailable", "平台暂不接收附件，请去掉附件后提交。");
  return engine.files.take(tx, caller, ids);
}

/** A step whose caller, version and form are already checked. */
export interface Taken {
  readonly action: string;
  readonly title: string;
  readonly step: Pick<Step<string>, "cites" | "to" | "guards" | "effects">;
  /** As it stands before the step, with the version it will have after it. */
  readonly matter: MatterView;
  /** Null at the opening. */
  readonly before: string | null;
  readonly form: JsonObject;
  readonly reasons: string | null;
  readonly caller: Caller | null;
  readonly at: Date;
  readonly wallAt: Date;
  readonly attachments: readonly Attachment[];
}

/** Guard → new state → effect → step row → pending ledger leaf → outbox event → deadlines. Throws what a guard refuses. */
export async function take(engine: Engine, tx: Tx, bound: BoundProcedure, taken: Taken): Promise<void> {
  const { procedure } = bound;
  const context = contextOf(engine, tx, taken);
  const refusal = await firstRefusal(bound, taken.step.guards ?? [], context);
  if (refusal !== undefined) throw refused(refusal);

  const state = stateOf(procedure, taken.step.to);
  const holder =
    state.holder === undefined ? null : await partyOf(tx, engine.parties, state.holder, taken.matter);
  if (state.holder !== undefined && state.holder !== "platform" && holder === null) {
    throw new Error(`procedure ${procedure.kind}: nobody holds ${taken.step.to}`);
  }
  const matter = { ...taken.matter, state: taken.step.to, holder };
  await writeMatter(tx, taken, matter, state);
  await admit(engine, tx, matter);
  for (const name of taken.step.effects ?? []) await bound.effects.get(name)?.({ ...context, matter });
  await writeStep(engine, tx, taken, matter, context.step.id);
  await engine.events.emit(tx, eventOf(procedure, taken, matter, state));
  const reckoning = { calendar: await loadCalendar(tx), parameters: engine.parameters };
  const due = await moveDeadlines(tx, procedure, reckoning, {
    matterId: matter.id,
    form: matter.form,
    to: matter.state,
    at: taken.at,
    withdrawn: state.final === "withdrawn",
  });
  await tx.updateTable("matters.matter").set({ next_due: due }).where("id", "=", matter.id).execute();
}

export function stateOf(procedure: Procedure, name: string): State {
  const state = procedure.states[name];
  if (state === undefined) throw new Error(`procedure ${procedure.kind}: no state ${name}`);
  return state;
}

function contextOf(engine: Engine, tx: Tx, taken: Taken): Context {
  const { action, matter, form, reasons, caller, at, wallAt, attachments } = taken;
  return {
    tx,
    matter,
    step: { id: uuid(), action },
    form,
    reasons,
    caller,
    at,
    wallAt,
    attachments,
    emit: engine.events.emit,
    ledger: engine.ledger,
  };
}

async function firstRefusal(
  bound: BoundProcedure,
  names: readonly string[],
  context: Context,
): Promise<Refusal | undefined> {
  for (const name of names) {
    const refusal = await bound.guards.get(name)?.(context);
    if (refusal !== undefined) return refusal;
  }
  return undefined;
}

/** A guard's refusal as the answer of a request; a timer tries its next step instead. */
export class Refused extends Problem {}

const refused = ({ code, detail, article, errors }: Refusal): Refused =>
  new Refused(code, detail, { article, errors });

async function writeMatter(tx: Tx, taken: Taken, matter: MatterView, state: State): Promise<void> {
  const { at } = taken;
  const standing = {
    state: matter.state,
    version: matter.version,
    holder_party: matter.holder,
    entered_at: at,
    outcome: state.final ?? null,
    closed_at: state.final === undefined ? null : at,
  };
  if (taken.before !== null) {
    await tx.updateTable("matters.matter").set(standing).where("id", "=", matter.id).execute();
    return;
  }
  await tx
    .insertInto("matters.matter")
    .values({
      ...standing,
      id: matter.id,
      kind: matter.kind,
      number: matter.number,
      title: matter.title,
      starter_party: matter.starter,
      started_by: matter.startedBy,
      started_by_name: taken.caller?.personName ?? "",
      provider_party: matter.provider,
      subject_type: matter.subject?.type ?? null,
      subject_id: matter.subject?.id ?? null,
      subject_title: matter.subject?.title ?? null,
      form: JSON.stringify(matter.form),
      received_at: at,
    })
    .execute();
}

/** Lets the parties of the matter read it from now on. */
async function admit(engine: Engine, tx: Tx, matter: MatterView): Promise<void> {
  const bureaus = await Promise.all([
    partyOf(tx, engine.parties, "same-level-authority", matter),
    partyOf(tx, engine.parties, "same-level-authority", { starter: matter.starter, provider: null }),
  ]);
  const parties = [matter.starter, matter.provider, matter.holder, ...bureaus];
  const admitted = [...new Set(parties.filter((party) => party !== null))].sort();
  await tx
    .insertInto("matters.participant")
    .values(admitted.map((party_id) => ({ matter_id: matter.id, party_id })))
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

async function writeStep(
  engine: Engine,
  tx: Tx,
  taken: Taken,
  matter: MatterView,
  id: string,
): Promise<void> {
  const { action, title, step, before, form, reasons, caller, at, wallAt, attachments } = taken;
  const row = {
    id,
    matter_id: matter.id,
    seq: matter.version,
    action,
    title,
    article: chineseCitation(step.cites),
    from_state: before,
    to_state: matter.state,
    person_id: caller?.personId ?? null,
    person_name: caller?.personName ?? null,
    party_id: caller?.party.id ?? null,
    party_name: caller?.party.name ?? null,
    at,
    wall_at: wallAt,
    reasons,
  };
  const body = decisionBody({ ...row, form }, matter, attachments);
  const receipt = await engine.ledger.append(tx, { kind: "decision", at, ref: `matters.step:${id}`, body });
  await tx
    .insertInto("matters.step")
    .values({ ...row, form: JSON.stringify(form), receipt })
    .execute();
  if (attachments.length === 0) return;
  await tx
    .insertInto("matters.matter_attachment")
    .values(
      attachments.map((file) => ({
        step_id: id,
        matter_id: matter.id,
        file_id: file.id,
        name: file.name,
        bytes: file.bytes,
        media_type: file.mediaType,
        sm3: file.sm3,
      })),
    )
    .execute();
}

function eventOf(procedure: Procedure, taken: Taken, matter: MatterView, state: State) {
  return {
    type: "matters.step.taken",
    version: 1,
    aggregate: `matter:${matter.id}`,
    body: {
      matter: matter.id,
      kind: matter.kind,
      number: matter.number,
      action: taken.action,
      from: taken.before,
      to: matter.state,
      outcome: state.final ?? null,
      subject: matter.subject?.id ?? null,
      starter: matter.starter,
      provider: matter.provider,
      holder: matter.holder,
      feedbackTo: procedure.feedbackTo,
      at: taken.at.toISOString(),
    },
  };
}

export function viewOf(row: MatterRow): MatterView {
  const { subject_type: type, subject_id: id, subject_title: title } = row;
  return {
    id: row.id,
    number: row.number,
    kind: row.kind,
    title: row.title,
    state: row.state,
    version: row.version,
    starter: row.starter_party,
    provider: row.provider_party,
    holder: row.holder_party,
    startedBy: row.started_by,
    subject: type === null || id === null ? null : { type, id, title: title ?? "" },
    form: row.form,
    receivedAt: row.received_at,
  };
}
