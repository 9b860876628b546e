import { sql } from "kysely";
import { inTransaction } from "../platform/db/index.ts";
import { clearAway } from "../vault/index.ts";
import { arrive } from "./arrival.ts";
import type { CollectionOptions } from "./options.ts";
import "./tables.ts";

/**
 * Brings uploads and batches back in step after a crash, and clears away what has expired; called at the start and
 * every hour. Complete uploads become batches, unfinished batches are processed, files of finished ones are removed.
 */
export async function tidy(options: CollectionOptions): Promise<void> {
  await clearAway(options);
  await options.stores.clearAbandoned();
  await removeExpired(options);
  const { database, folder } = options;
  const waiting = await database.kysely
    .selectFrom("collection.upload")
    .select(["id", "bytes"])
    .where("batch_id", "is", null)
    .execute();
  for (const { id, bytes } of waiting) {
    if ((await folder.size(id)) === Number(bytes)) await arrive(options, id);
  }
  await inTransaction(database.kysely, async (tx) => {
    const unfinished = await tx
      .selectFrom("collection.batch")
      .select("resource_id")
      .distinct()
      .where("state", "in", ["queued", "running"])
      .execute();
    for (const { resource_id } of unfinished) await options.enqueue(tx, { resource: resource_id });
  });
  await removeFinished(options);
}

async function removeExpired({ database, folder }: CollectionOptions): Promise<void> {
  const hours = folder.limits.keepHours;
  const expired = await database.kysely
    .deleteFrom("collection.upload")
    .where("batch_id", "is", null)
    .where("created_at", "<", sql<Date>`platform.wall_now() - ${hours} * interval '1 hour'`)
    .returning("id")
    .execute();
  for (const { id } of expired) await folder.remove(id);
}

async function removeFinished({ database, folder }: CollectionOptions): Promise<void> {
  const ids = await folder.ids();
  if (ids.length === 0) return;
  const needed = await database.kysely
    .selectFrom("collection.upload")
    .leftJoin("collection.batch", "collection.batch.id", "collection.upload.id")
    .select("collection.upload.id")
    .where("collection.upload.id", "in", ids)
    .where((eb) =>
      eb.or([
        eb("collection.upload.batch_id", "is", null),
        eb("collection.batch.state", "in", ["queued", "running"]),
      ]),
    )
    .execute();
  const kept = new Set(needed.map(({ id }) => id));
  for (const id of ids) if (!kept.has(id)) await folder.remove(id);
}
