import { sql } from "kysely";
import type { JsonObject } from "../../contract/json.ts";
import type { Attachment } from "../../contract/matter.ts";
import type { RegisterName } from "../../contract/record.ts";
import type { LedgerPort } from "../../matters/index.ts";
import type { Db, Tx } from "../../platform/db/tables.ts";
import type { Caller } from "../../platform/http/caller.ts";
import type { EvidenceSource } from "../../platform/ledger/index.ts";
import type { Where } from "./register.ts";
import "../tables.ts";

/** A record in its present version. */
export interface Stored {
  readonly id: string;
  readonly register: RegisterName;
  readonly keeperId: string;
  readonly keeperName: string;
  readonly version: number;
  readonly ended: boolean;
  readonly content: JsonObject;
  readonly at: Date;
}

/** What a person states in a new version. */
export interface NewVersion {
  readonly record: string;
  readonly version: number;
  readonly content: JsonObject;
  readonly ended: boolean;
  readonly reason: string | null;
  readonly caller: Caller;
  readonly at: Date;
  readonly wallAt: Date;
  readonly attachments: readonly Attachment[];
  readonly matters: readonly string[];
}

function stored(db: Db | Tx) {
  return db
    .selectFrom("parties.record as record")
    .innerJoin("parties.record_version as current", (join) =>
      join.onRef("current.record_id", "=", "record.id").onRef("current.version", "=", "record.version"),
    )
    .innerJoin("parties.party as keeper", "keeper.id", "record.keeper_id")
    .select(["record.id", "record.register", "record.keeper_id as keeperId", "keeper.name as keeperName"])
    .select(["record.version", "record.ended", "current.content", "current.at"]);
}

export interface Wanted {
  readonly register: RegisterName;
  readonly readable: Where;
  readonly matter?: string | undefined;
  readonly q?: string | undefined;
  readonly before?: string | undefined;
  readonly limit?: number;
}

/** Newest first; words are looked for in everything a record states. */
export async function listStored(db: Db | Tx, wanted: Wanted): Promise<Stored[]> {
  let rows = stored(db)
    .where("record.register", "=", wanted.register)
    .where(wanted.readable)
    .orderBy("record.id", "desc");
  if (wanted.limit !== undefined) rows = rows.limit(wanted.limit);
  if (wanted.before !== undefined) rows = rows.where("record.id", "<", wanted.before);
  if (wanted.q !== undefined && wanted.q.trim() !== "")
    rows = rows.where(sql<boolean>`position(lower(${wanted.q.trim()}) in lower(current.content::text)) > 0`);
  const { matter } = wanted;
  if (matter !== undefined)
    rows = rows.where("record.id", "in", (eb) =>
      eb.selectFrom("parties.record_matter").select("record_id").where("matter_id", "=", matter),
    );
  return rows.execute();
}

/** Whatever is not ended of a register, whoever keeps it: for rules that must see all. */
export const currentOf = (db: Db | Tx, register: RegisterName): Promise<Stored[]> =>
  stored(db).where("record.register", "=", register).where("record.ended", "=", false).execute();

export async function findStored(db: Db | Tx, id: string): Promise<Stored | undefined> {
  return stored(db).where("record.id", "=", id).executeTakeFirst();
}

/** Whether the caller may read it, by the register's condition. */
export async function isReadable(db: Db | Tx, id: string, readable: Where): Promise<boolean> {
  const row = await stored(db).where("record.id", "=", id).where(readable).executeTakeFirst();
  return row !== undefined;
}

/** Held until the transaction ends, so that of two who change it one is told. */
export async function lockRecord(tx: Tx, id: string): Promise<void> {
  await tx.selectFrom("parties.record").select("id").where("id", "=", id).forUpdate().execute();
}

export async function insertRecord(
  tx: Tx,
  id: string,
  register: RegisterName,
  keeper: string,
): Promise<void> {
  await tx
    .insertInto("parties.record")
    .values({ id, register, keeper_id: keeper, version: 1, ended: false })
    .execute();
}

/** A version with its files and matters, its leaf in the same transaction. */
export async function writeVersion(
  tx: Tx,
  ledger: LedgerPort,
  register: RegisterName,
  given: NewVersion,
): Promise<void> {
  const { record, version, content, ended, reason, caller, at, wallAt, attachments } = given;
  const row = {
    record_id: record,
    version,
    ended,
    reason,
    person_id: caller.personId,
    person_name: caller.personName,
    at,
    wall_at: wallAt,
  };
  const ref = `parties.record:${record}.${version}`;
  const body = versionBody({ ...row, content, register }, attachments);
  const receipt = await ledger.append(tx, { kind: "record", at, ref, body });
  await tx
    .insertInto("parties.record_version")
    .values({ ...row, content: JSON.stringify(content), receipt })
    .execute();
  await tx.updateTable("parties.record").set({ version, ended }).where("id", "=", record).execute();
  if (attachments.length > 0)
    await tx
      .insertInto("parties.record_file")
      .values(
        attachments.map(({ id, name, bytes, mediaType, sm3 }) => ({
          record_id: record,
          version,
          file_id: id,
          name,
          bytes,
          media_type: mediaType,
          sm3,
        })),
      )
      .execute();
  await tx.deleteFrom("parties.record_matter").where("record_id", "=", record).execute();
  if (given.matters.length > 0)
    await tx
      .insertInto("parties.record_matter")
      .values(given.matters.map((matter_id) => ({ record_id: record, matter_id })))
      .execute();
}

interface VersionBody {
  readonly record_id: string;
  readonly version: number;
  readonly register: string;
  readonly content: JsonObject;
  readonly ended: boolean;
  readonly reason: string | null;
  readonly person_id: string;
  readonly person_name: string;
  readonly at: Date;
  readonly wall_at: Date;
}

/** What the ledger commits to of one version, its files by their digests. */
function versionBody(
  { at, wall_at, ...version }: VersionBody,
  files: readonly { readonly id: string; readonly sm3: string }[],
): JsonObject {
  const sorted = files.map(({ id, sm3 }) => ({ id, sm3 })).sort((a, b) => (a.id < b.id ? -1 : 1));
  return { ...version, at: at.toISOString(), wall_at: wall_at.toISOString(), files: sorted };
}

export async function versionsOf(db: Db | Tx, id: string) {
  return db
    .selectFrom("parties.record_version")
    .selectAll()
    .where("record_id", "=", id)
    .orderBy("version", "desc")
    .execute();
}

export async function filesOf(db: Db | Tx, id: string): Promise<Map<number, Attachment[]>> {
  const rows = await db
    .selectFrom("parties.record_file")
    .select(["version", "file_id as id", "name", "bytes", "media_type as mediaType", "sm3"])
    .where("record_id", "=", id)
    .orderBy("file_id")
    .execute();
  const grouped = Map.groupBy(rows, ({ version }) => version);
  return new Map(
    [...grouped].map(([version, files]) => [version, files.map(({ version: _, ...file }) => file)]),
  );
}

/** Records to which a file is attached. */
export async function recordsOfFile(db: Db, fileId: string): Promise<string[]> {
  const rows = await db
    .selectFrom("parties.record_file")
    .select("record_id")
    .distinct()
    .where("file_id", "=", fileId)
    .execute();
  return rows.map(({ record_id }) => record_id);
}

/** Versions read anew, for refs `parties.record:<record>.<version>`. */
export const recordEvidence: EvidenceSource = {
  async read(tx, ids) {
    const bodies = new Map<string, JsonObject>();
    for (const id of ids) {
      const [record = "", version = "0"] = id.split(".");
      const row = await tx
        .selectFrom("parties.record_version as written")
        .innerJoin("parties.record as record", "record.id", "written.record_id")
        .selectAll("written")
        .select("record.register")
        .where("record_id", "=", record)
        .where("written.version", "=", Number(version))
        .executeTakeFirst();
      if (row === undefined) continue;
      const { receipt: _, ...body } = row;
      const files = (await filesOf(tx, record)).get(Number(version)) ?? [];
      bodies.set(id, versionBody(body, files));
    }
    return bodies;
  },
};
