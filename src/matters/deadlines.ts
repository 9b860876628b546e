import type { JsonObject } from "../contract/json.ts";
import { addDays, type WorkingCalendar } from "../law/calendar.ts";
import { chineseCitation } from "../law/citation.ts";
import { dueOn, isOverdue, startOf } from "../law/deadlines.ts";
import type { DeadlineRule, Procedure, TimerRule } from "../law/language.ts";
import { officeHoursEnd, type Parameters, promisedDays } from "../law/parameters.ts";
import type { Tx } from "../platform/db/tables.ts";
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
  /** The matter was taken back: what still runs is called off, not met. */
  readonly withdrawn: boolean;
}

/** Closes what the new state leaves, opens what it starts, and sets its timers. Returns the nearest open due date. */
export async function moveDeadlines(
  tx: Tx,
  procedure: Procedure,
  reckoning: Reckoning,
  move: Move,
): Promise<string | null> {
  const open = await tx
    .selectFrom("matters.deadline")
    .select(["id", "name", "due_on"])
    .where("matter_id", "=", move.matterId)
    .where("state", "=", "open")
    .execute();
  for (const { id, name, due_on } of open) {
    if (procedure.deadlines[name]?.over.includes(move.to)) continue;
    const met = isOverdue(due_on, move.at) ? "met-late" : "met";
    await tx
      .updateTable("matters.deadline")
      .set({ state: move.withdrawn ? "cancelled" : met, closed_at: move.at })
      .where("id", "=", id)
      .execute();
  }
  const running = new Set(open.map(({ name }) => name));
  for (const [name, rule] of Object.entries(procedure.deadlines)) {
    if (running.has(name) || !rule.over.includes(move.to) || !applies(rule, move.form)) continue;
    await openDeadline(tx, reckoning, { ...move, name, rule });
  }
  await moveTimers(tx, procedure, reckoning, move);
  return nextDue(tx, move.matterId);
}

async function openDeadline(
  tx: Tx,
  { calendar, parameters }: Reckoning,
  { matterId, at, name, rule }: Move & { name: string; rule: DeadlineRule<string> },
): Promise<void> {
  for (const { kind, days, article } of limitsOf(rule, parameters)) {
    const due = dueOn(calendar, at, days, officeHoursEnd(parameters));
    await tx
      .insertInto("matters.deadline")
      .values({
        id: uuid(),
        matter_id: matterId,
        name,
        title: rule.title,
        kind,
        article,
        received_at: at,
        working_days: days,
        due_on: due.dueOn,
        provisional: due.provisional,
        state: "open",
      })
      .execute();
  }
}

async function moveTimers(
  tx: Tx,
  procedure: Procedure,
  { calendar, parameters }: Reckoning,
  { matterId, to, at }: Move,
): Promise<void> {
  await tx
    .updateTable("matters.timer")
    .set({ state: "cancelled", ended_at: at })
    .where("matter_id", "=", matterId)
    .where("state", "=", "set")
    .execute();
  for (const [name, rule] of Object.entries(procedure.timers ?? {})) {
    if (rule.in !== to) continue;
    const days = timerDays(rule, parameters);
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

const timerDays = ({ after }: TimerRule<string, string>, parameters: Parameters): number =>
  "days" in after ? after.days : promisedDays(parameters, after.parameter);

/** The midnight in Shanghai that ends the last day. */
export const firesAt = (due: string): Date => startOf(addDays(due, 1));

/** The nearest due date still open, for the order of the to-do list. */
export async function nextDue(tx: Tx, matterId: string): Promise<string | null> {
  const row = await tx
    .selectFrom("matters.deadline")
    .select((eb) => eb.fn.min("due_on").as("due"))
    .where("matter_id", "=", matterId)
    .where("state", "=", "open")
    .executeTakeFirst();
  return row?.due ?? null;
}
