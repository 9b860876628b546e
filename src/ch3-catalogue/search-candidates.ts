import { expressionBuilder, type RawBuilder, sql } from "kysely";
import type { BaseDatabase } from "../contract/entry.ts";
import type { entryStatusLabel } from "../contract/labels.zh.ts";
import { insideKinds } from "../contract/roles.ts";
import type { Db, Tables } from "../platform/db/tables.ts";
import type { Caller } from "../platform/http/caller.ts";
import { hasStatus } from "./entries.ts";
import { isInside, mayRead, mayReadDraft, type Where } from "./policy.ts";
import { type Conditions, keptBy, narrowedTo } from "./search-facets.ts";
import { inName, plain, tokensOf } from "./search-text.ts";

/** Beyond this many finds nobody looks on: so many are ranked and counted, the rest is shown as “1000+”. */
export const mostCandidates = 1_000;

type Condition = RawBuilder<boolean>;

export interface Candidate {
  readonly id: string;
  readonly providerId: string;
  readonly status: keyof typeof entryStatusLabel;
  readonly seesDraft: boolean;
  readonly sharingClass: string | null;
  readonly openingClass: string | null;
  readonly grade: number | null;
  readonly industry: string | null;
  readonly base: BaseDatabase | null;
  /** Shown by its version in force, not by its draft. */
  readonly inForce: boolean;
  readonly name: string;
  /** Milliseconds since 1970; a thousand dates would take longer to read than to find. */
  readonly updatedAt: number;
}

/** One more than are ranked, at most; those whose names hold all words come first, so that they are never cut off. */
export async function candidates(
  db: Db,
  caller: Caller,
  words: readonly string[],
  query: Conditions,
): Promise<Candidate[]> {
  const latest = (one: Candidate, other: Candidate) => other.updatedAt - one.updatedAt;
  const wanted = words.join("");
  const closeness = ({ name }: Candidate) =>
    plain(name) === wanted ? 2 : plain(name).startsWith(wanted) ? 1 : 0;
  const named = await namedBy(db, caller, words, query);
  named.sort((one, other) => closeness(other) - closeness(one) || latest(one, other));
  if (words.length === 0) return named;
  const coded = await codedAs(db, caller, wanted, query);
  if (coded.length > 0) return unique([...coded, ...named]);
  if (named.length > mostCandidates) return named;
  const providers = await providersNamed(db, words);
  const anywhere = words.map((word) => stands(word, providers.get(word) ?? []));
  const others = await read(db, caller, query, anywhere);
  return unique([...named, ...others.sort(latest)]);
}

/** Each once, where it stands first; no more than the bound. */
function unique(found: readonly Candidate[]): Candidate[] {
  const seen = new Set<string>();
  return found.filter(({ id }) => !seen.has(id) && seen.add(id)).slice(0, mostCandidates + 1);
}

/** By the platform's own code, or the beginning of the national code with its slash; old codes stand in the text. */
async function codedAs(db: Db, caller: Caller, word: string, query: Conditions): Promise<Candidate[]> {
  const own = /^d-[0-9a-z]{8}$/.test(word);
  if (!own && !/^\d[0-9a-z]{5,20}\/\d{0,6}$/.test(word)) return [];
  const asked = own
    ? sql<boolean>`catalogue.entry.code = ${`d-${word.slice(2).toUpperCase()}`}`
    : sql<boolean>`starts_with(catalogue.entry.catalogue_code, ${word.toUpperCase()})`;
  const conditions = [asked, holds(mayRead(caller)), ...filtersOf(caller, query)];
  const { rows } = await sql<Candidate>`
    select ${columns(caller)} from catalogue.entry ${shownRow} where ${all(conditions)}
    order by catalogue.entry.catalogue_code limit ${mostCandidates + 1}`.execute(db);
  return rows;
}

/** Entries whose names hold all words; without words the latest entries of all. */
export const namedBy = (
  db: Db,
  caller: Caller,
  words: readonly string[],
  query: Conditions = {},
): Promise<Candidate[]> =>
  words.length === 0 ? latestOf(db, caller, query) : read(db, caller, query, words.map(standsInName));

/** The tokens that the index is asked for: of a word of two and more characters its pairs are enough. */
function narrowing(word: string): string[] {
  const tokens = tokensOf(word);
  const pairs = tokens.filter((token) => [...token].length > 1);
  return pairs.length > 0 ? pairs : tokens;
}

// The exact text is compared before the tokens: it is the cheaper of the two where the index is not worth while.
function standsInName(word: string): Condition {
  const tokens = narrowing(word).map((token) => inName + token);
  return sql`(strpos(split_part(s.searched, E'\n', 1), ${word}) > 0 and s.search @> ${tokens}::text[])`;
}

/** In the searched text, or in the name of the provider as it is now. */
function stands(word: string, providers: readonly string[]): Condition {
  const inText: Condition = sql`(strpos(s.searched, ${word}) > 0 and s.search @> ${narrowing(word)}::text[])`;
  return providers.length === 0 ? inText : sql`(${inText} or s.keeper_id = any(${[...providers]}::uuid[]))`;
}

/** Citizens and companies compile nothing: only units inside are providers. */
async function providersNamed(db: Db, words: readonly string[]): Promise<Map<string, string[]>> {
  const parties = await db
    .selectFrom("parties.party")
    .select(["id", "name"])
    .where("kind", "in", insideKinds)
    .execute();
  return new Map(
    words.map((word) => [word, parties.filter(({ name }) => plain(name).includes(word)).map(({ id }) => id)]),
  );
}

const entry = expressionBuilder<Tables, "catalogue.entry">();
const holds = (where: Where): Condition => sql`${where(entry)}`;

/** Conditions on the entry itself. */
const ofEntry = (caller: Caller, { status }: Conditions): Condition[] =>
  status === undefined ? [] : [holds(hasStatus(caller, status))];

/** All that is asked beside the words, of the entry and of `f`, the row that it is shown by. */
const filtersOf = (caller: Caller, query: Conditions): Condition[] => [
  ...ofEntry(caller, query),
  ...narrowedTo(caller, query, "f"),
];

const all = (conditions: readonly Condition[]) => sql.join([...conditions], sql` and `);

const columns = (caller: Caller) => sql`
  catalogue.entry.id, catalogue.entry.provider_id as "providerId", catalogue.entry.status,
  ${holds(mayReadDraft(caller))} as "seesDraft", f.sharing_class as "sharingClass", f.opening_class as "openingClass",
  f.item_grade as grade, f.industry, f.base_database as base, not f.of_draft as "inForce", f.shown_name as name,
  extract(epoch from catalogue.entry.updated_at)::float8 * 1000 as "updatedAt"`;

const shownRow = sql`
  join catalogue.search f on f.entry_id = catalogue.entry.id
    and f.of_draft = (catalogue.entry.published_version is null)`;

/** Without words the latest come first, by index. */
async function latestOf(db: Db, caller: Caller, query: Conditions): Promise<Candidate[]> {
  const conditions = [holds(mayRead(caller)), ...filtersOf(caller, query)];
  const { rows } = await sql<Candidate>`
    select ${columns(caller)} from catalogue.entry ${shownRow} where ${all(conditions)}
    order by catalogue.entry.updated_at desc, catalogue.entry.id desc limit ${mostCandidates + 1}`.execute(
    db,
  );
  return rows;
}

/**
 * What the caller may read, by the sentences of the policy: versions in force, its own drafts, those it reviews, and
 * what has left the catalogue. Each kind is looked for apart, the next only where the bound is not reached, so that little is read that is not shown.
 */
async function read(
  db: Db,
  caller: Caller,
  query: Conditions,
  words: readonly Condition[],
): Promise<Candidate[]> {
  if (!isInside(caller)) return [];
  const filters = filtersOf(caller, query);
  const most = mostCandidates + 1;
  const entries = sql`join catalogue.entry on catalogue.entry.id = s.entry_id`;
  // That a version is in force is enough to be read, and it is what is shown; the entry is looked at where something is
  // asked of it.
  const asked = ofEntry(caller, query);
  const inForce = sql`
    select s.entry_id from catalogue.search s ${asked.length > 0 ? entries : sql``}
    where ${all([sql`not s.of_draft and not s.gone`, ...words, ...narrowedTo(caller, query, "s"), ...asked])}`;
  const search = (kind: Condition, entryNeeded: boolean) => sql`
    select s.entry_id from catalogue.search s
    ${entryNeeded ? entries : sql``} ${narrowedTo(caller, query, "f").length === 0 ? sql`` : shownRow}
    where ${all([kind, ...words, ...filters])}`;
  const drafts = holds(mayReadDraft(caller));
  const ownDraft = caller.roles.includes("auditor") ? sql`` : sql`and ${keptBy(caller.party.id)}`;
  const { rows } = await sql<Candidate>`
    with in_force as materialized (
      ${inForce} limit ${most}
    ), in_review as materialized (
      select id from catalogue.entry
      where catalogue.entry.status = 'in-review' and catalogue.entry.provider_id <> ${caller.party.id} and ${drafts}
    ), drafts as materialized (
      (${search(sql`s.of_draft and not s.gone ${ownDraft} and ${drafts}`, true)} limit ${most})
      union all
      (${search(sql`s.of_draft and s.entry_id in (select id from in_review)`, filters.length > 0)} limit ${most})
      limit (select case when count(*) = ${most} then 0 else ${2 * most} end from in_force)
    ), standing as materialized (
      select entry_id from in_force union select entry_id from drafts limit ${most}
    ), gone as materialized (
      ${search(sql`not s.of_draft and s.gone and ${drafts}`, true)}
      limit (select ${most} - count(*) from standing)
    ), found as (
      select entry_id from standing union all select entry_id from gone
    )
    select ${columns(caller)} from found join catalogue.entry on catalogue.entry.id = found.entry_id ${shownRow}
    where ${holds(mayRead(caller))}`.execute(db);
  return rows;
}
