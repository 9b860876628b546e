import { partyNames } from "../ch2-parties/index.ts";
import { type EntryFacets, type EntryList, type EntrySearch, entryList } from "../contract/entry.ts";
import { industryText, sectionOf } from "../contract/industry.ts";
import {
  baseDatabaseLabel,
  entryStatusLabel,
  industryLabel,
  labelOf,
  listNameLabel,
  openingClassLabel,
  sharingClassLabel,
} from "../contract/labels.zh.ts";
import type { Db } from "../platform/db/tables.ts";
import type { Caller } from "../platform/http/caller.ts";
import { listedEntries } from "./entries.ts";
import { standsIn } from "./list-classes.ts";
import { type Candidate, candidates, mostCandidates, namedBy } from "./search-candidates.ts";
import { excerptsOf } from "./search-excerpts.ts";
import type { Conditions } from "./search-facets.ts";
import { plain, wordsOf } from "./search-text.ts";

/**
 * Entries in which every word stands somewhere: in name, abstract, items, codes or the provider's name. The index narrows, the
 * text itself decides, so exactly the substrings are found. Names come before everything else, then the latest.
 */
export async function searchEntries(
  db: Db,
  caller: Caller,
  query: Conditions & { readonly q: string; readonly offset: number; readonly limit: number },
): Promise<Omit<EntrySearch, "next">> {
  const words = wordsOf(query.q);
  const found = await candidates(db, caller, words, query);
  const ranked = found.slice(0, mostCandidates);
  const page = ranked.slice(query.offset, query.offset + query.limit).map(({ id }) => id);
  const { items, contents } = await listedEntries(db, caller, page);
  return {
    items: items.map((item) => {
      const content = contents.get(item.id);
      const codes = [
        item.code,
        ...(item.catalogueCode === null ? [] : [item.catalogueCode]),
        ...item.oldCodes,
      ];
      const excerpts = content ? excerptsOf(content, { provider: item.provider.name, codes }, words) : [];
      return { ...item, excerpts };
    }),
    count: ranked.length,
    more: found.length > mostCandidates,
    facets: await facetsOf(db, ranked, query.industry),
  };
}

/** Ids of what a search finds, in its order; for exports. */
export async function foundIds(
  db: Db,
  caller: Caller,
  query: Conditions & { readonly q: string },
): Promise<string[]> {
  return (await candidates(db, caller, wordsOf(query.q), query)).map(({ id }) => id);
}

/** How often each value stands among the finds, the most frequent first. */
async function facetsOf(
  db: Db,
  found: readonly Candidate[],
  industry: string | undefined,
): Promise<EntryFacets> {
  const names = await partyNames(db, [...new Set(found.map(({ providerId }) => providerId))]);
  const countAll = (values: (one: Candidate) => readonly string[], label: (value: string) => string) => {
    const counts = new Map<string, number>();
    for (const one of found) for (const held of values(one)) counts.set(held, (counts.get(held) ?? 0) + 1);
    return [...counts]
      .map(([code, times]) => ({ value: code, label: label(code), count: times }))
      .toSorted((a, b) => b.count - a.count || a.value.localeCompare(b.value));
  };
  const count = (value: (one: Candidate) => string | null, label: (value: string) => string) =>
    countAll((one) => [value(one)].filter((held) => held !== null), label);
  // That a published entry is being changed is its keeper's and its reviewers' business.
  const seenStatus = ({ status, seesDraft }: Candidate) =>
    !seesDraft && status === "in-review" ? "published" : status;
  return {
    provider: count(
      ({ providerId }) => providerId,
      (id) => names.get(id) ?? "",
    ),
    status: count(seenStatus, (code) => labelOf(entryStatusLabel, code)),
    sharingClass: count(
      ({ sharingClass }) => sharingClass,
      (code) => labelOf(sharingClassLabel, code),
    ),
    openingClass: count(
      ({ openingClass }) => openingClass,
      (code) => labelOf(openingClassLabel, code),
    ),
    grade: count(
      ({ grade }) => (grade === null ? null : String(grade)),
      (grade) => `${grade}级`,
    ),
    industry: count(
      (one) => (one.industry === null ? null : sectionOf(one.industry)),
      (code) => labelOf(industryLabel, code),
    ),
    division: count(
      (one) => (industry === undefined || one.industry?.length === 1 ? null : one.industry),
      industryText,
    ),
    base: count(
      ({ base }) => base,
      (code) => labelOf(baseDatabaseLabel, code),
    ),
    list: countAll(listsOf, (code) => labelOf(listNameLabel, code)),
  };
}

/** The lists that an entry in force stands in by its classes. */
const listsOf = (found: Candidate): EntryList[] =>
  found.inForce ? entryList.options.filter((list) => standsIn(list, found)) : [];

/** Names that hold what has been typed: of entries the caller may read, and of units. */
export async function suggestNames(db: Db, caller: Caller, typed: string, most = 8): Promise<string[]> {
  const words = wordsOf(typed);
  if (words.length === 0) return [];
  const wanted = words.join("");
  const found = await namedBy(db, caller, words);
  const names = [...new Set(found.map(({ name }) => name))];
  const position = (name: string) => plain(name).indexOf(wanted);
  return names
    .toSorted((a, b) => position(a) - position(b) || a.length - b.length || a.localeCompare(b, "zh"))
    .slice(0, most);
}
