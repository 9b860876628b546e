import { sql } from "kysely";
import type { EntryItem } from "../contract/entry.ts";
import type { updateFrequencyLabel } from "../contract/labels.zh.ts";
import type { Db, Tx } from "../platform/db/tables.ts";
import { keyOf } from "./source-store.ts";
import "./joint-tables.ts";

/** An entry in force through which a participant supplies items that fell to it, with the table mounted on it. */
export interface Supply {
  readonly jointId: string;
  readonly unitId: string;
  readonly unitName: string;
  readonly entryId: string;
  readonly entryName: string;
  readonly frequency: keyof typeof updateFrequencyLabel;
  readonly items: readonly SuppliedItem[];
  /** Null until a table is mounted. */
  readonly resource: {
    readonly id: string;
    readonly code: string;
    readonly rows: number;
    readonly lastBatch: string;
  } | null;
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
      resourceId: string | null;
      code: string;
      rows: string | null;
      lastBatch: string | null;
    }
  >`
    select share.joint_id as "jointId", share.unit_id as "unitId", party.name as "unitName", share.keys,
      entry.id as "entryId", entry.published_name as "entryName", version.update_frequency as frequency,
      version.content -> 'items' as items, resource.id as "resourceId", resource.code, stored.rows,
      stored.last_batch as "lastBatch"
    from collection.joint_share share
    join parties.party on party.id = share.unit_id
    join catalogue.entry on entry.provider_id = share.unit_id and entry.status <> 'withdrawn'
    join catalogue.entry_version version
      on version.entry_id = entry.id and version.version = entry.published_version
    left join catalogue.resource on resource.entry_id = entry.id
    left join vault.resource stored on stored.id = resource.id
    where share.joint_id = any(${[...joints]}::uuid[])
      and exists (select from catalogue.published_item item
        where item.entry_id = entry.id and item.key = any(share.keys))
    order by party.name, entry.published_name, resource.code`.execute(db);
  return rows.map(({ keys, items, resourceId, code, rows: inForce, lastBatch, ...supply }) => ({
    ...supply,
    items: items.map(({ name, column, role }) => ({
      key: keyOf(name),
      name,
      column,
      role,
      allotted: keys.includes(keyOf(name)),
    })),
    resource:
      resourceId === null
        ? null
        : { id: resourceId, code, rows: Number(inForce ?? 0), lastBatch: lastBatch ?? "0" },
  }));
}

/** A pair of tables of two participants in one joint collection, and the items that both have beside their keys. */
export interface Pair {
  readonly left: Supply & { readonly resource: NonNullable<Supply["resource"]> };
  readonly right: Pair["left"];
  readonly items: readonly { readonly left: SuppliedItem; readonly right: SuppliedItem }[];
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
      return items.length === 0 ? [] : [{ left, right, items }];
    }),
  );
}

const common = (one: Supply, other: Supply): Pair["items"] =>
  one.items.flatMap((left) => {
    const right = other.items.find(({ key }) => key === left.key);
    const keys = left.role === "subject-key" || right?.role === "subject-key";
    return right === undefined || keys ? [] : [{ left, right }];
  });
