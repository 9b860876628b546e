import { sql } from "kysely";
import { z } from "zod";
import type { JsonObject } from "../contract/json.ts";
import { addDays, type WorkingCalendar } from "../law/calendar.ts";
import { chineseCitation } from "../law/citation.ts";
import { countedFrom, daysLeft, dueOn, isOverdue, receiptDay, remindOn, startOf } from "../law/deadlines.ts";
import type { DeadlineRule, Procedure, Promised, State, Step, WorkingDays } from "../law/language.ts";
import { officeHoursEnd, type Parameters, promisedDays } from "../law/parameters.ts";
import type { Tx } from "../platform/db/tables.ts";
import { Problem } from "../platform/http/problem.ts";
import { uuid } from "../platform/ids/index.ts";
import "./tables.ts";

/** What deadlines are reckoned with, read once in a transaction. */
export interface Reckoning {
  readonly calendar: WorkingCalendar;
  readonly parameters: Parameters;
}

interface Limit {
  readonly kind: "statutory" | "promised";
  readonly days: number;
  /** The article where the law states the number; for a promise the one it serves. */
  readonly article: string;
}

/** The law's number and the city's, as far as there are any. */
export function limitsOf(rule: DeadlineRule<string>, parameters: Parameters): Limit[] {
  const limits: Limit[] = [];
  if ("days" in rule.statutory) {
    const { days, cites } = rule.statutory;
    limits.push({ kind: "statutory", days, article: chineseCitation(cites) });
  }
  if (rule.promised !== undefined) {
    const { parameter } = rule.promised;
    const article = chineseCitation(parameters[parameter].serves);
    limits.push({ kind: "promised", days: promisedDays(parameters, parameter), article });
  }
  return limits;
}

/** Whether a deadline applies to a matter that was opened with this form. */
export function applies(rule: DeadlineRule<string>, form: JsonObject): boolean {
  if (rule.when === undefined) return true;
  const value = form[rule.when.field];
  return typeof value === "string" && rule.when.in.includes(value);
}

interface Move {
  readonly matterId: string;
  readonly form: JsonObject;
  readonly to: string;
  /** Law clock. */
  readonly at: Date;
  readonly leaving: Leaving;
}

/** What becomes of a limit whose states are left: met; stopped by a request to supplement; called off by withdrawal. */
type Leaving = "met" | "stopped" | "cancelled";

export function leavingOf(step: Pick<Step<string>, "supplement">, to: State): Leaving {
  if (to.final === "withdrawn") return "cancelled";
  return step.supplement === true ? "stopped" : "met";
}

/** Closes what the new state leaves, opens what it starts, sets its timers and the nearest due date of the matter. */
export async function moveDeadlines(
  tx: Tx,
  procedure: Procedure,
  reckoning: Reckoning,
  move: Move,
): Promise<void> {
  const open = await tx
    .selectFrom("matters.deadline")
    .select(["id", "name", "due_on"])
    .where("matter_id", "=", move.matterId)
    .where("state", "=", "open")
    .execute();
  const left = open.filter(({ name }) => procedure.deadlines[name]?.over.includes(move.to) !== true);
  const late = left.filter(({ due_on }) => move.leaving === "met" && isOverdue(due_on, move.at));
  await close(tx, late, "met-late", move.at);
  await close(
    tx,
    left.filter((limit) => !late.includes(limit)),
    move.leaving,
    move.at,
  );
  if (move.leaving === "cancelled") await callOffStopped(tx, move.matterId);
  const running = new Set(open.map(({ name }) => name));
  for (const [name, rule] of Object.entries(procedure.deadlines)) {
    if (running.has(name) || !rule.over.includes(move.to) || !applies(rule, move.form)) continue;
    await openDeadline(tx, reckoning, { ...move, name, rule });
    await openDated(tx, reckoning, { ...move, name, rule });
  }
  await moveTimers(tx, procedure, reckoning, move);
  await noteNextDue(tx, move.matterId);
}

async function close(
  tx: Tx,
  limits: readonly { readonly id: string }[],
  state: Leaving | "met-late",
  at: Date,
): Promise<void> {
  if (limits.length === 0) return;
  const ids = limits.map(({ id }) => id);
  await tx.updateTable("matters.deadline").set({ state, closed_at: at }).where("id", "in", ids).execute();
}

/** A matter withdrawn while its supplement was awaited waits no longer; runs that were followed by another stay stopped. */
async function callOffStopped(tx: Tx, matterId: string): Promise<void> {
  await sql`
    update matters.deadline d set state = 'cancelled'
    where matter_id = ${matterId} and state = 'stopped' and not exists (
      select from matters.deadline later
      where later.matter_id = d.matter_id and later.name = d.name and later.kind = d.kind and later.id > d.id)
  `.execute(tx);
}

/** Moves the running limit that a step extends; once, and both due dates stay on record. */
export async function extendDeadline(
  tx: Tx,
  procedure: Procedure,
  { calendar, parameters }: Reckoning,
  matterId: string,
  extending: { step: Pick<Step<string>, "extends" | "cites">; reasons: string | null; at: Date },
): Promise<void> {
  const { step, reasons, at } = extending;
  const rule = procedure.deadlines[step.extends ?? ""];
  if (rule?.extension === undefined) throw new Error(`${procedure.kind}: nothing extends ${step.extends}`);
  const days = daysOf(rule.extension, parameters);
  const rows = await tx
    .selectFrom("matters.deadline")
    .selectAll()
    .where("matter_id", "=", matterId)
    .where("name", "=", step.extends ?? "")
    .where("state", "=", "open")
    .execute();
  if (rows.length === 0 || rows.some((row) => row.extension_days > 0)) {
    throw new Problem(
      "not_extendable",
      `“${rule.title}”已延长过一次或者没有在计时，不能再延长。请在到期前办结。`,
      {
        article: step.cites,
      },
    );
  }
  for (const row of rows) {
    const due = dueOn(calendar, row.received_at, row.working_days + days, officeHoursEnd(parameters));
    await tx
      .insertInto("matters.deadline_change")
      .values({
        deadline_id: row.id,
        at,
        old_due_on: row.due_on,
        new_due_on: due.dueOn,
        old_provisional: row.provisional,
        new_provisional: due.provisional,
        reason: `延长：${reasons ?? ""}`,
      })
      .execute();
    await tx
      .updateTable("matters.deadline")
      .set({
        due_on: due.dueOn,
        remind_on: reminderOf({ calendar, parameters }, row.received_at, due.dueOn),
        reminded_at: null,
        provisional: due.provisional,
        extension_days: days,
        overdue_since: null,
      })
      .where("id", "=", row.id)
      .execute();
  }
}

async function openDeadline(
  tx: Tx,
  { calendar, parameters }: Reckoning,
  { matterId, form, at, name, rule }: Move & { name: string; rule: DeadlineRule<string> },
): Promise<void> {
  const since =
    rule.from === undefined ? at : countedFrom(calendar, z.iso.date().parse(form[rule.from.field]));
  const limits = limitsOf(rule, parameters).map(({ kind, days, article }) => {
    const due = dueOn(calendar, since, days, officeHoursEnd(parameters));
    return {
      id: uuid(),
      matter_id: matterId,
      name,
      title: rule.title,
      kind,
      article,
      received_at: since,
      working_days: days,
      due_on: due.dueOn,
      remind_on: reminderOf({ calendar, parameters }, since, due.dueOn),
      provisional: due.provisional,
      state: "open" as const,
    };
  });
  if (limits.length > 0) await tx.insertInto("matters.deadline").values(limits).execute();
}

/** The day that the opening's form sets; the promise column shows it, for it is not the law's. */
async function openDated(
  tx: Tx,
  { calendar }: Reckoning,
  { matterId, form, at, name, rule }: Move & { name: string; rule: DeadlineRule<string> },
): Promise<void> {
  if (rule.dated === undefined) return;
  const due = z.iso.date().parse(form[rule.dated.field]);
  await tx
    .insertInto("matters.deadline")
    .values({
      id: uuid(),
      matter_id: matterId,
      name,
      title: rule.title,
      kind: "promised",
      article: chineseCitation(rule.dated.serves),
      received_at: at,
      working_days: Math.max(1, daysLeft(calendar, at, due)),
      dated: true,
      due_on: due,
      remind_on: due,
      provisional: false,
      state: "open",
    })
    .execute();
}

/** The day of the reminder of a limit received at an instant. */
export function reminderOf({ calendar, parameters }: Reckoning, receivedAt: Date, due: string): string {
  const received = receiptDay(calendar, receivedAt, officeHoursEnd(parameters));
  return remindOn(calendar, { received, due, before: promisedDays(parameters, "due-reminder") });
}

async function moveTimers(
  tx: Tx,
  procedure: Procedure,
  { calendar, parameters }: Reckoning,
  { matterId, to, at }: Move,
): Promise<void> {
  const timers = Object.entries(procedure.timers ?? {});
  if (timers.length === 0) return;
  await tx
    .updateTable("matters.timer")
    .set({ state: "cancelled", ended_at: at })
    .where("matter_id", "=", matterId)
    .where("state", "=", "set")
    .execute();
  for (const [name, rule] of timers) {
    if (rule.in !== to) continue;
    const days = daysOf(rule.after, parameters);
    const due = dueOn(calendar, at, days, officeHoursEnd(parameters)).dueOn;
    await tx
      .insertInto("matters.timer")
      .values({
        id: uuid(),
        matter_id: matterId,
        name,
        received_at: at,
        working_days: days,
        due_on: due,
        fires_at: firesAt(due),
        state: "set",
      })
      .execute();
  }
}

const daysOf = (given: WorkingDays | Promised, parameters: Parameters): number =>
  "days" in given ? given.days : promisedDays(parameters, given.parameter);

/** The midnight in Shanghai that ends the last day. */
export const firesAt = (due: string): Date => startOf(addDays(due, 1));

/** The nearest due date still open orders the to-do list. */
async function noteNextDue(tx: Tx, matterId: string): Promise<void> {
  await tx
    .updateTable("matters.matter")
    .set(({ selectFrom }) => ({
      next_due: selectFrom("matters.deadline")
        .select((eb) => eb.fn.min("due_on").as("due"))
        .where("matter_id", "=", matterId)
        .where("state", "=", "open"),
    }))
    .where("id", "=", matterId)
    .execute();
}
