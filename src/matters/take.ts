import { sql } from "kysely";
import type { PersonRef } from "../contract/common.ts";
import type { JsonObject } from "../contract/json.ts";
import type { Attachment } from "../contract/matter.ts";
import type { Step } from "../law/language.ts";
import type { Refusal } from "../law/refusal.ts";
import type { Tx } from "../platform/db/tables.ts";
import type { Caller } from "../platform/http/caller.ts";
import { Problem } from "../platform/http/problem.ts";
import { uuid } from "../platform/ids/index.ts";
import { partyOf } from "./actors.ts";
import type { BoundProcedure } from "./bind.ts";
import { loadCalendar } from "./calendar.ts";
import type { Context, MatterView } from "./context.ts";
import { extendDeadline } from "./deadline-extension.ts";
import { leavingOf, moveDeadlines } from "./deadlines.ts";
import { settleDrafts } from "./draft-record.ts";
import { type Engine, stateOf } from "./engine.ts";
import { eventOf, writeMatter, writeStep, writeText } from "./record.ts";

/** Where the step went through the stages of its office: the draft, and who wrote it. */
export interface Origin {
  readonly draft: string | null;
  readonly drafter: PersonRef | null;
}
export const ownHand: Origin = { draft: null, drafter: null };

/** A step whose caller, version and form are already checked. */
export interface Taken extends Origin {
  readonly action: string;
  readonly title: string;
  readonly step: Pick<
    Step<string>,
    "amends" | "cites" | "to" | "guards" | "effects" | "supplement" | "extends"
  >;
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
  await askGuards(bound, taken, context);
  const state = stateOf(procedure, taken.step.to);
  const holder =
    state.holder === undefined ? null : await partyOf(tx, engine.parties, state.holder, taken.matter);
  if (state.holder !== undefined && state.holder !== "platform" && holder === null) {
    throw new Error(`procedure ${procedure.kind}: nobody holds ${taken.step.to}`);
  }
  const matter = { ...taken.matter, state: taken.step.to, holder };
  await writeMatter(tx, taken, matter, state);
  if (taken.before === null) await writeText(engine, tx, matter);
  for (const name of taken.step.effects ?? []) await bound.effects.get(name)?.({ ...context, matter });
  await writeStep(engine, tx, taken, matter, context.step.id);
  await settleDrafts(tx, taken, matter.id, context.step.id);
  await engine.events.emit(tx, eventOf(procedure, taken, matter, state));
  const reckoning = { calendar: await loadCalendar(tx), parameters: engine.parameters };
  if (taken.step.extends !== undefined) await extendDeadline(tx, procedure, reckoning, matter.id, taken);
  await moveDeadlines(tx, procedure, reckoning, {
    matterId: matter.id,
    form: matter.form,
    to: matter.state,
    at: taken.at,
    leaving: leavingOf(taken.step, state),
  });
}

/** Asks the guards alone: nothing is written. What is drafted inside an office shows its faults early. */
export const rehearse = (engine: Engine, tx: Tx, bound: BoundProcedure, taken: Taken): Promise<void> =>
  askGuards(bound, taken, contextOf(engine, tx, taken));

async function askGuards(bound: BoundProcedure, taken: Taken, context: Context): Promise<void> {
  const refusal = await firstRefusal(bound, taken.step.guards ?? [], context);
  if (refusal !== undefined) throw refused(refusal);
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

/** Law clock and wall clock, read after every lock is held, so that history is in order. */
export async function clocks(tx: Tx): Promise<{ at: Date; wallAt: Date }> {
  const { rows } = await sql<{ at: Date; wallAt: Date }>`
    select platform.law_now() as at, platform.wall_now() as "wallAt"`.execute(tx);
  const [row] = rows;
  if (row === undefined) throw new Error("the clocks returned no row");
  return row;
}

export async function takeFiles(
  engine: Engine,
  tx: Tx,
  caller: Caller,
  ids: readonly string[],
): Promise<readonly Attachment[]> {
  if (ids.length === 0) return [];
  if (engine.files === null) throw new Problem("unavailable", "平台暂不接收附件，请去掉附件后提交。");
  return engine.files.take(tx, caller, ids);
}
