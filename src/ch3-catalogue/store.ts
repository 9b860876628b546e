import { sql } from "kysely";
import type { DataFormat, EntryContent } from "../contract/entry.ts";
import type { Db, Tx } from "../platform/db/tables.ts";
import { Problem } from "../platform/http/problem.ts";
import { code, uuid } from "../platform/ids/index.ts";
import { nextCatalogueCode } from "./catalogue-codes.ts";
import { gradeOf } from "./checks.ts";
import { keepGradedUnder } from "./graded-under.ts";
import { indexEntry } from "./search-index.ts";
import "./tables.ts";

export interface EntryRow {
  readonly id: string;
  readonly code: string;
  readonly catalogueCode: string | null;
  readonly providerId: string;
  readonly status: "draft" | "in-review" | "published" | "withdrawn";
  readonly draft: EntryContent;
  readonly draftVersion: number;
  readonly publishedVersion: number | null;
  readonly matterId: string | null;
  readonly updatedAt: Date;
}

/** A published version in force: what everybody else may rely on. */
export interface PublishedEntry {
  readonly id: string;
  readonly code: string;
  readonly catalogueCode: string;
  readonly providerId: string;
  readonly version: number;
  readonly content: EntryContent;
  readonly grade: number;
  readonly publishedAt: Date;
}

/** Names of an entry's items by their columns. */
export const columnNames = (entry: PublishedEntry | undefined): Map<string, string> =>
  new Map(entry?.content.items.map(({ column, name }) => [column, name]));

const entryColumns = [
  "id",
  "code",
  "catalogue_code as catalogueCode",
  "provider_id as providerId",
  "status",
  "draft",
  "draft_version as draftVersion",
  "published_version as publishedVersion",
  "matter_id as matterId",
  "updated_at as updatedAt",
] as const;

export const withdrawnMeanwhile = () =>
  new Problem("entry_withdrawn", "本目录已经撤销，不能再办理；需要恢复提供的，由提供单位重新编制目录", {
    article: "13¶2",
  });

export const entryQuery = (db: Db | Tx) => db.selectFrom("catalogue.entry").select(entryColumns);

export async function findEntry(db: Db | Tx, id: string): Promise<EntryRow | undefined> {
  return entryQuery(db).where("id", "=", id).executeTakeFirst();
}

/** The entry, locked until the transaction ends. */
export async function lockEntry(tx: Tx, id: string): Promise<EntryRow | undefined> {
  return entryQuery(tx).where("id", "=", id).forUpdate().executeTakeFirst();
}

/** False where there is one of this id already. */
export async function insertEntry(
  tx: Tx,
  entry: { id: string; providerId: string; createdBy: string; draft: EntryContent; at: Date },
): Promise<boolean> {
  const { id } = entry;
  const made = await tx
    .insertInto("catalogue.entry")
    .values({
      id,
      code: code("d"),
      catalogue_code: null,
      provider_id: entry.providerId,
      status: "draft",
      draft: JSON.stringify(entry.draft),
      published_version: null,
      published_name: null,
      matter_id: null,
      created_by: entry.createdBy,
      updated_at: entry.at,
    })
    .onConflict((conflict) => conflict.column("id").doNothing())
    .returning("id")
    .executeTakeFirst();
  if (made === undefined) return false;
  await indexEntry(tx, entry, true, entry.draft);
  return true;
}

/**
 * Saves the draft if nobody saved in between; false when `seen` is not the version in force. `updated_at` orders the
 * list that everybody sees: work on a change of a published entry does not move it.
 */
export async function saveDraft(
  tx: Tx,
  id: string,
  seen: number,
  draft: EntryContent,
  at: Date,
): Promise<boolean> {
  const saved = await tx
    .updateTable("catalogue.entry")
    .set((eb) => ({
      draft: JSON.stringify(draft),
      draft_version: seen + 1,
      updated_at: eb.case().when("published_version", "is", null).then(at).else(eb.ref("updated_at")).end(),
    }))
    .where("id", "=", id)
    .where("draft_version", "=", seen)
    .returning("provider_id as providerId")
    .executeTakeFirst();
  if (saved === undefined) return false;
  await indexEntry(tx, { id, providerId: saved.providerId }, true, draft);
  return true;
}

/** Throws a draft away that was never submitted; false when it was. */
export async function dropDraft(tx: Tx, id: string): Promise<boolean> {
  const { rows } = await sql<{ dropped: boolean }>`select catalogue.drop_draft(${id}) as dropped`.execute(tx);
  return rows[0]?.dropped === true;
}

/** In review the draft cannot be edited; `matterId` is the matter that holds it. */
export async function freezeDraft(tx: Tx, id: string, matterId: string): Promise<void> {
  await tx
    .updateTable("catalogue.entry")
    .set({ status: "in-review", matter_id: matterId })
    .where("id", "=", id)
    .execute();
}

/** Back to its keeper: a draft, or the published entry whose change was not taken. */
export async function thawDraft(tx: Tx, entry: EntryRow): Promise<void> {
  await tx
    .updateTable("catalogue.entry")
    .set({ status: entry.publishedVersion === null ? "draft" : "published" })
    .where("id", "=", entry.id)
    .execute();
}

/** Makes the draft the version in force and gives a first publication its national code. */
export async function publishDraft(
  tx: Tx,
  entry: EntryRow,
  matterId: string,
  at: Date,
): Promise<PublishedEntry> {
  const version = (entry.publishedVersion ?? 0) + 1;
  const catalogueCode = entry.catalogueCode ?? (await nextCatalogueCode(tx, entry.providerId));
  const grade = gradeOf(entry.draft);
  await tx
    .insertInto("catalogue.entry_version")
    .values({
      entry_id: entry.id,
      version,
      content: JSON.stringify(entry.draft),
      grade,
      matter_id: matterId,
      published_at: at,
    })
    .execute();
  await tx
    .updateTable("catalogue.entry")
    .set({
      status: "published",
      published_version: version,
      published_name: entry.draft.name,
      catalogue_code: catalogueCode,
      updated_at: at,
    })
    .where("id", "=", entry.id)
    .execute();
  const { id, code, providerId, draft: content } = entry;
  await indexEntry(tx, entry, false, content);
  await keepGradedUnder(tx, [{ entryId: id, version, providerId }], { how: "published", at });
  return { id, code, catalogueCode, providerId, version, content, grade, publishedAt: at };
}

const lastPublishedQuery = (db: Db | Tx) =>
  db
    .selectFrom("catalogue.entry as entry")
    .innerJoin("catalogue.entry_version as version", (join) =>
      join
        .onRef("version.entry_id", "=", "entry.id")
        .onRef("version.version", "=", "entry.published_version"),
    )
    .where("entry.catalogue_code", "is not", null)
    .select([
      "entry.id",
      "entry.code",
      "entry.provider_id as providerId",
      "version.version",
      "version.content",
    ])
    .select(["version.grade", "version.published_at as publishedAt"])
    .select("entry.catalogue_code as catalogueCode")
    .$narrowType<{ catalogueCode: string }>();

const publishedQuery = (db: Db | Tx) => lastPublishedQuery(db).where("entry.status", "!=", "withdrawn");

/** What lay under the code of a resource, also where its entry has left the catalogue: for what is on record of it. */
export const lastPublished = (db: Db | Tx, resourceCode: string) =>
  lastPublishedQuery(db)
    .select("entry.status")
    .where("entry.id", "=", (eb) =>
      eb.selectFrom("catalogue.resource").select("entry_id").where("code", "=", resourceCode),
    )
    .executeTakeFirst();

/** By either of its codes: `d-…`, or the national one. */
export async function publishedEntryCoded(db: Db | Tx, code: string): Promise<PublishedEntry | undefined> {
  return publishedQuery(db)
    .where((eb) => eb.or([eb("entry.code", "=", code), eb("entry.catalogue_code", "=", code)]))
    .executeTakeFirst();
}

/** The version in force, by id of the entry; undefined before its first publication. */
export async function publishedEntry(db: Db | Tx, id: string): Promise<PublishedEntry | undefined> {
  return publishedQuery(db).where("entry.id", "=", id).executeTakeFirst();
}

/** The version in force of an entry that a matter under way is about; meanwhile it may have left the catalogue. */
export async function entryInForce(db: Db | Tx, id: string): Promise<PublishedEntry> {
  const entry = await publishedEntry(db, id);
  if (entry === undefined) throw withdrawnMeanwhile();
  return entry;
}

/**
 * The same, and no withdrawal is decided before the transaction ends: what is given on an entry is not given on one that
 * has left meanwhile. For whoever changes nothing of the entry itself; that one locks it, see `lockEntry`.
 */
export async function heldInForce(tx: Tx, id: string): Promise<PublishedEntry> {
  await tx.selectFrom("catalogue.entry").select("id").where("id", "=", id).forShare().execute();
  return entryInForce(tx, id);
}

/** The versions in force of some entries. */
export async function publishedEntries(db: Db | Tx, ids: readonly string[]): Promise<PublishedEntry[]> {
  if (ids.length === 0) return [];
  return publishedQuery(db)
    .where("entry.id", "in", [...ids])
    .execute();
}

/** Entries in force that these units provide. */
export async function publishedBy(
  db: Db | Tx,
  units: readonly string[],
): Promise<{ id: string; providerId: string }[]> {
  if (units.length === 0) return [];
  return db
    .selectFrom("catalogue.entry")
    .select(["id", "provider_id as providerId"])
    .where("provider_id", "in", [...units])
    .where("published_version", "is not", null)
    .where("status", "!=", "withdrawn")
    .execute();
}

/** The versions in force, by id of the entry. */
export async function publishedContents(
  db: Db | Tx,
  ids: readonly string[],
): Promise<Map<string, EntryContent>> {
  return new Map((await publishedEntries(db, ids)).map((row) => [row.id, row.content]));
}

export interface MountedResource {
  readonly id: string;
  readonly code: string;
  readonly kind: DataFormat;
  readonly entry: PublishedEntry;
}

/** A mounted resource by its code, with the version in force of its entry. */
export async function mountedResource(
  db: Db | Tx,
  resourceCode: string,
): Promise<MountedResource | undefined> {
  const row = await db
    .selectFrom("catalogue.resource")
    .select(["id", "code", "kind", "entry_id"])
    .where("code", "=", resourceCode)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  const entry = await publishedEntry(db, row.entry_id);
  return entry && { id: row.id, code: row.code, kind: row.kind, entry };
}

/** Those of the entries on which something is mounted. */
export async function mountedAmong(db: Db | Tx, ids: readonly string[]): Promise<ReadonlySet<string>> {
  if (ids.length === 0) return new Set();
  const rows = await db
    .selectFrom("catalogue.resource")
    .select("entry_id as id")
    .distinct()
    .where("entry_id", "in", [...ids])
    .execute();
  return new Set(rows.map(({ id }) => id));
}

export interface ResourceRef {
  readonly id: string;
  readonly code: string;
  readonly kind: DataFormat;
}

/** What is mounted on the entry: one resource, or none. */
export async function resourcesOf(db: Db | Tx, entryId: string): Promise<ResourceRef[]> {
  return db
    .selectFrom("catalogue.resource")
    .select(["id", "code", "kind"])
    .where("entry_id", "=", entryId)
    .execute();
}

/** Of the format that the entry in force states; what was filed without one is taken for a table. */
export async function insertResource(
  tx: Tx,
  entry: PublishedEntry,
  mountedBy: string,
  at: Date,
): Promise<ResourceRef> {
  const resource = { id: uuid(), code: code("r"), kind: entry.content.format ?? ("table" as const) };
  await tx
    .insertInto("catalogue.resource")
    .values({
      ...resource,
      entry_id: entry.id,
      entry_version: entry.version,
      mounted_by: mountedBy,
      mounted_at: at,
    })
    .execute();
  return resource;
}
