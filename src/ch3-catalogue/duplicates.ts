import { sql } from "kysely";
import { partyNames } from "../ch2-parties/index.ts";
import {
  type DuplicateChoice,
  type Likeness,
  type LikenessKind,
  likenessDecision,
} from "../contract/duplicates.ts";
import type { EntryContent } from "../contract/entry.ts";
import { returnedEntry } from "../contract/remark.ts";
import { refuse } from "../law/refusal.ts";
import type { Context, Effect, Guard } from "../matters/index.ts";
import { toInstant } from "../platform/clocks/index.ts";
import type { Db, Tx } from "../platform/db/tables.ts";
import type { Caller } from "../platform/http/caller.ts";
import { subject } from "./chain.ts";
import { itemKeys } from "./published-items.ts";
import { keep, latestOfAll } from "./records.ts";
import { plain, tokensOf } from "./search-text.ts";

/** Items whose one source is another unit (Art. 15); a later chapter keeps them. Names are compared without blanks. */
export type OtherSources = (
  db: Db | Tx,
  names: readonly string[],
  unit: string,
) => Promise<{ item: string; unit: string }[]>;

interface Weighed {
  readonly id: string;
  readonly providerId: string;
  readonly draft: EntryContent;
}

/** Fewer say nothing: every register has a name and a date. */
const leastShared = 3;
const mostlySame = 0.6;
const most = 20;

interface Found {
  readonly id: string;
  readonly code: string;
  readonly name: string;
  readonly providerId: string;
  readonly sameName: boolean;
  readonly shared: string[];
  readonly items: number;
}

/** Entries in force with which one under review may be a duplicate or in conflict, the likest first. */
export async function likenessesOf(
  db: Db | Tx,
  entry: Weighed,
  otherSources: OtherSources | null,
): Promise<Likeness[]> {
  const conflicts =
    (await otherSources?.(
      db,
      entry.draft.items.map(({ name }) => name),
      entry.providerId,
    )) ?? [];
  const found = await alike(
    db,
    entry,
    conflicts.map(({ unit }) => unit),
  );
  const own = itemKeys(entry.draft);
  const names = new Map(entry.draft.items.map(({ name }) => [plain(name), name]));
  const providers = await partyNames(
    db,
    found.map(({ providerId }) => providerId),
  );
  const decided = await decisionsOf(db, entry.id);
  return found
    .map((one): Likeness => {
      const sameItems =
        one.shared.length >= leastShared && one.shared.length >= mostlySame * Math.min(own.length, one.items);
      const twoSources = conflicts.some(
        ({ item, unit }) => unit === one.providerId && one.shared.includes(plain(item)),
      );
      const kinds: LikenessKind[] = [
        ...(one.sameName ? (["same-name"] as const) : []),
        ...(sameItems ? (["same-items"] as const) : []),
        ...(twoSources ? (["two-sources"] as const) : []),
      ];
      return {
        other: {
          id: one.id,
          code: one.code,
          name: one.name,
          provider: { id: one.providerId, name: providers.get(one.providerId) ?? "" },
        },
        kinds,
        shared: one.shared.map((key) => names.get(key) ?? key),
        mustDecide: one.sameName && sameItems,
        decision: decided.get(one.id) ?? null,
      };
    })
    .filter(({ kinds }) => kinds.length > 0)
    .toSorted(
      (one, other) => other.kinds.length - one.kinds.length || other.shared.length - one.shared.length,
    )
    .slice(0, most);
}

/** Of the same name, with items in common, or of a unit that is the source of one of the items. */
async function alike(db: Db | Tx, { id, draft }: Weighed, sources: readonly string[]): Promise<Found[]> {
  const name = plain(draft.name);
  const keys = itemKeys(draft);
  const { rows } = await sql<Found>`
    with common as (
      select item.entry_id, array_agg(item.key order by item.key) as shared
      from catalogue.published_item item
      join catalogue.entry on entry.id = item.entry_id
      where item.key = any(${keys}::text[]) and item.entry_id <> ${id}
      group by item.entry_id, entry.provider_id
      having count(*) >= ${leastShared} or entry.provider_id = any(${[...sources]}::uuid[])
      order by count(*) desc limit 200
    ), named as (
      select entry_id from catalogue.search
      where not of_draft and not gone and entry_id <> ${id} and search @> ${tokensOf(name)}::text[]
        and split_part(searched, E'\\n', 1) = ${name}
    )
    select entry.id, coalesce(entry.catalogue_code, entry.code) as code, entry.published_name as name,
      entry.provider_id as "providerId", named.entry_id is not null as "sameName",
      coalesce(common.shared, '{}') as shared,
      (select count(*)::int from catalogue.published_item where entry_id = entry.id) as items
    from catalogue.entry
    left join common on common.entry_id = entry.id
    left join named on named.entry_id = entry.id
    where entry.id in (select entry_id from common union select entry_id from named)
      and entry.published_version is not null and entry.status <> 'withdrawn'
    order by entry.id`.execute(db);
  return rows;
}

const seriesOfPair = (entry: string, other: string) => `duplicate:${entry}:${other}`;

/** The newest decision about each other entry, by its id. */
async function decisionsOf(
  db: Db | Tx,
  entry: string,
): Promise<ReadonlyMap<string, NonNullable<Likeness["decision"]>>> {
  const kept = await latestOfAll(db, seriesOfPair(entry, ""));
  return new Map(
    kept.map(({ series, body, at, receipt }) => [
      series.slice(seriesOfPair(entry, "").length),
      { ...likenessDecision.parse(body), at: toInstant(at), receipt },
    ]),
  );
}

/** A12.6: what another unit has in force under the same name, with mostly the same items, is weighed and decided. */
export const likenessesAreDecided: Guard<unknown> = async (context) => {
  const entry = await subject(context);
  const open = (await likenessesOf(context.tx, entry, null)).filter(
    ({ mustDecide, decision, other }) =>
      mustDecide && other.provider.id !== entry.providerId && decision?.choice !== "keep",
  );
  if (open.length > 0)
    return refuse(
      "duplicates_undecided",
      "12¶4",
      `与${open.map(({ other }) => `${other.provider.name}的“${other.name}”`).join("、")}名称相同、数据项大多相同；请对照后决定合并、保留或者退回`,
    );
};

/** What is decided about an entry under review and one in force, and by whom, as it goes on record. */
export async function keepDecision(
  context: Parameters<typeof keep>[0],
  entry: Weighed & { readonly code: string },
  pair: Likeness,
  { choice, reason, by }: { choice: DuplicateChoice; reason: string; by: Caller },
): Promise<void> {
  await keep(context, seriesOfPair(entry.id, pair.other.id), {
    entry: entry.code,
    other: pair.other.code,
    kinds: pair.kinds,
    choice,
    reason,
    by: { id: by.personId, name: by.personName },
    office: by.party.name,
  });
}

/** A step that sends an entry back may decide about its duplicate; then the decision stands on record with the step. */
export function weighing(otherSources: OtherSources): {
  duplicateIsAlike: Guard<unknown>;
  keepDuplicate: Effect<unknown>;
} {
  const named = async (context: Context<unknown>) => {
    const { duplicate } = returnedEntry.parse(context.form);
    if (duplicate === undefined) return undefined;
    const entry = await subject(context);
    const found = await likenessesOf(context.tx, entry, otherSources);
    return { duplicate, entry, pair: found.find(({ other }) => other.id === duplicate.other) };
  };
  return {
    duplicateIsAlike: async (context) => {
      const weighed = await named(context);
      if (weighed !== undefined && weighed.pair === undefined)
        return refuse("not_alike", "12¶4", "这两个目录没有重复或者冲突，请刷新后核对");
    },
    keepDuplicate: async (context) => {
      const weighed = await named(context);
      if (weighed?.pair === undefined || context.caller === null) return;
      const { choice, reason } = weighed.duplicate;
      await keepDecision(context, weighed.entry, weighed.pair, { choice, reason, by: context.caller });
    },
  };
}
