import { z } from "zod";
import { civilDate, partyRef, uuid } from "./common.ts";

const words = (max: number, missing: string) => z.string().trim().min(1, missing).max(max);

/** What every act of change states: from which day, by which document. */
const stated = {
  effectiveOn: civilDate,
  basis: words(1000, "请写明依据的文件名称和文号"),
};

/**
 * An act of change of units. A merger moves all of `units` into a unit that exists (one newly set up is entered first);
 * a split gives each entry of `unit` to one of `successors` and everything else to `rest`; `unit` itself may be among them
 * and then goes on.
 */
export const unitChange = z.discriminatedUnion("act", [
  z.object({
    act: z.literal("rename"),
    unit: uuid,
    name: words(200, "请填写新的全称"),
    shortName: words(100, "请填写新的简称"),
    ...stated,
  }),
  z.object({ act: z.literal("merge"), units: z.array(uuid).min(1).max(50), into: uuid, ...stated }),
  z.object({
    act: z.literal("split"),
    unit: uuid,
    successors: z.array(uuid).min(1).max(20),
    rest: uuid,
    /** Successor by id of the entry. */
    entries: z.record(uuid, uuid).default({}),
    ...stated,
  }),
  z.object({ act: z.literal("end"), unit: uuid, ...stated }),
]);
export type UnitChange = z.infer<typeof unitChange>;

export const holdingKind = z.enum([
  "entries",
  "matters",
  "drafts",
  "grants",
  "clients",
  "posts",
  "responsibilities",
  "items",
  "channels",
  "records",
]);

/** What a unit holds of one kind; the first hundred are named, of entries all. */
export const unitHoldings = z.object({
  unit: partyRef,
  kind: holdingKind,
  count: z.number().int(),
  items: z.array(z.object({ id: uuid, title: z.string() })),
});
export type UnitHoldings = z.infer<typeof unitHoldings>;

/** What would move. `digest` is handed back with the act, so that nothing else moves than was shown. */
export const changePreview = z.object({ digest: z.string(), holdings: z.array(unitHoldings) });
export type ChangePreview = z.infer<typeof changePreview>;

export const carryOut = z.object({
  change: unitChange,
  digest: z.string(),
  attachments: z.array(uuid).max(20).default([]),
});

/** The record of the act, and how many entries have ten working days for their update now (Art. 13). */
export const changeDone = z.object({ record: uuid, updates: z.number().int() });
export type ChangeDone = z.infer<typeof changeDone>;
