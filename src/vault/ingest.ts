import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { RawBuilder } from "kysely";
import type { PoolClient } from "pg";
import { from as copyFrom } from "pg-copy-streams";
import type { Database } from "../platform/db/index.ts";
import type { Db, Tx } from "../platform/db/tables.ts";
import { Problem } from "../platform/http/problem.ts";
import { clientTransaction } from "./client-transaction.ts";
import { copyHeader, copyTrailer } from "./copy.ts";
import { stagedDigest } from "./digests.ts";
import type { RowKeys, VaultKeyring } from "./keys.ts";
import { arrivedKeys, createStage, mergeStage } from "./merge.ts";
import { isResealing } from "./reseal-plan.ts";
import { lockResource, makeTables, type Resource, recordBatch, resourceByCode } from "./resource.ts";
import type { BatchMark } from "./row-sealer.ts";
import type { CheckedRow, Ingested } from "./rows.ts";
import { sealOnThreads } from "./sealing-threads.ts";

export interface IngestRequest {
  /** `r-…` code. */
  readonly resource: string;
  readonly batch: BatchMark & {
    /** The rows carry versions of the source (`CheckedRow.version`); otherwise batches must come in their order. */
    readonly sourceVersions?: boolean;
  };
  /** Rows in ascending order, some thousand at a time. */
  readonly rows: AsyncIterable<readonly CheckedRow[]>;
  readonly signal?: AbortSignal;
  /**
   * Runs in the same transaction after the merge: the batch's state, its problems, its ledger leaf, its event.
   * `arrived` selects the keys of the rows that came, as `RowIdentity.of` gives them.
   */
  settle?(tx: Tx, ingested: Ingested, arrived: RawBuilder<unknown> | undefined): Promise<void>;
}

/**
 * Writes one batch, all or nothing (Art. 17): rows are sealed on threads of their own, copied into a staging table
 * of the session and merged in one transaction. Throws Problem `batch_out_of_order`, `resource_not_found`,
 * `resource_resealing`.
 */
export async function ingest(
  database: Database,
  keyring: VaultKeyring,
  request: IngestRequest,
): Promise<Ingested> {
  const found = await resourceByCode(database.kysely, request.resource);
  const { number } = found;
  // Before the long transaction, so that no reader of an empty table waits for its end.
  await makeTables(database.kysely, found);
  const current = await keyring.writingKeys(number, found.plan.place === "zone");
  return clientTransaction(database, async (tx, client) => {
    const resource = await lockResource(tx, request.resource);
    await assertWritable(tx, resource);
    checkOrder(resource, request.batch);
    const { keyFloor } = resource;
    const moved = resource.plan.place !== found.plan.place || current.version < keyFloor;
    const keys = {
      resource: moved ? await keyring.resourceKeys(number, keyFloor) : current,
      subject: keyring.subjectKey(),
    };
    const stream = await stage(client, keys, resource, request);
    const { counts, conflicts } = await mergeStage(client, resource.plan, {
      ...request.batch,
      sourceVersions: request.batch.sourceVersions === true,
    });
    const whole = counts.inserted + counts.updated === stream.rows;
    const digest = whole ? stream.digest : await stagedDigest(client);
    const ingested: Ingested = { counts, conflicts, digest: digest.toString("hex") };
    await recordBatch(tx, resource, request.batch, counts, digest);
    await request.settle?.(tx, ingested, arrivedKeys(resource.plan));
    request.signal?.throwIfAborted();
    return ingested;
  });
}

/** While its rows are sealed anew a resource takes none: they would be left behind. */
export async function assertWritable(db: Db | Tx, { id }: Resource): Promise<void> {
  if (await isResealing(db, id))
    throw new Problem("resource_resealing", "数据资源正在按新级别重新加密存放，完成后再写入", {
      article: "11¶3",
    });
}

/** Rows without versions of their own are dated by their batch: a late batch would undo newer ones. */
function checkOrder(resource: Resource, batch: IngestRequest["batch"]): void {
  if (batch.sourceVersions === true || resource.plan.identity === null) return;
  if (batch.number > resource.lastBatch) return;
  throw new Problem(
    "batch_out_of_order",
    `第${batch.number}批晚于已入库的第${resource.lastBatch}批到达，数据没有来源版本号，无法判断新旧。请重新上传这批数据。`,
    { article: "17" },
  );
}

async function stage(
  client: PoolClient,
  keys: RowKeys,
  resource: Resource,
  { batch, rows, signal }: IngestRequest,
): Promise<{ rows: number; digest: Buffer }> {
  const macs = createHash("sm3");
  let staged = 0;
  const tuples = async function* () {
    yield copyHeader;
    const setup = { keys, plan: resource.plan, batch: { id: batch.id, number: batch.number } };
    for await (const chunk of sealOnThreads(setup, rows)) {
      macs.update(chunk.macs);
      staged += chunk.macs.length / 32;
      yield chunk.tuples;
    }
    yield copyTrailer;
  };
  const into = client.query(copyFrom(await createStage(client, resource.plan)));
  await pipeline(Readable.from(tuples(), { objectMode: false }), into, signal ? { signal } : {});
  return { rows: staged, digest: macs.digest() };
}
