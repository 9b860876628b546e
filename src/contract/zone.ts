import { z } from "zod";
import { datasetCode, instant, partyRef, resourceCode, uuid } from "./common.ts";
import { dataFormat, importance } from "./entry.ts";

/** Where a resource lies: with general data, or in the zone of important and core data (Art. 11 ¶3). */
export const place = z.enum(["data", "zone"]);

const entryRef = z.object({ id: uuid, code: datasetCode, name: z.string() });

export const zoneResource = z.object({
  code: resourceCode,
  entry: entryRef,
  unit: partyRef,
  /** The stricter where it holds both. */
  importance: importance.nullable(),
  /** Names of the items that are important or core data. */
  items: z.array(z.string()),
  kind: dataFormat,
  /** Rows in force, or files, as a string of an int64. */
  rows: z.string(),
  place,
  /** It is being moved or sealed anew; nothing is written to it meanwhile. */
  moving: z.boolean(),
});
export type ZoneResource = z.infer<typeof zoneResource>;

/** One time that a resource was moved into the zone, out of it, or sealed anew where it lies. */
export const zoneMove = z.object({
  id: uuid,
  code: resourceCode,
  entry: entryRef,
  unit: partyRef,
  from: place,
  to: place,
  /** Version of the entry that asks for it. */
  version: z.int(),
  plannedAt: instant,
  /** Null while it is under way. */
  finishedAt: instant.nullable(),
  receipt: z.string().nullable(),
});
export type ZoneMove = z.infer<typeof zoneMove>;

/** What the security administrator sees of the zone: never values. Moves are the latest 200. */
export const zone = z.object({ resources: z.array(zoneResource), moves: z.array(zoneMove) });
export type Zone = z.infer<typeof zone>;
