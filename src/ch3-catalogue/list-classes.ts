import { sql } from "kysely";
import type { EntryList } from "../contract/entry.ts";
import { plannedAnew } from "../platform/db/prepared.ts";

/** By which class of an entry in force, in which values, it stands in a list (Art. 23, 38). */
const listClasses = {
  "sharing-responsibility": { of: "sharing", among: ["unconditional", "conditional"] },
  "not-shared": { of: "sharing", among: ["not-shared"] },
  "open-responsibility": { of: "opening", among: ["unconditional", "conditional"] },
} as const;

type Classes = { readonly [Of in "sharing" | "opening" as `${Of}Class`]: string | null };

export function standsIn(list: EntryList, classes: Classes): boolean {
  const { of, among } = listClasses[list];
  return among.some((one) => one === classes[`${of}Class`]);
}

/** The same of a row of `catalogue.search` that is called `row`, by its facets. */
export function standsInByRow(list: EntryList, row: string) {
  const { of, among } = listClasses[list];
  return sql<boolean>`${sql.ref(`${row}.facets`)} && ${listed(among.map((one) => `${of}:${one}`))}`;
}

/** How the index is best used depends on how frequent these facets are, which a plan kept for all does not know. */
export const listed = (facets: readonly string[]) => sql`${[...facets]}::text[] ${sql.raw(plannedAnew)}`;
