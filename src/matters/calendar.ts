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
  const years = await db.selectFrom("matters.calendar_year").select("year").execute();
  const days = await db.selectFrom("matters.calendar_day").select(["day", "working"]).execute();
  const dates = (working: boolean) =>
    new Set(days.filter((day) => day.working === working).map(({ day }) => day));
  return { years: new Set(years.map(({ year }) => year)), off: dates(false), work: dates(true) };
}

export function calendarDays(calendar: WorkingCalendar, from: CivilDate, to: CivilDate): CalendarDay[] {
  return Array.from(daysBetween(from, to), (date) => ({
    date,
    working: isWorkingDay(calendar, date),
    kind: dayKind(calendar, date),
    provisional: isProvisional(calendar, date),
  }));
}
