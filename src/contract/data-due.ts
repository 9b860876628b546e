import { z } from "zod";
import { civilDate, uuid } from "./common.ts";
import { updateFrequency } from "./entry.ts";

/** When the data of an entry are to be updated next, by its update frequency and the last batch. */
export const dataUpdate = z.object({
  id: uuid,
  name: z.string(),
  frequency: updateFrequency,
  /** Day of the last batch; null where none has come since the table was mounted. */
  lastOn: civilDate.nullable(),
  dueOn: civilDate,
  overdue: z.boolean(),
});
export type DataUpdate = z.infer<typeof dataUpdate>;

/** Ids of entries, separated by commas; at most as many as a page of the list shows. */
export const updatesQuery = z.object({
  ids: z
    .string()
    .transform((text) => text.split(",").filter((id) => id !== ""))
    .pipe(z.array(uuid).max(200)),
});
export const entryUpdates = z.object({ items: z.array(dataUpdate) });

export const ownUpdates = z.object({
  items: z.array(dataUpdate),
  overdue: z.int(),
  /** Within seven days. */
  soon: z.int(),
});
export type OwnUpdates = z.infer<typeof ownUpdates>;
