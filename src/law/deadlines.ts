import { addDays, type CivilDate, isProvisional, isWorkingDay, type WorkingCalendar } from "./calendar.ts";

const shanghaiOffset = 8 * 3_600_000;
const shanghai = (at: Date): string => new Date(at.getTime() + shanghaiOffset).toISOString();

/** Civil date in Shanghai. */
export const civilDate = (at: Date): CivilDate => shanghai(at).slice(0, 10);

/** The first instant of a civil date in Shanghai. */
export const startOf = (date: CivilDate): Date => new Date(`${date}T00:00:00+08:00`);

/** When working hours end, `HH:MM` in Shanghai (parameter `office-hours-end`). */
export type OfficeHoursEnd = string;

export interface Due {
  /** Inclusive: late from the next 00:00 in Shanghai. */
  readonly dueOn: CivilDate;
  /** A day that was counted, or passed over, lies in a year whose official notice is not loaded. */
  readonly provisional: boolean;
}

function firstWorkingDay(calendar: WorkingCalendar, from: CivilDate): CivilDate {
  let date = from;
  while (!isWorkingDay(calendar, date)) date = addDays(date, 1);
  return date;
}

/** The day that counts as the day of receipt: after working hours or on a day off it is the next working day. */
export function receiptDay(calendar: WorkingCalendar, at: Date, end: OfficeHoursEnd): CivilDate {
  const date = civilDate(at);
  const late = shanghai(at).slice(11, 16) >= end;
  return firstWorkingDay(calendar, late ? addDays(date, 1) : date);
}

/**
 * The instant from which days are counted that run from an event of that day, such as a change of law: the working
 * day after it is day 1, also where it fell on a day off (nothing is received, so nothing is put off).
 */
export function countedFrom(calendar: WorkingCalendar, date: CivilDate): Date {
  let day = date;
  while (!isWorkingDay(calendar, day)) day = addDays(day, -1);
  return startOf(day);
}

/** The last day of so many working days; the working day after receipt is day 1. `days` ≥ 1. */
export function dueOn(calendar: WorkingCalendar, receivedAt: Date, days: number, end: OfficeHoursEnd): Due {
  if (!Number.isInteger(days) || days < 1) throw new RangeError(`not a number of working days: ${days}`);
  let date = receiptDay(calendar, receivedAt, end);
  let provisional = isProvisional(calendar, civilDate(receivedAt)) || isProvisional(calendar, date);
  for (let counted = 0; counted < days; ) {
    date = addDays(date, 1);
    provisional ||= isProvisional(calendar, date);
    if (isWorkingDay(calendar, date)) counted += 1;
  }
  return { dueOn: date, provisional };
}

export const isOverdue = (due: CivilDate, at: Date): boolean => civilDate(at) > due;

function workingDaysAfter(calendar: WorkingCalendar, from: CivilDate, to: CivilDate): number {
  let count = 0;
  for (let date = addDays(from, 1); date <= to; date = addDays(date, 1)) {
    if (isWorkingDay(calendar, date)) count += 1;
  }
  return count;
}

/** Working days left: without today, with the due day; 0 on the due day, at most −1 once overdue. */
export function daysLeft(calendar: WorkingCalendar, at: Date, due: CivilDate): number {
  const today = civilDate(at);
  if (today <= due) return workingDaysAfter(calendar, today, due);
  return -Math.max(1, workingDaysAfter(calendar, due, today));
}

/** Green has time, yellow ends within so many working days, red is late. */
export type Light = "green" | "yellow" | "red";

/** The one place that says which colour a running limit shows. `soon`: parameter `due-soon`. */
export function lightOf(calendar: WorkingCalendar, at: Date, due: CivilDate, soon: number): Light {
  if (isOverdue(due, at)) return "red";
  return due <= lastSoonDay(calendar, at, soon) ? "yellow" : "green";
}

/** The last due day that is still yellow: the day before the working day that is one too many. */
export function lastSoonDay(calendar: WorkingCalendar, at: Date, soon: number): CivilDate {
  let date = civilDate(at);
  for (let counted = 0; counted <= soon; ) {
    date = addDays(date, 1);
    if (isWorkingDay(calendar, date)) counted += 1;
  }
  return addDays(date, -1);
}

/**
 * The day on which to be reminded of a limit: so many working days before it ends, yet never before the first working
 * day after receipt, of which there is a notice anyway.
 */
export function remindOn(
  calendar: WorkingCalendar,
  { received, due, before }: { received: CivilDate; due: CivilDate; before: number },
): CivilDate {
  const first = firstWorkingDay(calendar, addDays(received, 1));
  let date = due;
  for (let counted = 0; counted < before && date > first; ) {
    date = addDays(date, -1);
    if (isWorkingDay(calendar, date)) counted += 1;
  }
  return date;
}
