import { sql } from "kysely";
import type { DataFormat, EntryItem } from "../contract/entry.ts";
import type { updateFrequencyLabel } from "../contract/labels.zh.ts";
import type { Db, Tx } from "../platform/db/tables.ts";
import { type Incomparable, neverCompared, type Place } from "../vault/index.ts";
import { keyOf } from "./source-store.ts";
import "./joint-tables.ts";

/** An entry in force through which a participant supplies items that fell to it, with what is mounted on it. */
export interface Supply {
  readonly jointId: string;
  readonly unitId: string;
  readonly unitName: string;
  readonly entryId: string;
  readonly entryName: string;
  readonly frequency: keyof typeof updateFrequencyLabel;
  readonly items: readonly SuppliedItem[];
  /** Null until something is mounted. */
  readonly resource: Supplied | null;
}

export interface Supplied {
  readonly id: string;
  readonly code: string;
  readonly kind: DataFormat;
  /** In force: rows of a table, or files. */
  readonly rows: number;
  readonly files: number;
  readonly lastBatch: string;
  /** Grows whenever its rows come to lie otherwise, or some are ended, without a batch. */
  readonly generation: number;
  /** Why it is compared with none, as it is protected now. */
  readonly incomparable: Incomparable | undefined;
}

export interface SuppliedItem {
  readonly key: string;
  readonly name: string;
  readonly column: string;
  readonly role: EntryItem["role"];
  /** It fell to this participant. */
  readonly allotted: boolean;
}

/** How the participants of these joint collections supply what fell to them: by the names of the items, as Art. 15 ¶2 does. */
export async function suppliesOf(db: Db | Tx, joints: readonly string[]): Promise<Supply[]> {
  const { rows } = await sql<
    Omit<Supply, "items" | "resource"> & {
      keys: string[];
      items: EntryItem[];
      stored: (Omit<Supplied, "incomparable"> & { place: Place; items: EntryItem[] }) | null;
    }
  >`
    select share.joint_id as "jointId", share.unit_id as "unitId", party.name as "unitName", share.keys,
      entry.id as "entryId", entry.published_name as "entryName", version.update_frequency as frequency,
      version.content -> 'items' as items,
      case when stored.id is not null then jsonb_build_object('id', stored.id, 'code', stored.code,
        'kind', stored.kind, 'place', stored.place, 'items', stored.items, 'generation', stored.generation + stored.endings,
        'rows', case when stored.kind = 'table' then stored.rows else 0 end,
        'files', case when stored.kind = 'file' then stored.rows else 0 end,
        'lastBatch', stored.last_batch::text) end as stored
    from collection.joint_share share
    join parties.party on party.id = share.unit_id
    join catalogue.entry on entry.provider_id = share.unit_id and entry.status <> 'withdrawn'
    join catalogue.entry_version version
      on version.entry_id = entry.id and version.version = entry.published_version
    left join (catalogue.resource join vault.resource stored on stored.id = resource.id)
      on resource.entry_id = entry.id
    where share.joint_id = any(${[...joints]}::uuid[])
      and exists (select from catalogue.published_item item
        where item.entry_id = entry.id and item.key = any(share.keys))
    order by party.name, entry.published_name, stored.code`.execute(db);
  return rows.map(({ keys, items, stored, ...supply }) => ({
    ...supply,
    items: items.map(({ name, column, role }) => ({
      key: keyOf(name),
      name,
      column,
      role,
      allotted: keys.includes(keyOf(name)),
    })),
    resource: stored === null ? null : suppliedOf(stored),
  }));
}

function suppliedOf({
  place,
  items,
  ...stored
}: Omit<Supplied, "incomparable"> & { place: Place; items: EntryItem[] }) {
  return { ...stored, incomparable: neverCompared(stored.kind, place, items) };
}

/** A pair of resources of two participants in one joint collection, and the items that both have beside their keys. */
export interface Pair {
  readonly left: Supply & { readonly resource: NonNullable<Supply["resource"]> };
  readonly right: Pair["left"];
  readonly items: readonly { readonly left: SuppliedItem; readonly right: SuppliedItem }[];
  /** Why the two are not compared at all, as they are protected now. */
  readonly incomparable: Incomparable | undefined;
}

/** The side with the lesser id is the left one, so that a pair is the same pair in every joint collection. */
export function pairsOf(supplies: readonly Supply[]): Pair[] {
  const mounted = supplies.flatMap((supply) =>
    supply.resource === null ? [] : [{ ...supply, resource: supply.resource }],
  );
  return mounted.flatMap((left) =>
    mounted.flatMap((right) => {
      const pairs =
        left.jointId === right.jointId &&
        left.unitId !== right.unitId &&
        left.resource.id < right.resource.id;
      const items = pairs ? common(left, right) : [];
      const incomparable = left.resource.incomparable ?? right.resource.incomparable;
      return items.length === 0 ? [] : [{ left, right, items, incomparable }];
    }),
  );
}

interface Lying {
  readonly left_batch: string;
  readonly right_batch: string;
  readonly left_generation: number;
  readonly right_generation: number;
}

/** Whether what was found of a pair was found in the rows that it has now, as they lie now. */
export const isFoundNow = (
  row: Lying,
  { left: { resource: left }, right: { resource: right } }: Pick<Pair, "left" | "right">,
): boolean =>
  row.left_batch === left.lastBatch &&
  row.right_batch === right.lastBatch &&
  row.left_generation === left.generation &&
  row.right_generation === right.generation;

const common = (one: Supply, other: Supply): Pair["items"] =>
  one.items.flatMap((left) => {
    const right = other.items.find(({ key }) => key === left.key);
    const keys = left.role === "subject-key" || right?.role === "subject-key";
    return right === undefined || keys ? [] : [{ left, right }];
  });
