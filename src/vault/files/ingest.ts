import { Readable } from "node:stream";
import { lawNow } from "../../platform/clocks/index.ts";
import { type Cryptography, sealedLength, sealFile, sm3 } from "../../platform/crypto/index.ts";
import type { Database } from "../../platform/db/index.ts";
import type { Db, Tx } from "../../platform/db/tables.ts";
import { Problem } from "../../platform/http/problem.ts";
import { assertWritable } from "../ingest.ts";
import type { ResourceKeys, VaultKeyring } from "../keys.ts";
import type { Place } from "../reseal-plan.ts";
import { lockResource, type Resource, recordBatch, resourceByCode } from "../resource.ts";
import type { BatchMark } from "../row-sealer.ts";
import type { Ingested } from "../rows.ts";
import type { FileStores } from "./stores.ts";
import { clearAway } from "./upkeep.ts";
import "./tables.ts";

export interface FileParts {
  readonly database: Database;
  readonly cryptography: Cryptography;
  readonly keyring: VaultKeyring;
  readonly stores: FileStores;
}

/** A file that has passed its checks. */
export interface ArrivedFile {
  readonly name: string;
  readonly bytes: number;
  readonly mediaType: string;
  /** Hex. */
  readonly sm3: string;
  content(): AsyncIterable<Uint8Array>;
}

export interface FileIngest {
  /** `r-…` code. */
  readonly resource: string;
  readonly batch: BatchMark;
  readonly file: ArrivedFile;
  /** Runs in the same transaction: the batch's state, its ledger leaf, its event. */
  settle?(tx: Tx, ingested: Ingested): Promise<void>;
}

/**
 * Takes in one file as one batch, all or nothing (Art. 17, 18): sealed chunk by chunk, on the disk before the transaction
 * that enters it begins, so that nothing is held while gigabytes are sealed. A file of the same name is replaced; it stays on
 * record without its bytes. Killed in between and begun anew, it takes the place of what was left. Throws Problem
 * `resource_not_found`, `resource_resealing`, `batch_out_of_order`, `storage_full`.
 */
export async function ingestFile(parts: FileParts, request: FileIngest): Promise<Ingested> {
  for (;;) {
    const resource = await resourceByCode(parts.database.kysely, request.resource);
    await assertTakes(parts.database.kysely, resource, request.batch);
    const keys = await keysFor(parts.keyring, resource);
    await store(parts, resource, keys, request);
    const ingested = await enterSealed(parts, { place: resource.plan.place, keys }, request);
    if (ingested === undefined) continue;
    await clearAway(parts);
    return ingested;
  }
}

/** Undefined where the resource moved, or its keys went, while the file was sealed. */
function enterSealed(
  { database }: FileParts,
  sealed: { place: Place; keys: ResourceKeys },
  request: FileIngest,
): Promise<Ingested | undefined> {
  const { batch } = request;
  return database.kysely.transaction().execute(async (tx) => {
    const resource = await lockResource(tx, request.resource);
    await assertTakes(tx, resource, batch);
    if (resource.plan.place !== sealed.place || sealed.keys.version < resource.keyFloor) return undefined;
    const replaced = await enter(tx, resource, sealed.keys.version, request);
    const counts = {
      ...{ accepted: 1, quarantined: 0, unchanged: 0, removed: 0 },
      ...(replaced ? { inserted: 0, updated: 1 } : { inserted: 1, updated: 0 }),
    };
    const digest = fileDigest({ id: batch.id, ...request.file });
    await recordBatch(tx, resource, batch, counts, digest);
    const made: Ingested = { counts, conflicts: [], digest: digest.toString("hex") };
    await request.settle?.(tx, made);
    return made;
  });
}

/** A batch that is run once more after it was written would take away the bytes that it brought. */
async function assertTakes(db: Db | Tx, resource: Resource, { number }: BatchMark): Promise<void> {
  await assertWritable(db, resource);
  if (number <= resource.lastBatch)
    throw new Problem(
      "batch_out_of_order",
      `第${number}批已经处理过，或者晚于第${resource.lastBatch}批到达，请重新上传`,
      {
        article: "17",
      },
    );
}

async function keysFor(keyring: VaultKeyring, { number, plan, keyFloor }: Resource): Promise<ResourceKeys> {
  const keys = await keyring.writingKeys(number, plan.place === "zone");
  return keys.version < keyFloor ? keyring.resourceKeys(number, keyFloor) : keys;
}

async function store(
  { cryptography, stores }: FileParts,
  { plan }: Resource,
  keys: ResourceKeys,
  { batch, file }: FileIngest,
): Promise<void> {
  // An attempt that was killed may have left it where the resource lay then.
  await stores.discard(batch.id);
  const sealed = sealFile(cryptography, keys, batch.id, file.content());
  await stores
    .in(plan.place)
    .put(
      Readable.from(sealed, { objectMode: false }),
      sealedLength(file.bytes),
      async () => undefined,
      batch.id,
    );
}

/** True where it takes the place of a file of its name. */
async function enter(
  tx: Tx,
  { id, plan }: Resource,
  keyVersion: number,
  { batch, file }: FileIngest,
): Promise<boolean> {
  const at = await lawNow(tx);
  const replaced = await tx
    .updateTable("vault.file")
    .set((eb) => ({
      ended_at: at,
      replaced_by: batch.id,
      remnants: eb.fn("array_append", ["remnants", "place"]),
    }))
    .where("resource_id", "=", id)
    .where("name", "=", file.name)
    .where("ended_at", "is", null)
    .executeTakeFirst();
  await tx
    .insertInto("vault.file")
    .values({
      id: batch.id,
      resource_id: id,
      batch: String(batch.number),
      name: file.name,
      bytes: String(file.bytes),
      media_type: file.mediaType,
      sm3: Buffer.from(file.sm3, "hex"),
      place: plan.place,
      key_version: keyVersion,
      arrived_at: at,
      ended_at: null,
      replaced_by: null,
      removal: null,
      receipt: null,
    })
    .execute();
  return replaced.numUpdatedRows > 0n;
}

/** What the record of a batch commits to of the file that it brought. */
export const fileDigest = (file: {
  readonly id: string;
  readonly name: string;
  readonly bytes: number;
  readonly mediaType: string;
  readonly sm3: string;
}): Buffer => sm3(JSON.stringify([file.id, file.name, file.bytes, file.mediaType, file.sm3]));
