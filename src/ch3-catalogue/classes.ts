import type { EntryContent } from "../contract/entry.ts";
import { gradeOf, isPersonal } from "./checks.ts";

/** The fields of an entry that make up its classes (Art. 24, 25, 37). */
export type ClassFields = Pick<
  EntryContent,
  | "sharingClass"
  | "sharingScope"
  | "sharingPurpose"
  | "sharingBasis"
  | "sharingModes"
  | "openingClass"
  | "openingConditions"
  | "openingBasis"
>;

export type Side = "sharing" | "opening";
export type Move = "same" | "tightened" | "relaxed" | "converted";

const strictness: Readonly<Record<string, number>> = {
  unconditional: 0,
  conditional: 1,
  "not-shared": 2,
  "not-open": 2,
};

export const classOf = (content: ClassFields, side: Side): string | null =>
  side === "sharing" ? content.sharingClass : content.openingClass;

/** What a change does to one class; out of the closed class it is a conversion, which needs evidence (Art. 25, 37). */
export function moveOf(before: ClassFields, after: ClassFields, side: Side): Move {
  const old = classOf(before, side);
  const next = classOf(after, side);
  if (old === next || old === null) return "same";
  const change = strictnessOf(next) - strictnessOf(old);
  if (change > 0) return "tightened";
  return strictnessOf(old) === 2 ? "converted" : "relaxed";
}

/** A class left blank counts as unconditional (Art. 25 ¶3). */
const strictnessOf = (name: string | null): number => strictness[name ?? "unconditional"] ?? 0;

/** Left unstated, a class is deemed unconditional; not so where persons or a grade need protection: it goes back. */
export const mayBeDeemed = (content: EntryContent): boolean => !isPersonal(content) && gradeOf(content) < 3;

/** Without conditions there is neither scope nor purpose nor basis to state. */
export const unconditionalSharing = {
  sharingClass: "unconditional",
  sharingScope: "",
  sharingPurpose: "",
  sharingBasis: "",
} as const satisfies Partial<ClassFields>;

export const unconditionalOpening = {
  openingClass: "unconditional",
  openingConditions: "",
  openingBasis: "",
} as const satisfies Partial<ClassFields>;
