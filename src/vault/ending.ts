import { sql } from "kysely";
import type { Tx } from "../platform/db/tables.ts";
import { assertWritable } from "./ingest.ts";
import { tableColumns } from "./merge.ts";
import { lockResource, resourceByCode } from "./resource.ts";
import "./tables.ts";

/** A row as its batch brought it. */
interface RowPlace {
  readonly batch: number;
  readonly line: number;
}

/**
 * Ends the rows in force of these keys, as `RowIdentity.of` gives them: no batch says so, but their provider does. They go to
 * the history as others do, under their MACs, and the digests of their batches still fit; a mark keeps late older versions away.
 * Not what came with batch `before` or later. Holds the resource against batches until the transaction ends. Throws Problem `resource_resealing`.
 */
export async function endRows(
  tx: Tx,
  code: string,
  keys: readonly Buffer[],
  before: number,
): Promise<RowPlace[]> {
  if (keys.length === 0) return [];
  const resource = await lockResource(tx, code);
  const { plan, lastBatch } = resource;
  if (plan.identity === null || !resource.made) return [];
  await assertWritable(tx, resource);
  const [current, history, versions] = ["r", "h", "v"].map((kept) =>
    sql.raw(`${plan.place}.${kept}_${plan.number}`),
  );
  const columns = sql.raw(tableColumns(plan).join(", "));
  const key = sql.ref(plan.identity);
  const { rows } = await sql<{ row_id: string }>`
    with gone as (
      delete from ${current} where ${key} = any(${[...keys]}::bytea[]) and row_id >> 32 < ${before} returning *
    ), marked as (
      insert into ${versions} as known (key, source_version, batch_id) select ${key}, source_version, batch_id from gone
      on conflict (key) do update set source_version = greatest(excluded.source_version, known.source_version)
    )
    insert into ${history} (${columns}, from_batch, to_batch)
    select ${columns}, row_id >> 32, ${lastBatch}::bigint from gone returning row_id`.execute(tx);
  if (rows.length > 0)
    await tx
      .updateTable("vault.resource")
      .set({ rows: sql<string>`rows - ${rows.length}`, endings: sql<number>`endings + 1` })
      .where("id", "=", resource.id)
      .execute();
  return rows
    .map(({ row_id }) => placeOfRow(BigInt(row_id)))
    .toSorted((a, b) => a.batch - b.batch || a.line - b.line);
}

/** Whether all these rows are in the history. One that also lies among those in force no longer fits its batch. */
export async function areEnded(tx: Tx, code: string, places: readonly RowPlace[]): Promise<boolean> {
  if (places.length === 0) return true;
  const { plan, made } = await resourceByCode(tx, code);
  if (!made) return false;
  const ids = places.map(({ batch, line }) => String((BigInt(batch) << 32n) | BigInt(line)));
  const { rows } = await sql<{ ended: string }>`
    select count(*) as ended from ${sql.raw(`${plan.place}.h_${plan.number}`)} where row_id = any(${ids}::bigint[])`.execute(
    tx,
  );
  return Number(rows[0]?.ended) === ids.length;
}

const placeOfRow = (id: bigint): RowPlace => ({ batch: Number(id >> 32n), line: Number(id & 0xffffffffn) });
