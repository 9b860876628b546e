import { z } from "zod";
import { civilDate, instant, uuid } from "./common.ts";

/** One civil day of the working calendar, `GET /api/v1/calendar?from&to` (both inclusive, at most 62 days). */
export const calendarDay = z.object({
  date: civilDate,
  working: z.boolean(),
  /** `holiday` and `make-up` differ from the plain week and are marked 休 and 上班. */
  kind: z.enum(["workday", "weekend", "holiday", "make-up"]),
  /** The official notice of the year is not loaded. */
  provisional: z.boolean(),
});
export type CalendarDay = z.infer<typeof calendarDay>;

export const calendarQuery = z.object({ from: civilDate, to: civilDate });

/** A year's official notice: days off, and weekend days worked. */
export const yearNotice = z.object({
  year: z.int().min(2025, "年份须在 2025 至 2100 之间").max(2100, "年份须在 2025 至 2100 之间"),
  /** Name or number of the notice. */
  source: z.string().trim().min(1, "请填写通知名称或文号").max(200),
  off: z.array(civilDate).max(366),
  work: z.array(civilDate).max(366),
});
export type YearNotice = z.infer<typeof yearNotice>;

export const calendarYear = z.object({ year: z.number().int(), source: z.string(), loadedAt: instant });
export type CalendarYear = z.infer<typeof calendarYear>;

/** What loading a notice would do. At most 500 moves are listed; `count` counts all. */
export const calendarPreview = z.object({
  year: z.number().int(),
  replaces: z.string().nullable(),
  /** To be sent back with the confirmation. */
  digest: z.string(),
  count: z.number().int(),
  /** Steps of the platform itself that move too. */
  timers: z.number().int(),
  moved: z.array(
    z.object({
      matter: z.object({ id: uuid, number: z.string(), title: z.string() }),
      title: z.string(),
      kind: z.enum(["statutory", "promised"]),
      oldDueOn: civilDate,
      newDueOn: civilDate,
      oldProvisional: z.boolean(),
      newProvisional: z.boolean(),
      /** Late by the new date. */
      overdue: z.boolean(),
    }),
  ),
});
export type CalendarPreview = z.infer<typeof calendarPreview>;

export const confirmCalendar = yearNotice.extend({ digest: z.string().length(64) });
