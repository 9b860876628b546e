import { addDays, type WorkingCalendar, withYear, type YearDays } from "../law/calendar.ts";
import { dueOn, startOf } from "../law/deadlines.ts";
import { officeHoursEnd, type Parameters } from "../law/parameters.ts";
import type { Db, Tx } from "../platform/db/tables.ts";
import { loadCalendar } from "./calendar.ts";
import "./tables.ts";

/** An open deadline that a calendar moves, or makes certain. */
export interface Move {
  readonly id: string;
  readonly matterId: string;
  readonly number: string;
  readonly matterTitle: string;
  readonly title: string;
  readonly kind: "statutory" | "promised";
  readonly receivedAt: Date;
  readonly oldDueOn: string;
  readonly newDueOn: string;
  readonly oldProvisional: boolean;
  readonly newProvisional: boolean;
}

export interface TimerMove {
  readonly id: string;
  readonly newDueOn: string;
}

export interface Plan {
  readonly calendar: WorkingCalendar;
  readonly deadlines: readonly Move[];
  readonly timers: readonly TimerMove[];
}

/** What a year's notice would move. Nothing can that was received after the year or ends before it. */
export async function planYear(db: Db | Tx, notice: YearDays, parameters: Parameters): Promise<Plan> {
  const calendar = withYear(await loadCalendar(db), notice);
  const end = officeHoursEnd(parameters);
  const first = `${notice.year}-01-01`;
  const after = startOf(`${notice.year + 1}-01-01`);
  const open = await db
    .selectFrom("matters.deadline as d")
    .innerJoin("matters.matter as m", "m.id", "d.matter_id")
    .select(["d.id", "d.matter_id as matterId", "m.number", "m.title as matterTitle", "d.title", "d.kind"])
    .select(["d.received_at as receivedAt", "d.due_on as oldDueOn", "d.provisional as oldProvisional"])
    .select((eb) => eb("d.working_days", "+", eb.ref("d.extension_days")).as("days"))
    .where("d.state", "=", "open")
    .where("d.dated", "=", false)
    .where("d.due_on", ">=", first)
    .where("d.received_at", "<", after)
    .orderBy("d.due_on")
    .orderBy("d.id")
    .execute();
  const deadlines = open.flatMap(({ days, ...row }): Move[] => {
    const due = dueOn(calendar, row.receivedAt, days, end);
    if (due.dueOn === row.oldDueOn && due.provisional === row.oldProvisional) return [];
    return [{ ...row, newDueOn: due.dueOn, newProvisional: due.provisional }];
  });
  const set = await db
    .selectFrom("matters.timer")
    .select(["id", "received_at", "working_days", "due_on"])
    .where("state", "=", "set")
    .where("due_on", ">=", addDays(first, -1))
    .where("received_at", "<", after)
    .execute();
  const timers = set.flatMap((timer): TimerMove[] => {
    const due = dueOn(calendar, timer.received_at, timer.working_days, end).dueOn;
    return due === timer.due_on ? [] : [{ id: timer.id, newDueOn: due }];
  });
  return { calendar, deadlines, timers };
}
