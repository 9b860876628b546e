import { createHash } from "node:crypto";
import type { PoolClient } from "pg";
import { STAGE, stagedIsWritten } from "./merge.ts";
import type { TablePlan } from "./plan.ts";
import type { Resource } from "./resource.ts";

/*
 * The digest of a batch is SM3 over the row MACs that it wrote, in order of row id. The MACs come from the database
 * 4,096 rows to a value.
 */

/** Digests of all batches by their numbers, in one pass over both tables; `mark` for tables not yet in place. */
export async function writtenDigests(
  client: PoolClient,
  { place, number: n }: TablePlan,
  mark: "" | "n" = "",
): Promise<(batch: number) => Buffer> {
  await client.query(
    `declare written no scroll cursor for
     select batch, string_agg(row_mac, ''::bytea order by row_id) as macs from (
       select row_id >> 32 as batch, row_id, row_mac from ${place}.${mark}r_${n}
       union all select from_batch, row_id, row_mac from ${place}.${mark}h_${n}
     ) written group by batch, row_id >> 12 order by batch, row_id >> 12`,
  );
  const digests = new Map<number, ReturnType<typeof createHash>>();
  for (let more = true; more; ) {
    const { rows } = await client.query<{ batch: string; macs: Buffer }>("fetch 64 from written");
    for (const { batch, macs } of rows) {
      const digest = digests.get(Number(batch)) ?? createHash("sm3");
      digests.set(Number(batch), digest.update(macs));
    }
    more = rows.length > 0;
  }
  await client.query("close written");
  return (batch) => (digests.get(batch) ?? createHash("sm3")).copy().digest();
}

/** Digest of what a batch has just written out of the staging table; the table itself is not read. */
export async function stagedDigest(client: PoolClient): Promise<Buffer> {
  const { rows } = await client.query<{ macs: Buffer }>(
    `select string_agg(row_mac, ''::bytea order by row_id) as macs from ${STAGE} s where ${stagedIsWritten}
     group by row_id >> 12 order by row_id >> 12`,
  );
  const digest = createHash("sm3");
  for (const { macs } of rows) digest.update(macs);
  return digest.digest();
}

/** Batches whose rows are not those that they wrote. */
export async function changedBatches(
  client: PoolClient,
  { id, plan }: Resource,
): Promise<{ batch: number; batchId: string }[]> {
  const written = await writtenDigests(client, plan);
  const { rows } = await client.query<{ number: string; id: string; digest: Buffer }>(
    `select number, id, coalesce(anew.digest, batch.digest) as digest
     from vault.batch left join vault.batch_digest anew using (resource_id, number)
     where resource_id = $1 and (anew.generation is null or anew.generation = (
       select max(generation) from vault.batch_digest where resource_id = $1 and number = batch.number))
     order by number`,
    [id],
  );
  return rows.flatMap(({ number, id: batchId, digest }) =>
    digest.equals(written(Number(number))) ? [] : [{ batch: Number(number), batchId }],
  );
}
