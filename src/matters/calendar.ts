import { sql } from "kysely";
import type { CalendarDay } from "../contract/calendar.ts";
import {
  type CivilDate,
  dayKind,
  daysBetween,
  isProvisional,
  isWorkingDay,
  type WorkingCalendar,
} from "../law/calendar.ts";
import type { Db, Tx } from "../platform/db/tables.ts";
import "./tables.ts";

export async function loadCalendar(db: Db | Tx): Promise<WorkingCalendar> {
  const { rows } = await sql<{ years: number[]; off: CivilDate[]; work: CivilDate[] }>`
    select array(select year from matters.calendar_year) as years,
      array(select day::text from matters.calendar_day where not working) as off,
      array(select day::text from matters.calendar_day where working) as work`.execute(db);
  const [read] = rows;
  if (read === undefined) throw new Error("the calendar returned no row");
  return { years: new Set(read.years), off: new Set(read.off), work: new Set(read.work) };
}

export function calendarDays(calendar: WorkingCalendar, from: CivilDate, to: CivilDate): CalendarDay[] {
  return Array.from(daysBetween(from, to), (date) => ({
    date,
    working: isWorkingDay(calendar, date),
    kind: dayKind(calendar, date),
    provisional: isProvisional(calendar, date),
  }));
}
