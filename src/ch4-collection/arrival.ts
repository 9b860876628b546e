import { sql } from "kysely";
import { party, resolveActor } from "../ch2-parties/index.ts";
import { lawNow } from "../platform/clocks/index.ts";
import { inTransaction } from "../platform/db/index.ts";
import type { Tx } from "../platform/db/tables.ts";
import { Problem } from "../platform/http/index.ts";
import { fileInForce } from "../vault/index.ts";
import { type CollectedResource, collectedResource } from "./catalogue.ts";
import type { CollectionOptions } from "./options.ts";
import "./tables.ts";

/**
 * Makes a batch of a complete upload (Art. 17); asked again it gives the same batch. A file that the resource has
 * received before gives the earlier batch. A file that is not what the sender digested is put down as refused.
 */
export async function arrive(options: CollectionOptions, uploadId: string): Promise<string> {
  const { database, folder } = options;
  const known = await database.kysely
    .selectFrom("collection.upload")
    .select("batch_id")
    .where("id", "=", uploadId)
    .executeTakeFirst();
  if (known?.batch_id) return known.batch_id;
  const sm3 = await folder.settle(uploadId);
  const batchId = await inTransaction(database.kysely, (tx) => register(options, tx, uploadId, sm3));
  const { state } = await database.kysely
    .selectFrom("collection.batch")
    .select("state")
    .where("id", "=", batchId)
    .executeTakeFirstOrThrow();
  if (batchId !== uploadId || state === "refused") await folder.remove(uploadId);
  return batchId;
}

async function register(options: CollectionOptions, tx: Tx, uploadId: string, sm3: string): Promise<string> {
  const upload = await tx
    .selectFrom("collection.upload")
    .selectAll()
    .where("id", "=", uploadId)
    .forUpdate()
    .executeTakeFirstOrThrow();
  if (upload.batch_id !== null) return upload.batch_id;
  const resource = await collectedResource(tx, upload.resource_code);
  if (resource === undefined) throw new Problem("not_found", `数据资源 ${upload.resource_code} 已经撤下`);
  await sql`select pg_advisory_xact_lock(hashtextextended(${resource.id}, 4))`.execute(tx);
  const earlier = await arrivedBefore(tx, resource, upload.filename, sm3);
  if (earlier === undefined) await insertBatch(tx, upload, resource, sm3);
  const batchId = earlier?.id ?? uploadId;
  await tx.updateTable("collection.upload").set({ batch_id: batchId }).where("id", "=", uploadId).execute();
  if (earlier === undefined) await options.enqueue(tx, { resource: resource.id });
  return batchId;
}

/**
 * The batch that the same file came in before. Of rows, whenever that was; of files, while the file of that name with that
 * content is in force or on its way: one that was replaced or removed may come again.
 */
async function arrivedBefore(
  tx: Tx,
  { id, code, kind }: CollectedResource,
  filename: string,
  sm3: string,
): Promise<{ id: string } | undefined> {
  const accepted = tx
    .selectFrom("collection.batch")
    .select(["id", "sm3", "state"])
    .where("resource_id", "=", id)
    .where("state", "<>", "refused");
  if (kind === "table") return accepted.where("sm3", "=", sm3).executeTakeFirst();
  const latest = await accepted
    .where("filename", "=", filename)
    .orderBy("number", "desc")
    .limit(1)
    .executeTakeFirst();
  if (latest?.sm3 !== sm3) return undefined;
  return latest.state !== "done" || (await fileInForce(tx, code, latest.id)) !== undefined
    ? latest
    : undefined;
}

interface Upload {
  id: string;
  person_id: string;
  person_name: string;
  filename: string;
  bytes: string;
  declared_encoding: "auto" | "utf-8" | "gb18030";
  declared_rows: string | null;
  claimed_sm3: string | null;
}

async function insertBatch(tx: Tx, upload: Upload, resource: CollectedResource, sm3: string): Promise<void> {
  const provider = await party(tx, resource.providerPartyId);
  const about = { starter: provider.id, provider: provider.id };
  const { last } = await tx
    .selectFrom("collection.batch")
    .select((eb) => eb.fn.coalesce(eb.fn.max("number"), sql<string>`0`).as("last"))
    .where("resource_id", "=", resource.id)
    .executeTakeFirstOrThrow();
  const at = await lawNow(tx);
  const damaged = upload.claimed_sm3 !== null && upload.claimed_sm3 !== sm3;
  await tx
    .insertInto("collection.batch")
    .values({
      id: upload.id,
      resource_id: resource.id,
      resource_code: resource.code,
      number: String(BigInt(last) + 1n),
      entry_id: resource.entryId,
      entry_name: resource.entryName,
      provider_id: provider.id,
      provider_name: provider.name,
      authority_id: await resolveActor(tx, "same-level-authority", about),
      person_id: upload.person_id,
      person_name: upload.person_name,
      channel: "upload",
      kind: resource.kind === "file" ? "file" : "table",
      state: damaged ? "refused" : "queued",
      filename: upload.filename,
      bytes: upload.bytes,
      declared_encoding: upload.declared_encoding,
      sm3,
      declared: upload.declared_rows,
      refusal: damaged ? JSON.stringify(mismatch) : null,
      received_at: at,
      finished_at: damaged ? at : null,
    })
    .execute();
}

const mismatch = {
  code: "file_digest_mismatch",
  detail: "收到的文件与送出时的 SM3 校验值不一致，传送中缺失或变了内容",
  mend: "请重新上传；若再次不一致，请重新导出文件",
  row: null,
  column: null,
};
