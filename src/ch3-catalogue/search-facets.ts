import { type RawBuilder, sql } from "kysely";
import type { EntrySearchQuery } from "../contract/entry.ts";
import type { Caller } from "../platform/http/caller.ts";
import { listed, standsInByRow } from "./list-classes.ts";

/** What a search is narrowed by, beside its words. */
export type Conditions = Omit<EntrySearchQuery, "q" | "limit" | "cursor">;

/**
 * The same as conditions on a row of `catalogue.search` that is called `row`: its column `facets` holds what
 * `catalogue.facets` makes of it, in one index with its words.
 */
export function narrowedTo(caller: Caller, query: Conditions, row: "f" | "s"): RawBuilder<boolean>[] {
  const { provider, mine, sharingClass, openingClass, grade, industry, base, list } = query;
  const asked = [
    ...facet("keeper", provider),
    ...facet("keeper", mine === true ? caller.party.id : undefined),
    ...facet("sharing", sharingClass),
    ...facet("opening", openingClass),
    ...facet("grade", grade),
    ...facet("industry", industry),
    ...facet("base", base),
  ];
  return [
    ...(asked.length === 0 ? [] : [sql<boolean>`${sql.ref(`${row}.facets`)} @> ${listed(asked)}`]),
    // Only what is in force stands in a list.
    ...(list === undefined
      ? []
      : [sql<boolean>`(not ${sql.ref(`${row}.of_draft`)} and ${standsInByRow(list, row)})`]),
  ];
}

/** That this unit keeps the entry, by the same index; one plan serves all units. */
export const keptBy = (unit: string): RawBuilder<boolean> =>
  sql`s.facets @> ${facet("keeper", unit)}::text[]`;

const facet = (name: string, value: string | number | undefined): string[] =>
  value === undefined ? [] : [`${name}:${value}`];
