import { z } from "zod";
import { instant, partyRef } from "./common.ts";
import { dataFormat, entryStatus, grade, openingClass, sharingClass } from "./entry.ts";
import { listName } from "./lists.ts";

/** The catalogue in figures, for leaders and bureaus; a department sees its own (Art. 11, 12, 13, 23). */

const figure = z.int();
const counted = <T extends z.ZodType>(value: T) => z.array(z.object({ value, count: figure }));

export const listStanding = z.enum(["none", "missing", "under-way", "stale", "confirmed"]);
export type ListStanding = z.infer<typeof listStanding>;

export const unitFigures = z.object({
  unit: partyRef,
  drafts: figure,
  inReview: figure,
  /** In force, also while a change of them is under review. */
  published: figure,
  /** Of those in force. */
  mounted: figure,
  /** The same two by format, every format in its order. */
  formats: z.array(z.object({ format: dataFormat, published: figure, mounted: figure })),
  /** Of those in force: every item has its category and grade (Art. 11). */
  graded: figure,
  /** Updates after a change of law or function (Art. 13): open, and of these overdue. */
  updatesOpen: figure,
  updatesOverdue: figure,
  /** Mounted data whose update frequency asks for data within seven days, and since some time. */
  dataDue: figure,
  dataOverdue: figure,
  lists: z.array(z.object({ list: listName, standing: listStanding })),
});
export type UnitFigures = z.infer<typeof unitFigures>;

export const dashboard = z.object({
  /** Of the whole city, a region, or one unit. */
  scope: z.object({ kind: z.enum(["city", "region", "unit"]), name: z.string() }),
  at: instant,
  status: counted(entryStatus),
  /** The rest is of what is in force. */
  sharing: counted(sharingClass),
  opening: counted(openingClass),
  grades: counted(grade),
  units: z.array(unitFigures),
  /** The last twelve months: entries that came into force, and further versions of them. */
  months: z.array(z.object({ month: z.string().regex(/^\d{4}-\d{2}$/), first: figure, further: figure })),
});
export type Dashboard = z.infer<typeof dashboard>;
