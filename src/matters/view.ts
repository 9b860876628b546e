import type { z } from "zod";
import type { Action, Attachment, HistoryEntry, Matter } from "../contract/matter.ts";
import type { Change, OfficeView } from "../contract/office.ts";
import { chineseCitation } from "../law/citation.ts";
import type { Procedure } from "../law/language.ts";
import { lawNow, toInstant } from "../platform/clocks/index.ts";
import type { Db, Tx } from "../platform/db/tables.ts";
import type { Caller } from "../platform/http/caller.ts";
import { actingParty, mayAct, personsOf, takenBeside } from "./actors.ts";
import { isInCharge } from "./assignment.ts";
import type { BoundProcedure } from "./bind.ts";
import { loadCalendar } from "./calendar.ts";
import { deadlinesOf, showDeadlines } from "./deadline-view.ts";
import { differences } from "./differences.ts";
import { boundOf, type Engine, viewOf } from "./engine.ts";
import { formSchema } from "./forms.ts";
import { stepsTaken } from "./hands.ts";
import { matterOffice } from "./matter-office.ts";
import { partyNames } from "./names.ts";
import { pathOf } from "./path.ts";
import { statedBefore } from "./step.ts";
import { summarise } from "./summary.ts";
import { mayRead, showSupervision, supervisable, supervisionsOf } from "./supervision.ts";
import { supplementAsked } from "./supplement.ts";
import type { MatterRow, StepRow } from "./tables.ts";
import "./window/tables.ts";
import { maySee, notFound } from "./visibility.ts";

/** A matter with everything its page shows, and the actions open to this caller. @throws Problem `not_found` */
export async function get(engine: Engine, db: Db | Tx, caller: Caller, id: string): Promise<Matter> {
  const row = await db.selectFrom("matters.matter").selectAll().where("id", "=", id).executeTakeFirst();
  if (row === undefined || !(await maySee(db, caller, id))) throw notFound();
  const bound = boundOf(engine, row.kind);
  const { procedure } = bound;
  const at = await lawNow(db);
  const calendar = await loadCalendar(db);
  const steps = await db
    .selectFrom("matters.step")
    .selectAll()
    .where("matter_id", "=", id)
    .orderBy("seq")
    .execute();
  const deadlines = (await deadlinesOf(db, [id])).get(id) ?? [];
  const shown = showDeadlines(engine, row, deadlines, { calendar, at });
  const supervised = (await supervisionsOf(db, [id])).get(id) ?? [];
  const nameOf = partyNames(db, engine.parties);
  const summary = await summarise(engine, row, shown, supervised, nameOf);
  const view = viewOf(row);
  const office = await matterOffice(engine, db, caller, row);
  const offered = await actionsOf(engine, db, caller, procedure, row, steps, office);
  const facts = await bound.facts(db, view, caller);
  return {
    ...summary,
    startedBy: { id: row.started_by, name: row.started_by_name },
    subject: view.subject,
    form: { ...row.form },
    formSchema: formSchema(procedure.form),
    names: await namesOf(db, bound, row),
    facts: facts.map((fact) => ({ ...fact })),
    path: pathOf(procedure, row, steps, summary.holder?.name ?? null, engine.parameters),
    history: steps.map((step) => historyEntry(procedure, row, step, steps)),
    ...offered,
    supervisions: await Promise.all(
      supervised
        .filter((notice) => mayRead(caller, notice))
        .map((notice) => showSupervision(notice, caller, nameOf)),
    ),
    supervisable: await supervisable(engine, db, caller, row, at),
    attachments: await attachmentsOf(db, id),
    office,
    window: await windowOf(db, id),
  };
}

/** Only what the form itself names: the chapter knows words for more, which are not every reader's. */
async function namesOf(db: Db | Tx, bound: BoundProcedure, row: MatterRow): Promise<Record<string, string>> {
  const stated = JSON.stringify(row.form);
  const names = await bound.names(db, row.subject_id, row.form);
  return Object.fromEntries([...names].filter(([code]) => stated.includes(`"${code}"`)));
}

function historyEntry(
  procedure: Procedure,
  row: MatterRow,
  step: StepRow,
  steps: readonly StepRow[],
): HistoryEntry {
  const declared = procedure.steps[step.action]?.form;
  const ref = (id: string | null, name: string | null) => (id === null ? null : { id, name: name ?? "" });
  return {
    seq: step.seq,
    action: step.action,
    title: step.title,
    article: step.article,
    from: step.from_state ?? "",
    to: step.to_state,
    by: ref(step.person_id, step.person_name),
    party: ref(step.party_id, step.party_name),
    onBehalfOf: ref(step.on_behalf_of, step.on_behalf_of_name),
    at: toInstant(step.at),
    wallAt: toInstant(step.wall_at),
    reasons: step.reasons,
    form: { ...step.form },
    formSchema: declared === undefined ? null : formSchema(declared),
    changes: declared === undefined ? [] : changesIn(declared, procedure, row, step, steps),
    receipt: step.receipt,
  };
}

/** A step taken anew against the time before; what the starter sends first against what the opening said of it. */
function changesIn(
  form: z.ZodObject,
  procedure: Procedure,
  row: MatterRow,
  step: StepRow,
  steps: readonly StepRow[],
): Change[] {
  const former = steps.findLast(({ action, seq }) => action === step.action && seq < step.seq);
  if (former !== undefined) return differences(form, former.form, step.form);
  if (procedure.steps[step.action]?.by !== "starter") return [];
  const opening = steps.find(({ action }) => action === "opens")?.form ?? row.form;
  const said = Object.entries(opening).filter(([name]) => name in form.shape);
  return said.length === 0 ? [] : differences(form, Object.fromEntries(said), step.form);
}

/** Steps of the present state that this caller's party and person may take; guards are asked only when taken. */
async function actionsOf(
  engine: Engine,
  db: Db | Tx,
  caller: Caller,
  procedure: Procedure,
  row: MatterRow,
  steps: readonly StepRow[],
  office: OfficeView | null,
): Promise<{ actions: Action[]; withheld: string[] }> {
  const withheld: string[] = [];
  if (row.outcome !== null || !mayAct(caller) || !isReady(caller, row, office))
    return { actions: [], withheld };
  const matter = viewOf(row);
  const actions: Action[] = [];
  const taken = await stepsTaken(db, matter.id);
  for (const [name, step] of Object.entries(procedure.steps)) {
    if (step.by === "platform" || ![step.from].flat().includes(matter.state)) continue;
    if (step.supplement === true && supplementAsked(procedure, matter.state, steps) !== undefined) continue;
    if ((await actingParty(engine.parties, db, procedure, step, matter)) !== caller.party.id) continue;
    const beside = takenBeside(procedure, name, taken, personsOf(caller));
    if (beside !== undefined) {
      withheld.push(`“${step.title}”须由本单位另一人办理：您已办理本件的“${beside.title}”。`);
      continue;
    }
    actions.push({
      name,
      title: step.title,
      article: chineseCitation(step.cites),
      tone: step.tone ?? "default",
      reasonsRequired: step.reasons === "required",
      form: step.form === undefined ? null : formSchema(step.form),
      stated: { ...statedBefore(step, matter.form) },
      widget: step.widget ?? null,
      confirm: step.confirm ?? null,
    });
  }
  return { actions, withheld };
}

/** Inside the office nothing stands against an act: no draft waits, it is signed for where it must be, and in hand. */
function isReady(caller: Caller, row: MatterRow, office: OfficeView | null): boolean {
  if (office === null) return true;
  if (office.draft !== null || office.mustSign) return false;
  return !office.holds || isInCharge(caller, row);
}

async function attachmentsOf(db: Db | Tx, id: string): Promise<Attachment[]> {
  const rows = await db
    .selectFrom("matters.matter_attachment")
    .select(["file_id as id", "name", "bytes", "media_type as mediaType", "sm3"])
    .where("matter_id", "=", id)
    .orderBy("file_id")
    .execute();
  return rows;
}

async function windowOf(db: Db | Tx, id: string): Promise<Matter["window"]> {
  const row = await db
    .selectFrom("matters.window_entry")
    .selectAll()
    .where("matter_id", "=", id)
    .executeTakeFirst();
  if (row === undefined) return null;
  return {
    office: { id: row.office_id, name: row.office_name },
    by: { id: row.person_id, name: row.person_name },
    at: toInstant(row.at),
    agent: row.agent_name,
  };
}
