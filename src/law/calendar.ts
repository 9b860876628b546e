/** A civil date `YYYY-MM-DD`; such dates compare and sort as text. */
export type CivilDate = string;

/**
 * The working calendar: the plain week, Monday to Friday, changed by the official notices of the years loaded.
 * `off` are days off that the plain week would work, `work` the make-up days.
 */
export interface WorkingCalendar {
  readonly years: ReadonlySet<number>;
  readonly off: ReadonlySet<CivilDate>;
  readonly work: ReadonlySet<CivilDate>;
}

const millisecondsOfDay = 86_400_000;
const time = (date: CivilDate): number => Date.parse(`${date}T00:00:00Z`);
const civil = (at: number): CivilDate => new Date(at).toISOString().slice(0, 10);

export const addDays = (date: CivilDate, days: number): CivilDate =>
  civil(time(date) + days * millisecondsOfDay);
export const yearOf = (date: CivilDate): number => Number(date.slice(0, 4));

/** Whole months later, on the last day of the month where it is shorter: 2026-01-31 + 1 → 2026-02-28. */
export function addMonths(date: CivilDate, months: number): CivilDate {
  const month = yearOf(date) * 12 + Number(date.slice(5, 7)) - 1 + months;
  const year = Math.floor(month / 12);
  const last = new Date(Date.UTC(year, (month % 12) + 1, 0)).getUTCDate();
  return civil(Date.UTC(year, month % 12, Math.min(Number(date.slice(8)), last)));
}

function isWeekend(date: CivilDate): boolean {
  const day = new Date(time(date)).getUTCDay();
  return day === 0 || day === 6;
}

export function isWorkingDay(calendar: WorkingCalendar, date: CivilDate): boolean {
  if (calendar.work.has(date)) return true;
  return !calendar.off.has(date) && !isWeekend(date);
}

/** The year's official notice is not loaded: only the plain week is known. */
export const isProvisional = (calendar: WorkingCalendar, date: CivilDate): boolean =>
  !calendar.years.has(yearOf(date));

export type DayKind = "workday" | "weekend" | "holiday" | "make-up";

export function dayKind(calendar: WorkingCalendar, date: CivilDate): DayKind {
  if (isWorkingDay(calendar, date)) return isWeekend(date) ? "make-up" : "workday";
  return calendar.off.has(date) ? "holiday" : "weekend";
}

/** The dates from one to another, both included. */
export function* daysBetween(from: CivilDate, to: CivilDate): Generator<CivilDate> {
  for (let date = from; date <= to; date = addDays(date, 1)) yield date;
}

/** Days off and weekend days worked of one year. */
export interface YearDays {
  readonly year: number;
  readonly off: readonly CivilDate[];
  readonly work: readonly CivilDate[];
}

/** The calendar with this year's days in place of those it had. */
export function withYear(calendar: WorkingCalendar, { year, off, work }: YearDays): WorkingCalendar {
  const others = (dates: ReadonlySet<CivilDate>) => [...dates].filter((date) => yearOf(date) !== year);
  return {
    years: new Set([...calendar.years, year]),
    off: new Set([...others(calendar.off), ...off]),
    work: new Set([...others(calendar.work), ...work]),
  };
}
