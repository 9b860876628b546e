import { z } from "zod";
import { instant, partyRef, uuid } from "./common.ts";
import { partyKind, partyLevel } from "./roles.ts";

/**
 * A unit that manages or serves the public, to be chosen by name. `byReference`: a unit of the province or the state
 * in the city, to which the Measures apply by reference (Art. 77).
 */
export const unit = z.object({
  id: uuid,
  name: z.string(),
  kind: partyKind,
  level: partyLevel,
  region: z.string(),
  regionName: z.string(),
  byReference: z.boolean(),
});
export type Unit = z.infer<typeof unit>;

export const successionKind = z.enum(["merger", "split"]);
const succession = partyRef.extend({ kind: successionKind });

/** Art. 9: what a unit has on record about who answers for its data; empty where it was never stated. */
const unitDuty = z.object({ record: uuid, chief: z.string(), section: z.string(), phone: z.string() });

/** A unit as the register shows it, also one that has ended. */
export const registeredUnit = unit.extend({
  uscc: z.string().nullable(),
  /** Null while the unit exists. */
  endedAt: instant.nullable(),
  formerNames: z.array(z.object({ name: z.string(), until: instant })),
  predecessors: z.array(succession),
  successors: z.array(succession),
  /** Whether the caller may know the duty: the unit itself, and the bureau of its area. */
  dutyKnown: z.boolean(),
  /** Null: not named yet, or not for the caller to know. */
  duty: unitDuty.nullable(),
  /** Whether the caller's bureau may rename, merge, split or end it. */
  mayReorganise: z.boolean(),
});
export type RegisteredUnit = z.infer<typeof registeredUnit>;

/** A field that names a unit of the register: the screen offers the names. */
export const unitName = (title: string, missing: string) =>
  z.string().trim().min(1, missing).max(200).meta({ title, source: "unit" });
