import { createHash } from "node:crypto";
import { toInstant } from "../../platform/clocks/index.ts";
import { IntegrityError } from "../../platform/crypto/index.ts";
import { receiptOf } from "../../platform/ledger/index.ts";
import { type FileParts, fileDigest } from "./ingest.ts";
import { contentOf, liesWhole, type StoredFile } from "./read.ts";
import { removalRef } from "./removal.ts";
import "./tables.ts";

/**
 * What of a file does not agree with what arrived: its bytes, or what is said of it and of its end, or that nothing is said
 * of it; or that it was removed and the ledger knows of no removal. What a removal says is compared with its leaf by
 * `auditLedger`.
 */
export interface FileFault {
  readonly kind: "file-changed" | "file-record-changed" | "file-record-missing" | "removal-unrecorded";
  readonly resource: string;
  readonly file: string;
  readonly name: string;
}

const PAGE = 500;

/**
 * Goes by the batches that brought files: opens and digests every file in force, and compares what is said of each file with
 * its batch. What is at fault is looked at once more, as it may have been replaced, removed or moved meanwhile.
 */
export async function auditFiles(parts: FileParts): Promise<FileFault[]> {
  const faults: FileFault[] = [];
  for (let after = "00000000-0000-0000-0000-000000000000"; ; ) {
    const batches = await parts.database.kysely
      .selectFrom("vault.batch as batch")
      .innerJoin("vault.resource as resource", "resource.id", "batch.resource_id")
      .select(["batch.id", "resource.code"])
      .where("resource.kind", "=", "file")
      .where("batch.id", ">", after)
      .orderBy("batch.id")
      .limit(PAGE)
      .execute();
    for (const { id, code } of batches) {
      const fault = (await faultOf(parts, id, code)) && (await faultOf(parts, id, code));
      if (fault !== undefined) faults.push(fault);
    }
    const last = batches.at(-1);
    if (last === undefined) return faults;
    after = last.id;
  }
}

async function faultOf(parts: FileParts, id: string, resource: string): Promise<FileFault | undefined> {
  const file = await parts.database.kysely
    .selectFrom("vault.file as file")
    .innerJoin("vault.resource as resource", "resource.id", "file.resource_id")
    .innerJoin("vault.batch as batch", "batch.id", "file.id")
    .leftJoin("vault.file as later", (on) =>
      on
        .onRef("later.id", "=", "file.replaced_by")
        .onRef("later.resource_id", "=", "file.resource_id")
        .onRef("later.name", "=", "file.name")
        .onRef("later.batch", ">", "file.batch")
        .onRef("later.arrived_at", "=", "file.ended_at"),
    )
    .selectAll("file")
    .select(["resource.number", "batch.digest", "later.id as successor"])
    .where("file.id", "=", id)
    .executeTakeFirst();
  if (file === undefined) return { kind: "file-record-missing", resource, file: id, name: "" };
  const { name, bytes, media_type: mediaType, sm3 } = file;
  const said = fileDigest({ id, name, bytes: Number(bytes), mediaType, sm3: sm3.toString("hex") });
  if (!said.equals(file.digest) || file.replaced_by !== file.successor)
    return { kind: "file-record-changed", resource, file: id, name };
  if (file.removal !== null) {
    const receipt = await receiptOnRecord(parts, id);
    if (receipt === undefined) return { kind: "removal-unrecorded", resource, file: id, name };
    if (file.receipt !== receipt || file.ended_at === null || file.removal.at !== toInstant(file.ended_at))
      return { kind: "file-record-changed", resource, file: id, name };
  }
  if (file.ended_at === null && !(await intact(parts, file)))
    return { kind: "file-changed", resource, file: id, name };
  return undefined;
}

async function receiptOnRecord({ database }: FileParts, id: string): Promise<string | undefined> {
  const leaf = await database.kysely
    .selectFrom("ledger.body as body")
    .innerJoin("ledger.leaf as leaf", "leaf.leaf_hash", "body.leaf_hash")
    .select(["leaf.leaf_hash", "body.salt"])
    .where("body.ref", "=", removalRef(id))
    .executeTakeFirst();
  return leaf && receiptOf(leaf.leaf_hash, leaf.salt);
}

async function intact(parts: FileParts, file: StoredFile): Promise<boolean> {
  if (!(await liesWhole(parts, file))) return false;
  const digest = createHash("sm3");
  try {
    for await (const piece of contentOf(parts, file)) digest.update(piece);
  } catch (error) {
    if (error instanceof IntegrityError) return false;
    throw error;
  }
  return digest.digest().equals(file.sm3);
}
