import { type SqlBool, sql } from "kysely";
import type { z } from "zod";
import type { batchQuery, problemQuery } from "../contract/batch.ts";
import type { Db, Tx } from "../platform/db/tables.ts";
import type { Caller } from "../platform/http/index.ts";
import { Problem } from "../platform/http/index.ts";
import { mayRead } from "./policy.ts";
import "./tables.ts";

/** Newest first, one more than asked for; `before` is the id of the last batch seen. */
export function listBatches(
  db: Db,
  caller: Caller,
  { limit, resource, entry }: z.infer<typeof batchQuery>,
  before: string | undefined,
) {
  let query = db.selectFrom("collection.batch").selectAll().where(mayRead(caller));
  if (resource !== undefined) query = query.where("resource_code", "=", resource);
  if (entry !== undefined) query = query.where("entry_id", "=", entry);
  if (before !== undefined) query = query.where("id", "<", before);
  return query
    .orderBy("id", "desc")
    .limit(limit + 1)
    .execute();
}

/** By its own id, or by that of an upload that brought it once more. */
export async function findBatch(db: Db | Tx, caller: Caller, id: string) {
  const row = await db
    .selectFrom("collection.batch")
    .selectAll()
    .where(mayRead(caller))
    .where((eb) =>
      eb.or([
        eb("id", "=", id),
        eb(
          "id",
          "=",
          eb.selectFrom("collection.upload").select("batch_id").where("collection.upload.id", "=", id),
        ),
      ]),
    )
    .executeTakeFirst();
  if (row === undefined) throw new Problem("not_found", "没有这个批次，或者不属于本单位可查看的范围");
  return row;
}

/** In the order of the file, one more than asked for. Empty while the batch is not done. */
export function listProblems(
  db: Db,
  batchId: string,
  { limit, rule, column }: z.infer<typeof problemQuery>,
  after: { line: string; id: string } | undefined,
) {
  let query = db
    .selectFrom("collection.problem as problem")
    .innerJoin("collection.batch as batch", "batch.id", "problem.batch_id")
    .leftJoin("collection.batch as mended", "mended.id", "problem.mended_in")
    .selectAll("problem")
    .select("mended.number as mendedIn")
    .select(isOpen.as("open"))
    .where("batch.id", "=", batchId)
    .where("batch.state", "=", "done");
  if (rule !== undefined) query = query.where("problem.rule", "=", rule);
  if (column !== undefined) query = query.where("problem.column_name", "=", column);
  if (after !== undefined) {
    query = query.where((eb) =>
      eb.or([
        eb("problem.line", ">", after.line),
        eb.and([eb("problem.line", "=", after.line), eb("problem.id", ">", after.id)]),
      ]),
    );
  }
  return query
    .orderBy("problem.line")
    .orderBy("problem.id")
    .limit(limit + 1)
    .execute();
}

/**
 * Of a `problem` of a `batch`: it is still to be mended. Neither has its row come again, nor has its provider said that it was
 * deleted at its source. A row whose key is itself at fault cannot be known again: it counts until the next batch of its table.
 */
export const isOpen = sql<SqlBool>`(batch.state = 'done' and problem.mended_in is null and problem.settled_in is null
  and (problem.row_key is not null or not exists (
    select from collection.batch later
    where later.resource_id = batch.resource_id and later.number > batch.number and later.state = 'done')))`;

/** Rows received, accepted and held as problem data over all batches of a resource. */
export async function countsOf(
  db: Db | Tx,
  resource: string,
): Promise<{ received: string; accepted: string; quarantined: string }> {
  return db
    .selectFrom("collection.batch")
    .where("resource_code", "=", resource)
    .where("state", "=", "done")
    .select((eb) => [
      eb.fn.coalesce(eb.fn.sum<string>("received"), eb.val("0")).as("received"),
      eb.fn.coalesce(eb.fn.sum<string>("accepted"), eb.val("0")).as("accepted"),
      eb.fn.coalesce(eb.fn.sum<string>("quarantined"), eb.val("0")).as("quarantined"),
    ])
    .executeTakeFirstOrThrow();
}
