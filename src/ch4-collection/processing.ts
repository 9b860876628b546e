import { sql } from "kysely";
import { lawNow, shanghaiDate, wallNow } from "../platform/clocks/index.ts";
import { inTransaction, inTurn } from "../platform/db/index.ts";
import { Problem } from "../platform/http/index.ts";
import { type CheckedRow, ingest, RowIdentity, resourceByCode } from "../vault/index.ts";
import { type CollectedResource, collectedResource } from "./catalogue.ts";
import { inspect } from "./encoding.ts";
import type { CollectionOptions } from "./options.ts";
import { changedItems } from "./policy.ts";
import { ProblemLog } from "./problems.ts";
import { Progress } from "./progress.ts";
import { readTable, type Slice } from "./reading.ts";
import { FileRefusal } from "./refusal.ts";
import { settle } from "./settlement.ts";
import { takeFile } from "./taking-files.ts";
import { isMissing } from "./upload-folder.ts";
import "./tables.ts";

/** So often a batch is begun before it is given up; a process killed in the middle counts as one. */
const ATTEMPTS = 5;

/**
 * Processes the waiting batches of one resource in their order. Can be repeated and interrupted at any point: a batch
 * is written in one transaction or not at all. Two callers take turns, by a lock of the database session. While the
 * resource is sealed anew its batches wait: whoever ends that has this called again.
 */
export const processResource = (options: CollectionOptions, resourceId: string): Promise<void> =>
  inTurn(options.database.pool, { space: 5, name: resourceId }, async () => {
    for (let next = await claim(options, resourceId); next; next = await claim(options, resourceId)) {
      if ((await processBatch(options, next)) === "to wait") break;
    }
  });

export type Claimed = NonNullable<Awaited<ReturnType<typeof claim>>>;

/** The oldest batch that is not finished, also one that another process left half done. */
function claim({ database }: CollectionOptions, resourceId: string) {
  return database.kysely
    .updateTable("collection.batch")
    .set((eb) => ({ state: "running", attempts: eb("attempts", "+", 1), bytes_read: "0" }))
    .where("id", "=", (eb) =>
      eb
        .selectFrom("collection.batch")
        .select("id")
        .where("resource_id", "=", resourceId)
        .where("state", "in", ["queued", "running"])
        .orderBy("number")
        .limit(1),
    )
    .returning(["id", "number", "resource_code", "kind", "filename"])
    .returning(["bytes", "sm3", "declared_encoding", "attempts"])
    .executeTakeFirst();
}

async function processBatch(options: CollectionOptions, batch: Claimed): Promise<"ended" | "to wait"> {
  const problems = new ProblemLog(options.database.kysely, batch.id);
  await problems.clear();
  try {
    if (batch.attempts > ATTEMPTS) throw givenUp();
    const resource = await collectedResource(options.database.kysely, batch.resource_code);
    if (resource === undefined) throw withdrawn();
    // Before its items are held against those of the entry: they differ until it is done.
    if (resource.resealing) return await wait(options, batch);
    if (resource.changed.length > 0) throw changed(resource);
    const take = batch.kind === "file" ? takeFile : write;
    await take(options, batch, resource, problems);
  } catch (error) {
    if (error instanceof Problem && error.code === "resource_resealing") return await wait(options, batch);
    // What is missing may also be of the stores: that is tried again.
    const gone = isMissing(error) && (await options.folder.size(batch.id)) === undefined;
    const refusal = gone ? lost() : error;
    if (!(refusal instanceof FileRefusal)) throw error;
    await problems.clear();
    await options.stores.discard(batch.id);
    await refuse(options, batch, refusal);
  }
  await options.folder.remove(batch.id);
  return "ended";
}

/** A batch of a resource that is being sealed anew has not been tried. */
async function wait({ database }: CollectionOptions, { id }: Claimed): Promise<"to wait"> {
  await database.kysely
    .updateTable("collection.batch")
    .set((eb) => ({ state: "queued", attempts: eb("attempts", "-", 1), bytes_read: "0" }))
    .where("id", "=", id)
    .execute();
  return "to wait";
}

async function write(
  options: CollectionOptions,
  batch: Claimed,
  resource: CollectedResource,
  problems: ProblemLog,
): Promise<void> {
  const { database, cryptography, keyring, folder, areas } = options;
  const source = folder.source(batch.id);
  const encoding = await inspect(source, batch.declared_encoding);
  const progress = new Progress(database.kysely, batch.id, Number(batch.bytes));
  const checks = { areas, today: shanghaiDate(wallNow()) };
  const { plan } = await resourceByCode(database.kysely, batch.resource_code);
  const identity = new RowIdentity(cryptography, keyring.subjectKey(), plan);
  let quarantined = 0;
  const rows = async function* (): AsyncGenerator<readonly CheckedRow[]> {
    const slices = readTable(progress.over(source), encoding, resource.items, checks);
    for await (const slice of slices) {
      quarantined += slice.quarantined;
      await problems.add(slice.problems, keysOf(identity, slice.known));
      await progress.save();
      if (slice.accepted.length > 0) yield slice.accepted;
    }
  };
  await ingest(database, keyring, {
    resource: batch.resource_code,
    batch: { id: batch.id, number: Number(batch.number) },
    rows: rows(),
    settle: (tx, ingested, arrived) =>
      settle(options, tx, { batch, resource, encoding, quarantined, ingested, arrived, problems }),
  });
}

function keysOf(identity: RowIdentity, known: Slice["known"]): ReadonlyMap<number, Buffer> {
  const keys = new Map<number, Buffer>();
  for (const [row, values] of known) {
    const key = identity.of(values);
    if (key !== undefined) keys.set(row, key);
  }
  return keys;
}

async function refuse({ database }: CollectionOptions, batch: Claimed, refusal: FileRefusal): Promise<void> {
  const { code, detail, mend, row, column } = refusal;
  const told = { code, detail, mend, row: row === null ? null : String(row), column };
  await inTransaction(database.kysely, async (tx) =>
    tx
      .updateTable("collection.batch")
      .set({
        state: "refused",
        refusal: JSON.stringify(told),
        bytes_read: sql<string>`bytes`,
        finished_at: await lawNow(tx),
      })
      .where("id", "=", batch.id)
      .execute(),
  );
}

const withdrawn = () =>
  new FileRefusal("file_unprocessable", "数据目录在处理之前已撤下或变更", "目录重新发布后请再次上传");
const changed = (resource: CollectedResource) =>
  new FileRefusal("file_unprocessable", changedItems(resource), "数据表备妥后请重新上传");
const lost = () => new FileRefusal("file_lost", "上传的文件在处理之前从上传空间消失了", "请重新上传");
const givenUp = () =>
  new FileRefusal(
    "file_unprocessable",
    `平台处理 ${ATTEMPTS} 次都没有成功，没有写入任何数据`,
    "请联系平台运维单位；排除故障后重新上传",
  );
