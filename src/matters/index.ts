import type { Matter, MatterSummary } from "../contract/matter.ts";
import type { Parameters } from "../law/parameters.ts";
import { inTransaction } from "../platform/db/index.ts";
import type { Db, Tx } from "../platform/db/tables.ts";
import type { Caller } from "../platform/http/caller.ts";
import type { Cursors } from "../platform/http/cursors.ts";
import { Problem } from "../platform/http/problem.ts";
import type { BoundProcedure } from "./bind.ts";
import { type Submitted, submit, submitStep } from "./drafts.ts";

export { chineseDate } from "./documents/words.ts";

import type { Engine } from "./engine.ts";
import { list, type MatterQuery } from "./list.ts";
import { endWithSubject, type Subject } from "./platform-step.ts";
import type { EventsPort, FilesPort, LedgerPort, PartiesPort } from "./ports.ts";
import { open, prepareStart, type StartMatter } from "./start.ts";
import type { Act } from "./step.ts";
import { type Swept, sweep } from "./sweep.ts";
import { ownHand } from "./take.ts";
import { get } from "./view.ts";

export { mayActIn, personsOf } from "./actors.ts";
export { isInCharge, lockInCharge } from "./assignment.ts";
export { mayReadAttachment } from "./attachments.ts";
export { type BoundProcedure, bind, type Handlers } from "./bind.ts";
export { loadCalendar } from "./calendar.ts";
export { importYear, previewYear, type YearNotice } from "./calendar-import.ts";
export type { Context, Effect, Fact, Facts, Guard, InternalReturn, MatterView, Opening } from "./context.ts";
export { postsLentTo } from "./delegation.ts";
export { documentEvidence, revocationEvidence, scanEvidence } from "./documents/evidence.ts";
export { documentInForce } from "./documents/list.ts";
export { documentRoutes } from "./documents/routes.ts";
export { decisionEvidence } from "./evidence.ts";
export { formSchema, readForm } from "./forms.ts";
export { type HandOver, handOver, holdsOpenMatters, inHandOf } from "./hand-over.ts";
export type { MatterQuery } from "./list.ts";
export { handlersOf, subscribeNotices } from "./notices.ts";
export { findOrphans } from "./orphans.ts";
export type { EventsPort, FilesPort, LedgerPort, PartiesPort, Party, Post } from "./ports.ts";
export { draftHoldings, matterHoldings } from "./reorganisation.ts";
export { mattersRoutes } from "./routes.ts";
export type { StartMatter } from "./start.ts";
export type { Act } from "./step.ts";
export { supervisionEvidence } from "./supervision.ts";
export type { Swept } from "./sweep.ts";
export { clocks } from "./take.ts";
export { maySee, takesPart } from "./visibility.ts";
export type { WindowParties } from "./window/entry.ts";
export { windowRoutes } from "./window/routes.ts";

export interface MattersOptions {
  readonly db: Db;
  readonly procedures: readonly BoundProcedure[];
  readonly parties: PartiesPort;
  readonly ledger: LedgerPort;
  readonly events: EventsPort;
  readonly files?: FilesPort;
  readonly parameters: Parameters;
  readonly numbering: string;
  readonly cursors: Cursors;
}

/** The engine of all statutory business. Its own transaction is opened where none is given. */
export interface Matters {
  readonly engine: Engine;
  /** Opens a matter; returns its id. Refused where the caller's office reviews it first. */
  start(caller: Caller, input: StartMatter, tx?: Tx): Promise<string>;
  /** Opens a matter or, where the caller's office reviews what it submits, drafts the opening. */
  submit(caller: Caller, input: StartMatter, tx?: Tx): Promise<Submitted>;
  /** Takes a step, or drafts it where the caller's office reviews such steps; all or nothing. */
  act(caller: Caller, id: string, action: string, input: Act, tx?: Tx): Promise<void>;
  /** Opens a matter that follows of itself from an act already decided: no office reviews it again. */
  follow(caller: Caller, input: StartMatter, tx: Tx): Promise<string>;
  /** Ends the open matters about a thing that is gone, by the step that each procedure declares for this. */
  endWithSubject(tx: Tx, subject: Subject, reasons: string): Promise<void>;
  get(caller: Caller, id: string, tx?: Tx): Promise<Matter>;
  list(caller: Caller, query: MatterQuery): Promise<{ items: MatterSummary[]; next: string | null }>;
  /** Does what is due at an instant of the law clock, see `sweep.ts`; to be called often, by any process. */
  sweep(at: Date): Promise<Swept>;
}

/** @throws Error where two procedures have the same kind */
export function createMatters(options: MattersOptions): Matters {
  const { db, parties, ledger, events, files, parameters, numbering, cursors } = options;
  const procedures = new Map(options.procedures.map((bound) => [bound.procedure.kind, bound]));
  if (procedures.size !== options.procedures.length) throw new Error("two procedures of one kind");
  const shared = { db, parties, ledger, events, parameters, numbering };
  const engine: Engine = { ...shared, procedures, files: files ?? null };
  const within = <T>(tx: Tx | undefined, work: (tx: Tx) => Promise<T>): Promise<T> =>
    tx === undefined ? inTransaction(db, work) : work(tx);
  return {
    engine,
    start: (caller, input, tx) =>
      within(tx, async (inner) => {
        const submitted = await submit(engine, inner, caller, input);
        if ("matter" in submitted) return submitted.matter;
        throw new Problem("draft_waiting", "本单位已设内部审签，请从发起页面送审。");
      }),
    submit: (caller, input, tx) => within(tx, (inner) => submit(engine, inner, caller, input)),
    act: (caller, id, action, input, tx) =>
      within(tx, (inner) => submitStep(engine, inner, caller, id, action, input)),
    follow: async (caller, input, tx) =>
      open(engine, tx, await prepareStart(engine, tx, caller, input, ownHand)),
    endWithSubject: (tx, subject, reasons) => endWithSubject(engine, tx, subject, reasons),
    get: (caller, id, tx) => get(engine, tx ?? db, caller, id),
    sweep: (at) => sweep(engine, at),
    list: (caller, query) => list(engine, cursors, caller, query),
  };
}
