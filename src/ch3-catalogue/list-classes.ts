import { sql } from "kysely";
import type { EntryList } from "../contract/entry.ts";

/** By which class of an entry in force, in which values, it stands in a list (Art. 23, 38). */
const listClasses = {
  "sharing-responsibility": {
    of: "sharingClass",
    column: "sharing_class",
    among: ["unconditional", "conditional"],
  },
  "not-shared": { of: "sharingClass", column: "sharing_class", among: ["not-shared"] },
  "open-responsibility": {
    of: "openingClass",
    column: "opening_class",
    among: ["unconditional", "conditional"],
  },
} as const;

type Classes = { readonly [Of in "sharingClass" | "openingClass"]: string | null };

export function standsIn(list: EntryList, classes: Classes): boolean {
  const { of, among } = listClasses[list];
  return among.some((one) => one === classes[of]);
}

/** The same of a row of `catalogue.search` that is called `row`. */
export function standsInByRow(list: EntryList, row: string) {
  const { column, among } = listClasses[list];
  return sql<boolean>`${sql.ref(`${row}.${column}`)} = any(${[...among]})`;
}
