import { z } from "zod";
import { civilDate } from "./common.ts";

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
