import { sql } from "kysely";
import type { OtherSources, Scope } from "../ch3-catalogue/index.ts";
import type { SourceItem } from "../contract/collection-forms.ts";
import { updateFrequencyLabel } from "../contract/labels.zh.ts";
import type { ListRow } from "../contract/lists.ts";
import { toInstant } from "../platform/clocks/index.ts";
import type { Db, Tx } from "../platform/db/tables.ts";

interface DataItemTable {
  id: string;
  key: string;
  name: string;
  standard: string;
  source_id: string;
  basis: string;
  matter_id: string;
  since: Date;
}

interface CollectionItemTable {
  id: string;
  unit_id: string;
  key: string;
  name: string;
  about: "person" | "organisation" | "other";
  legal_basis: string;
  scope: string;
  necessity: string;
  frequency: keyof typeof updateFrequencyLabel;
  standard: string;
  number: string;
  matter_id: string;
  at: Date;
}

declare module "../platform/db/tables.ts" {
  interface Tables {
    "collection.data_item": DataItemTable;
    "collection.collection_item": CollectionItemTable;
  }
}

/** Two spellings of one name are one item: full-width forms, spaces and case do not count. */
export const keyOf = (name: string): string => name.normalize("NFKC").replace(/\s/g, "").toLowerCase();

/** Of these items those whose one source is another unit than the given one (Art. 15 ¶2). */
export const otherSources: OtherSources = async (db, names, unit) => {
  if (names.length === 0) return [];
  return db
    .selectFrom("collection.data_item")
    .select(["name as item", "source_id as unit"])
    .where("key", "in", names.map(keyOf))
    .where("source_id", "!=", unit)
    .execute();
};

/** The one source of an item, with its name. */
export async function sourceOf(db: Db | Tx, itemName: string) {
  return db
    .selectFrom("collection.data_item as item")
    .innerJoin("parties.party as party", "party.id", "item.source_id")
    .selectAll("item")
    .select("party.name as sourceName")
    .where("item.key", "=", keyOf(itemName))
    .executeTakeFirst();
}

export interface Supplier {
  readonly entry: string;
  readonly code: string;
  readonly name: string;
  readonly unit: string;
}

/** An entry in force of another unit that has the item and is shared: what makes collecting it again unlawful. */
export async function supplierOf(
  db: Db | Tx,
  itemName: string,
  collector: string,
): Promise<Supplier | undefined> {
  const { rows } = await sql<Supplier>`
    select entry.id as entry, entry.catalogue_code as code, entry.published_name as name, party.name as unit
    from catalogue.entry
    join catalogue.entry_version version
      on version.entry_id = entry.id and version.version = entry.published_version
    join parties.party on party.id = entry.provider_id
    where entry.status <> 'withdrawn' and entry.provider_id <> ${collector}
      and coalesce(version.content ->> 'sharingClass', 'unconditional') <> 'not-shared'
      and version.content -> 'items' @> ${JSON.stringify([{ name: itemName }])}::jsonb
    order by entry.catalogue_code limit 1`.execute(db);
  return rows[0];
}

export async function sources(
  db: Db,
  query: { q?: string | undefined; limit: number; after: string | undefined },
): Promise<SourceItem[]> {
  const { q, limit, after } = query;
  const rows = await db
    .selectFrom("collection.data_item as item")
    .innerJoin("parties.party as party", "party.id", "item.source_id")
    .selectAll("item")
    .select("party.name as sourceName")
    .$if(q !== undefined && q !== "", (select) =>
      select.where(sql<boolean>`strpos(item.key, ${keyOf(q ?? "")}) > 0`),
    )
    .$if(after !== undefined, (select) => select.where("item.key", ">", after ?? ""))
    .orderBy("item.key")
    .limit(limit)
    .execute();
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    standard: row.standard,
    source: { id: row.source_id, name: row.sourceName },
    basis: row.basis,
    since: toInstant(row.since),
    matterId: row.matter_id,
  }));
}

/** The collection list of a unit or a region, in the form of all lists. */
export async function collectionLines(db: Db | Tx, scope: Scope): Promise<ListRow[]> {
  const rows = await db
    .selectFrom("collection.collection_item as item")
    .innerJoin("parties.party as party", "party.id", "item.unit_id")
    .selectAll("item")
    .select("party.name as unitName")
    .$if(scope.unit !== undefined, (query) => query.where("item.unit_id", "=", scope.unit ?? ""))
    .$if(scope.region !== undefined, (query) => query.where("party.region", "=", scope.region ?? ""))
    .orderBy("item.at")
    .orderBy("item.id")
    .execute();
  return rows.map((row) => ({
    id: row.id,
    code: row.number,
    name: row.name,
    unit: { id: row.unit_id, name: row.unitName },
    terms: `${updateFrequencyLabel[row.frequency]}；${row.standard}`,
    conditions: `${row.scope}；${row.necessity}`,
    basis: row.legal_basis,
  }));
}
