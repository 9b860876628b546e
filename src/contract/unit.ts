import { z } from "zod";
import { uuid } from "./common.ts";
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

/** A field that names a unit of the register: the screen offers the names. */
export const unitName = (title: string, missing: string) =>
  z.string().trim().min(1, missing).max(200).meta({ title, source: "unit" });
