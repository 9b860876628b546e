/** A civil date `YYYY-MM-DD`; such dates compare and sort as text. */
export type CivilDate = string;

/**
 * The working calendar: the plain week, Monday to Friday, changed by the official notices of the years loaded.
 * `off` are days off that the plain week would work, `work` the make-up days. Years not loaded have their festivals by
 * regulation, and are provisional.
 */
export interface WorkingCalendar {
  readonly years: ReadonlySet<number>;
  readonly off: ReadonlySet<CivilDate>;
  readonly work: ReadonlySet<CivilDate>;
}

const millisecondsOfDay = 86_400_000;
const time = (date: CivilDate): number => Date.parse(`${date}T00:00:00Z`);
const firstDay = time("0000-01-01");
const lastDay = time("9999-12-31");
const civil = (at: number): CivilDate => new Date(at).toISOString().slice(0, 10);

/** RangeError beyond the years of four digits: no search for a day goes on without end. */
export function addDays(date: CivilDate, days: number): CivilDate {
  const at = time(date) + days * millisecondsOfDay;
  if (!(at >= firstDay && at <= lastDay)) throw new RangeError(`no civil date: ${date} + ${days}`);
  return civil(at);
}
export const yearOf = (date: CivilDate): number => Number(date.slice(0, 4));

/** Whole months later, on the last day of the month where it is shorter: 2026-01-31 + 1 → 2026-02-28. */
export function addMonths(date: CivilDate, months: number): CivilDate {
  const month = yearOf(date) * 12 + Number(date.slice(5, 7)) - 1 + months;
  const year = Math.floor(month / 12);
  const last = new Date(Date.UTC(year, (month % 12) + 1, 0)).getUTCDate();
  return civil(Date.UTC(year, month % 12, Math.min(Number(date.slice(8)), last)));
}

/**
 * Days off by the regulation on festivals and memorial days (State Council Decree 795, in force 2025-01-01), of years
 * whose yearly notice is not known yet. Which days are worked in exchange, and where a festival on a weekend is made up
 * for, only the notice says. Those of the moon and of the sun's terms are tabled: the lunar calendar of ICU
 * is a day off where a new moon falls at midnight, as in February 2027.
 */
const everyYear = ["01-01", "05-01", "05-02", "10-01", "10-02", "10-03"] as const;
const byMoonAndSun: Readonly<Record<number, readonly string[]>> = {
  2027: ["02-05", "02-06", "02-07", "02-08", "04-05", "06-09", "09-15"],
  2028: ["01-25", "01-26", "01-27", "01-28", "04-04", "05-28", "10-03"],
  2029: ["02-12", "02-13", "02-14", "02-15", "04-04", "06-16", "09-22"],
};

function isFestival(date: CivilDate): boolean {
  const day = date.slice(5);
  return everyYear.some((one) => one === day) || (byMoonAndSun[yearOf(date)]?.includes(day) ?? false);
}

export function isWeekend(date: CivilDate): boolean {
  const day = new Date(time(date)).getUTCDay();
  return day === 0 || day === 6;
}

export function isWorkingDay(calendar: WorkingCalendar, date: CivilDate): boolean {
  if (calendar.work.has(date)) return true;
  return !isOff(calendar, date) && !isWeekend(date);
}

const isOff = (calendar: WorkingCalendar, date: CivilDate): boolean =>
  calendar.off.has(date) || (isProvisional(calendar, date) && isFestival(date));

/** The year's official notice is not loaded: only the plain week and the festivals by regulation are known. */
export const isProvisional = (calendar: WorkingCalendar, date: CivilDate): boolean =>
  !calendar.years.has(yearOf(date));

export type DayKind = "workday" | "weekend" | "holiday" | "make-up";

export function dayKind(calendar: WorkingCalendar, date: CivilDate): DayKind {
  if (isWorkingDay(calendar, date)) return isWeekend(date) ? "make-up" : "workday";
  return isOff(calendar, date) ? "holiday" : "weekend";
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
