import type { EntryItem } from "./entry.ts";

/** What becomes of a column: given plain, masked by the entry's rule, answered yes or no, or refused; the most open first. */
export const treatments = ["plain", "masked", "verify-only", "refused"] as const;
export type Treatment = (typeof treatments)[number];

/**
 * The least strict treatment that the entry allows (Art. 11 ¶3: protection by grade). Grade 4 is usable, not visible.
 * Below that the entry's own masking decides: where it says none, the item may be given in clear to who needs it;
 * anything else means at least masked. Core data are not shared at all. Provider and bureau may decide more strictly, never less.
 */
export function leastTreatment(item: EntryItem): Treatment {
  if (item.importance === "core") return "refused";
  if (item.grade >= 4 || item.importance === "important") return "verify-only";
  return item.masking === "none" ? "plain" : "masked";
}

export const isStricter = (treatment: Treatment, than: Treatment): boolean =>
  treatments.indexOf(treatment) > treatments.indexOf(than);
