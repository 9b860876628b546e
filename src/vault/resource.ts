import { type RawBuilder, sql } from "kysely";
import type { DataFormat, EntryItem } from "../contract/entry.ts";
import { lawNow } from "../platform/clocks/index.ts";
import type { Db, Tx } from "../platform/db/tables.ts";
import { Problem } from "../platform/http/problem.ts";
import { planIssue, type TablePlan, tablePlan } from "./plan.ts";
import { placeOf, planReseal } from "./reseal-plan.ts";
import type { BatchMark } from "./row-sealer.ts";
import type { IngestCounts } from "./rows.ts";

export interface Resource {
  readonly id: string;
  readonly code: string;
  readonly kind: DataFormat;
  readonly number: number;
  readonly entryId: string;
  readonly items: readonly EntryItem[];
  readonly plan: TablePlan;
  /** Rows in force, int64 in digits. */
  readonly rows: string;
  readonly lastBatch: number;
  /** How often its rows were sealed anew, from 1. */
  readonly generation: number;
  /** Rows are written under keys of this version or a later one. */
  readonly keyFloor: number;
  /** Whether its tables exist. */
  readonly made: boolean;
}

/**
 * Enters a resource with the items of the entry in force; the tables of one are made when they are first needed, and those
 * of important data move into the zone before anything is written to them. Throws Problem `items_not_storable` where the
 * items of a table ask for what protection by grade forbids (Art. 11 ¶3).
 */
export async function createResource(
  tx: Tx,
  resource: { id: string; code: string; kind?: DataFormat; entryId: string; entryVersion?: number },
  items: readonly EntryItem[],
): Promise<void> {
  const { kind = "table" } = resource;
  const issue = kind === "table" ? planIssue(items) : undefined;
  if (issue !== undefined) throw new Problem("items_not_storable", issue, { article: "11¶3" });
  await tx
    .insertInto("vault.resource")
    .values({
      id: resource.id,
      code: resource.code,
      entry_id: resource.entryId,
      kind,
      items: JSON.stringify(items),
      made: false,
    })
    .execute();
  const entry = { id: resource.entryId, version: resource.entryVersion ?? 1, items };
  await planReseal(tx, entry, await lawNow(tx));
}

/** Makes the tables of a resource unless they exist; of several at once one does. What is no table has none. */
export async function makeTables(
  db: Db | Tx,
  { plan, made, kind }: Pick<Resource, "plan" | "made" | "kind">,
): Promise<void> {
  if (made || kind !== "table") return;
  await sql`
    with claimed as (
      update vault.resource set made = true where number = ${plan.number}::bigint and not made returning number)
    select vault.create_table(number, ${shapeOf(plan)}) from claimed`.execute(db);
}

/** The columns of the tables as the functions of the database that make them take them. */
export function shapeOf({ columns, indexed, buckets, identity }: TablePlan): RawBuilder<unknown> {
  const kinds = columns.map(({ kind, sealed }) => (sealed ? "bytea" : kind));
  const names = (of: readonly { readonly name: string }[]) => of.map(({ name }) => name);
  return sql`${kinds}::text[], ${names(indexed)}::text[], ${names(buckets)}::text[], ${identity === "key_mac"}`;
}

/** Throws Problem `resource_not_found`. */
export async function resourceByCode(db: Db | Tx, code: string): Promise<Resource> {
  const row = await db.selectFrom("vault.resource").selectAll().where("code", "=", code).executeTakeFirst();
  return resourceOf(row);
}

/** The same, held against other batches until the transaction ends. */
export async function lockResource(tx: Tx, code: string): Promise<Resource> {
  const row = await tx
    .selectFrom("vault.resource")
    .selectAll()
    .where("code", "=", code)
    .forUpdate()
    .executeTakeFirst();
  return resourceOf(row);
}

/** A resource whose items are now protected otherwise: all its items, and the columns that changed. */
export interface Readjusted {
  readonly code: string;
  readonly items: readonly EntryItem[];
  readonly columns: readonly string[];
  /** It became important or core data, or is no more, or what leaves whole got new items: every grant is concerned. */
  readonly moved: boolean;
  /** It has other items than before, or items with other rules. */
  readonly remade: boolean;
}

/**
 * Takes category, grade and masking of an entry's items in force over into its tables (Art. 11 ¶5). How the values lie
 * is not changed by this.
 */
export async function readjust(
  tx: Tx,
  entryId: string,
  inForce: readonly EntryItem[],
): Promise<Readjusted[]> {
  const resources = await tx
    .selectFrom("vault.resource")
    .select(["id", "code", "kind", "items"])
    .where("entry_id", "=", entryId)
    .forUpdate()
    .execute();
  const readjusted = resources.map(({ id, code, kind, items: stored }) => {
    if (kind !== "table") return { id, code, ...taken(kind, stored, inForce) };
    const items = stored.map((item) => {
      const { category, grade, masking, importance } =
        inForce.find(({ column }) => column === item.column) ?? item;
      return { ...item, category, grade, masking, importance };
    });
    const columns = stored.flatMap(({ column, grade, masking, importance }, at) => {
      const now = items[at];
      return now?.grade === grade && now.masking === masking && now.importance === importance ? [] : [column];
    });
    return { id, code, items, columns, moved: placeOf(items) !== placeOf(stored), remade: false };
  });
  for (const { id, items } of readjusted)
    await tx
      .updateTable("vault.resource")
      .set({ items: JSON.stringify(items) })
      .where("id", "=", id)
      .execute();
  return readjusted;
}

/** What is no table has no columns that lie as they were made: the items in force are its items. */
function taken(kind: DataFormat, stored: readonly EntryItem[], inForce: readonly EntryItem[]) {
  const known = new Map(stored.map((item) => [item.column, item]));
  const columns = inForce.flatMap(({ column, grade, masking, importance }) => {
    const before = known.get(column);
    return before?.grade === grade && before.masking === masking && before.importance === importance
      ? []
      : [column];
  });
  // A file leaves whole, with its new items: every grant is concerned by one. Of an interface only what was granted leaves.
  const grown = kind === "file" && inForce.some(({ column }) => !known.has(column));
  const remade = JSON.stringify(stored) !== JSON.stringify(inForce);
  return { items: [...inForce], columns, moved: grown || placeOf(inForce) !== placeOf(stored), remade };
}

/** Rows in force of a resource, int64 in digits. */
export async function rowCount(db: Db | Tx, resourceId: string): Promise<string> {
  const row = await db
    .selectFrom("vault.resource")
    .select("rows")
    .where("id", "=", resourceId)
    .executeTakeFirst();
  return row?.rows ?? "0";
}

/** Digest of the rows that a batch wrote, in hex, as recorded when it wrote them; undefined where it wrote none. */
export async function batchDigest(db: Db | Tx, batchId: string): Promise<string | undefined> {
  const batch = await db
    .selectFrom("vault.batch")
    .select("digest")
    .where("id", "=", batchId)
    .executeTakeFirst();
  return batch?.digest.toString("hex");
}

export async function recordBatch(
  tx: Tx,
  resource: Resource,
  batch: BatchMark,
  counts: IngestCounts,
  digest: Buffer,
): Promise<void> {
  await tx
    .insertInto("vault.batch")
    .values({
      resource_id: resource.id,
      number: String(batch.number),
      id: batch.id,
      accepted: String(counts.accepted),
      quarantined: String(counts.quarantined),
      inserted: String(counts.inserted),
      updated: String(counts.updated),
      unchanged: String(counts.unchanged),
      removed: String(counts.removed),
      digest,
    })
    .execute();
  await tx
    .updateTable("vault.resource")
    .set({
      rows: sql<string>`rows + ${counts.inserted - counts.removed}`,
      last_batch: sql<string>`greatest(last_batch, ${batch.number})`,
    })
    .where("id", "=", resource.id)
    .execute();
}

interface ResourceRow {
  id: string;
  code: string;
  kind: DataFormat;
  number: string;
  entry_id: string;
  items: EntryItem[];
  rows: string;
  last_batch: string;
  place: "data" | "zone";
  generation: number;
  key_floor: number;
  made: boolean;
}

function resourceOf(row: ResourceRow | undefined): Resource {
  if (row === undefined) throw new Problem("resource_not_found", "没有这个数据资源，请核对资源代码");
  return {
    id: row.id,
    code: row.code,
    kind: row.kind,
    number: Number(row.number),
    entryId: row.entry_id,
    items: row.items,
    plan: tablePlan(row.number, row.items, row.place),
    rows: row.rows,
    lastBatch: Number(row.last_batch),
    generation: row.generation,
    keyFloor: row.key_floor,
    made: row.made,
  };
}
