import { z } from "zod";
import { instant, partyRef, uuid } from "./common.ts";

/** The lists by which sharing and opening are managed (Art. 23, 38) and the collection list (Art. 9(3)). */
export const listName = z.enum([
  "sharing-demand",
  "sharing-responsibility",
  "not-shared",
  "open-responsibility",
  "collection",
]);
export type ListName = z.infer<typeof listName>;

/** One line of a list, derived from what is in force; nobody types it. */
export const listRow = z.object({
  /** The thing listed: an entry, an application, an item of collection. */
  id: uuid,
  code: z.string(),
  name: z.string(),
  unit: partyRef,
  /** Class, mode or state, in words. */
  terms: z.string(),
  /** Scope, purpose, conditions or scenario. */
  conditions: z.string(),
  basis: z.string(),
});
export type ListRow = z.infer<typeof listRow>;

export const listForm = z.object({ list: listName.meta({ title: "清单" }) });

/** How far the departments of a region are with a list (Art. 23). */
export const listStatus = z.object({
  unit: partyRef,
  /** Lines that the department's list has now. */
  lines: z.int(),
  confirmedAt: instant.nullable(),
  version: z.int().nullable(),
  /** What was confirmed is no longer what is in force. */
  stale: z.boolean(),
  /** A submission is under way. */
  matterId: uuid.nullable(),
});
export type ListStatus = z.infer<typeof listStatus>;

export const listVersion = z.object({
  id: uuid,
  version: z.int(),
  region: z.string(),
  lines: z.int(),
  at: instant,
  matterId: uuid,
  receipt: z.string(),
});
export type ListVersion = z.infer<typeof listVersion>;

/** A document on record with what is needed to check it without the platform. */
export const recordDocument = z.object({
  id: uuid,
  series: z.string(),
  version: z.int(),
  at: instant,
  body: z.record(z.string(), z.unknown()),
  receipt: z.string(),
});
export type RecordDocument = z.infer<typeof recordDocument>;
