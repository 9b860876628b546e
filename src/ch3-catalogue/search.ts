import { expressionBuilder, type RawBuilder, sql } from "kysely";
import { partyNames } from "../ch2-parties/index.ts";
import type { EntryFacets, EntrySearch, EntrySearchQuery } from "../contract/entry.ts";
import {
  entryStatusLabel,
  industryLabel,
  labelOf,
  openingClassLabel,
  sharingClassLabel,
} from "../contract/labels.zh.ts";
import type { Db, Tables } from "../platform/db/tables.ts";
import type { Caller } from "../platform/http/caller.ts";
import { hasStatus, listedEntries } from "./entries.ts";
import { mayRead, mayReadDraft, type Where } from "./policy.ts";
import { excerptsOf } from "./search-excerpts.ts";
import { inName, plain, tokensOf, wordsOf } from "./search-text.ts";

/** Beyond this many finds nobody looks on: so many are ranked and counted, the rest is shown as “1000+”. */
export const mostCandidates = 1_000;

type Condition = RawBuilder<boolean>;
type Conditions = Omit<EntrySearchQuery, "q" | "limit" | "cursor">;

interface Candidate {
  readonly id: string;
  readonly providerId: string;
  readonly status: keyof typeof entryStatusLabel;
  readonly seesDraft: boolean;
  readonly sharingClass: string | null;
  readonly openingClass: string | null;
  readonly grade: number;
  readonly industry: string | null;
  readonly name: string;
  readonly updatedAt: Date;
}

/**
 * Entries in which every word stands somewhere: in name, abstract, items or the provider's name. The index narrows, the
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
      return { ...item, excerpts: content ? excerptsOf(content, item.provider.name, words) : [] };
    }),
    count: ranked.length,
    more: found.length > mostCandidates,
    facets: await facetsOf(db, ranked),
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

/** One more than are ranked, at most; those whose names hold all words come first, so that they are never cut off. */
async function candidates(
  db: Db,
  caller: Caller,
  words: readonly string[],
  query: Conditions,
): Promise<Candidate[]> {
  const latest = (one: Candidate, other: Candidate) => other.updatedAt.getTime() - one.updatedAt.getTime();
  const wanted = words.join("");
  const closeness = ({ name }: Candidate) =>
    plain(name) === wanted ? 2 : plain(name).startsWith(wanted) ? 1 : 0;
  const named = await read(db, caller, query, words.map(standsInName));
  named.sort((one, other) => closeness(other) - closeness(one) || latest(one, other));
  if (words.length === 0 || named.length > mostCandidates) return named;
  const providers = await providersNamed(db, words);
  const anywhere = await read(
    db,
    caller,
    query,
    words.map((word) => stands(word, providers.get(word) ?? [])),
  );
  const first = new Set(named.map(({ id }) => id));
  const others = anywhere.filter(({ id }) => !first.has(id)).sort(latest);
  return [...named, ...others].slice(0, mostCandidates + 1);
}

function standsInName(word: string): Condition {
  const tokens = tokensOf(word).map((token) => inName + token);
  return sql`(s.search @> ${tokens}::text[] and strpos(split_part(s.searched, E'\n', 1), ${word}) > 0)`;
}

/** In the searched text, or in the name of the provider as it is now. */
function stands(word: string, providers: readonly string[]): Condition {
  const inText: Condition = sql`(s.search @> ${tokensOf(word)}::text[] and strpos(s.searched, ${word}) > 0)`;
  return providers.length === 0 ? inText : sql`(${inText} or s.keeper_id = any(${[...providers]}::uuid[]))`;
}

async function providersNamed(db: Db, words: readonly string[]): Promise<Map<string, string[]>> {
  const parties = await db.selectFrom("parties.party").select(["id", "name"]).execute();
  return new Map(
    words.map((word) => [word, parties.filter(({ name }) => plain(name).includes(word)).map(({ id }) => id)]),
  );
}

/** What the caller may read, by the sentences of the policy: versions in force, and the drafts it may see. */
async function read(
  db: Db,
  caller: Caller,
  query: Conditions,
  words: readonly Condition[],
): Promise<Candidate[]> {
  const entry = expressionBuilder<Tables, "catalogue.entry">();
  const holds = (where: Where): Condition => sql`${where(entry)}`;
  const seesDraft = holds(mayReadDraft(caller));
  const conditions: Condition[] = [
    holds(mayRead(caller)),
    sql`(not s.of_draft or ${seesDraft})`,
    ...words,
    ...(query.status === undefined ? [] : [holds(hasStatus(caller, query.status))]),
    ...(query.mine === true ? [sql<boolean>`s.keeper_id = ${caller.party.id}`] : []),
    ...(query.provider === undefined ? [] : [sql<boolean>`s.keeper_id = ${query.provider}`]),
    ...(query.sharingClass === undefined ? [] : [sql<boolean>`f.sharing_class = ${query.sharingClass}`]),
    ...(query.openingClass === undefined ? [] : [sql<boolean>`f.opening_class = ${query.openingClass}`]),
    ...(query.grade === undefined ? [] : [sql<boolean>`f.item_grade = ${query.grade}`]),
    ...(query.industry === undefined ? [] : [sql<boolean>`f.industry = ${query.industry}`]),
  ];
  // Each entry has two rows to be found by, hence twice as many. Without words the latest come first, by index.
  const { rows } = await sql<Candidate>`
    select catalogue.entry.id, catalogue.entry.provider_id as "providerId", catalogue.entry.status,
      ${seesDraft} as "seesDraft", f.sharing_class as "sharingClass", f.opening_class as "openingClass",
      f.item_grade as grade, f.industry, f.shown_name as name, catalogue.entry.updated_at as "updatedAt"
    from catalogue.entry
    join catalogue.search s on s.entry_id = catalogue.entry.id
    join catalogue.search f on f.entry_id = s.entry_id and f.of_draft = (catalogue.entry.published_version is null)
    where ${sql.join(conditions, sql` and `)}
    ${words.length === 0 ? sql`order by catalogue.entry.updated_at desc, catalogue.entry.id desc` : sql``}
    limit ${2 * (mostCandidates + 1)}`.execute(db);
  return [...new Map(rows.map((row) => [row.id, row])).values()].slice(0, mostCandidates + 1);
}

/** How often each value stands among the finds, the most frequent first. */
async function facetsOf(db: Db, found: readonly Candidate[]): Promise<EntryFacets> {
  const names = await partyNames(
    db,
    found.map(({ providerId }) => providerId),
  );
  const count = (value: (one: Candidate) => string | null, label: (value: string) => string) => {
    const counts = new Map<string, number>();
    for (const one of found) {
      const held = value(one);
      if (held !== null) counts.set(held, (counts.get(held) ?? 0) + 1);
    }
    return [...counts]
      .map(([code, times]) => ({ value: code, label: label(code), count: times }))
      .toSorted((a, b) => b.count - a.count || a.value.localeCompare(b.value));
  };
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
      ({ grade }) => String(grade),
      (grade) => `${grade}级`,
    ),
    industry: count(
      ({ industry }) => industry,
      (code) => labelOf(industryLabel, code),
    ),
  };
}

/** Names that hold what has been typed: of entries the caller may read, and of units. */
export async function suggestNames(db: Db, caller: Caller, typed: string, most = 8): Promise<string[]> {
  const words = wordsOf(typed);
  if (words.length === 0) return [];
  const wanted = words.join("");
  const found = await read(db, caller, {}, words.map(standsInName));
  const names = [...new Set(found.map(({ name }) => name))];
  const position = (name: string) => plain(name).indexOf(wanted);
  return names
    .toSorted((a, b) => position(a) - position(b) || a.length - b.length || a.localeCompare(b, "zh"))
    .slice(0, most);
}
