import { sql } from "kysely";
import { z } from "zod";
import type { JsonObject } from "../contract/json.ts";
import { addDays, type WorkingCalendar } from "../law/calendar.ts";
import { chineseCitation } from "../law/citation.ts";
import { countedFrom, daysLeft, dueOn, isOverdue, receiptDay, remindOn, startOf } from "../law/deadlines.ts";
import type { DeadlineRule, Procedure, Promised, State, Step, WorkingDays } from "../law/language.ts";
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
  if (move.leaving === "cancelled") await callOffStopped(tx, move.matterId);
  const running = new Set(open.map(({ name }) => name));
  const begun = Object.entries(procedure.deadlines).filter(
    ([name, rule]) => !running.has(name) && rule.over.includes(move.to) && applies(rule, move.form),
  );
  await writeMoved(tx, move, {
    left: left.map(({ id }) => id),
    late: late.map(({ id }) => id),
    begun: begun.flatMap(([name, rule]) => [
      ...countedLimits(reckoning, move, name, rule),
      ...datedLimits(reckoning, move, name, rule),
    ]),
    timers: timersOf(procedure, reckoning, move),
  });
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

interface BegunLimit {
  readonly id: string;
  readonly name: string;
  readonly title: string;
  readonly kind: "statutory" | "promised";
  readonly article: string;
  readonly received_at: Date;
  readonly working_days: number;
  readonly dated: boolean;
  readonly due_on: string;
  readonly remind_on: string;
  readonly provisional: boolean;
}

function countedLimits(
  reckoning: Reckoning,
  { form, at }: Move,
  name: string,
  rule: DeadlineRule<string>,
): BegunLimit[] {
  const { calendar, parameters } = reckoning;
  const since =
    rule.from === undefined ? at : countedFrom(calendar, z.iso.date().parse(form[rule.from.field]));
  return limitsOf(rule, parameters).map(({ kind, days, article }) => {
    const due = dueOn(calendar, since, days, officeHoursEnd(parameters));
    return {
      id: uuid(),
      name,
      title: rule.title,
      kind,
      article,
      received_at: since,
      working_days: days,
      dated: false,
      due_on: due.dueOn,
      remind_on: reminderOf(reckoning, since, due.dueOn),
      provisional: due.provisional,
    };
  });
}

/** The day that the opening's form sets; the promise column shows it, for it is not the law's. */
function datedLimits(
  { calendar }: Reckoning,
  { form, at }: Move,
  name: string,
  rule: DeadlineRule<string>,
): BegunLimit[] {
  if (rule.dated === undefined) return [];
  const due = z.iso.date().parse(form[rule.dated.field]);
  return [
    {
      id: uuid(),
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
    },
  ];
}

/** The day of the reminder of a limit received at an instant. */
export function reminderOf({ calendar, parameters }: Reckoning, receivedAt: Date, due: string): string {
  const received = receiptDay(calendar, receivedAt, officeHoursEnd(parameters));
  return remindOn(calendar, { received, due, before: promisedDays(parameters, "due-reminder") });
}

interface SetTimer {
  readonly id: string;
  readonly name: string;
  readonly working_days: number;
  readonly due_on: string;
  readonly fires_at: Date;
}

function timersOf(procedure: Procedure, { calendar, parameters }: Reckoning, { to, at }: Move): SetTimer[] {
  return Object.entries(procedure.timers ?? {})
    .filter(([, rule]) => rule.in === to)
    .map(([name, rule]) => {
      const working_days = daysOf(rule.after, parameters);
      const due_on = dueOn(calendar, at, working_days, officeHoursEnd(parameters)).dueOn;
      // The midnight in Shanghai that ends the last day.
      return { id: uuid(), name, working_days, due_on, fires_at: startOf(addDays(due_on, 1)) };
    });
}

interface Moved {
  /** Ids of the limits that end; those of them that end late. */
  readonly left: readonly string[];
  readonly late: readonly string[];
  readonly begun: readonly BegunLimit[];
  readonly timers: readonly SetTimer[];
}

/** One statement, since each costs a step its time. The nearest due date still open orders the to-do list. */
async function writeMoved(tx: Tx, { matterId, at, leaving }: Move, moved: Moved): Promise<void> {
  const { left, late, begun, timers } = moved;
  const soonest = begun.map(({ due_on }) => due_on).toSorted()[0] ?? null;
  await sql`
    with closed as (
      update matters.deadline
      set closed_at = ${at}, state = case when id = any(${late}::uuid[]) then 'met-late' else ${leaving} end
      where id = any(${left}::uuid[])
    ), begun as (
      insert into matters.deadline (id, matter_id, name, title, kind, article, received_at, working_days, dated, due_on,
        remind_on, provisional, state)
      select id, ${matterId}::uuid, name, title, kind, article, received_at, working_days, dated, due_on,
        remind_on, provisional, 'open'
      from jsonb_to_recordset(${JSON.stringify(begun)}::jsonb) as given (id uuid, name text, title text, kind text,
        article text, received_at timestamptz, working_days int, dated boolean, due_on date, remind_on date,
        provisional boolean)
    ), called_off as (
      update matters.timer set state = 'cancelled', ended_at = ${at} where matter_id = ${matterId} and state = 'set'
    ), set as (
      insert into matters.timer (id, matter_id, name, received_at, working_days, due_on, fires_at, state)
      select id, ${matterId}::uuid, name, ${at}, working_days, due_on, fires_at, 'set'
      from jsonb_to_recordset(${JSON.stringify(timers)}::jsonb)
        as given (id uuid, name text, working_days int, due_on date, fires_at timestamptz)
    )
    update matters.matter set next_due = least(${soonest}::date, (
      select min(due_on) from matters.deadline
      where matter_id = ${matterId} and state = 'open' and id <> all(${left}::uuid[])
    ))
    where id = ${matterId}`.execute(tx);
}

/** The working days that a declaration states or a parameter of the city promises. */
export const daysOf = (given: WorkingDays | Promised, parameters: Parameters): number =>
  "days" in given ? given.days : promisedDays(parameters, given.parameter);
