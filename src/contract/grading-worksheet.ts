import { z } from "zod";
import { civilDate, datasetCode, instant, uuid } from "./common.ts";
import { entryStatus, grade } from "./entry.ts";
import { gradingTrigger } from "./grading.ts";
import { sampledItem } from "./value-patterns.ts";

const entryRef = z.object({ id: uuid, code: datasetCode, name: z.string() });

/** A proposal for an item of the caller's unit that an officer has not answered yet. */
export const worksheetLine = z.object({
  entry: entryRef,
  status: entryStatus,
  /** Of the draft that was read; a later one is not changed by what is confirmed. */
  draftVersion: z.int(),
  column: z.string(),
  item: z.string(),
  category: z.string(),
  grade,
  proposal: z.object({ category: z.string(), grade, reason: z.string() }),
  /** From the item's description, or from the values of the newest sample. */
  source: z.enum(["description", "sample"]),
});
export type WorksheetLine = z.infer<typeof worksheetLine>;

/** Entries whose grades are to be looked at again because their standard was replaced. */
export const worksheet = z.object({
  items: z.array(worksheetLine),
  /** Mounted entries with data that can be sampled. */
  sampled: z.array(
    z.object({
      entry: entryRef,
      rows: z.int().nullable(),
      /** Open proposals that rest on the sample. */
      found: z.int(),
      at: instant.nullable(),
    }),
  ),
});
export type Worksheet = z.infer<typeof worksheet>;

/**
 * Lines that an officer confirms. Of a draft the item is changed; what is in force is regraded by a matter, for which
 * the cause has to be stated (Art. 11 ¶4).
 */
export const confirmSuggestions = z.object({
  lines: z
    .array(z.object({ entry: uuid, draftVersion: z.int(), column: z.string() }))
    .min(1, "请至少选择一项建议")
    .max(500, "一次最多确认 500 项"),
  cause: z
    .object({
      gradingTrigger: gradingTrigger.meta({ title: "变化事项" }),
      changedOn: civilDate.meta({ title: "变化发生之日" }),
      changeReason: z.string().trim().min(1, "请写明为什么要调整").max(2000).meta({ title: "调整理由" }),
    })
    .nullable(),
});
export type ConfirmSuggestions = z.input<typeof confirmSuggestions>;

/** Where the confirmed lines of an entry went. */
export const confirmed = z.object({
  done: z.array(
    z.object({
      entry: entryRef,
      columns: z.array(z.string()),
      /** draft: changed in the draft; matter: a regrading was opened; review: it waits for the office's own review. */
      way: z.enum(["draft", "matter", "review"]),
      id: uuid,
    }),
  ),
  refused: z.array(
    z.object({ entry: entryRef, code: z.string(), detail: z.string(), article: z.string().nullable() }),
  ),
});
export type Confirmed = z.infer<typeof confirmed>;

/** Who confirmed which proposal and when. */
export const confirmation = z.object({
  id: uuid,
  entry: entryRef,
  item: z.string(),
  category: z.string(),
  grade,
  reason: z.string(),
  way: z.enum(["draft", "matter", "review"]),
  matterId: uuid.nullable(),
  person: z.string(),
  at: instant,
});
export type Confirmation = z.infer<typeof confirmation>;

/** One sampling of an entry's data: counts only. */
export const sampling = z.object({
  id: uuid,
  rows: z.int(),
  items: z.array(sampledItem),
  person: z.string(),
  at: instant,
});
export type Sampling = z.infer<typeof sampling>;
