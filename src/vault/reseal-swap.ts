import { sql } from "kysely";
import { lawNow, toInstant } from "../platform/clocks/index.ts";
import { IntegrityError } from "../platform/crypto/index.ts";
import type { Database } from "../platform/db/index.ts";
import type { Tx } from "../platform/db/tables.ts";
import { clientTransaction } from "./client-transaction.ts";
import { changedBatches, writtenDigests } from "./digests.ts";
import type { TablePlan } from "./plan.ts";
import type { ResealParts, Work } from "./reseal-work.ts";
import type { Resource } from "./resource.ts";

/**
 * Takes the digests of what lies in the new tables, as of one moment, with the state that they are in: the swap then
 * only looks whether it is still so. Throws IntegrityError at a batch of which rows are gone: what is left of it is not
 * sealed anew as if it were whole.
 */
export async function keepDigests(
  database: Database,
  resource: Resource,
  work: string,
  plan: TablePlan,
): Promise<void> {
  const taken = await clientTransaction(database, async (tx, client) => {
    await client.query("set transaction isolation level repeatable read, read only");
    const [changed] = await changedBatches(client, resource);
    if (changed !== undefined) throw new IntegrityError(`资源 ${resource.code} 第 ${changed.batch} 批`);
    const written = await writtenDigests(client, plan, "n");
    const { rows } = await client.query<{ state: string }>("select vault.state_of_made($1, $2) as state", [
      plan.place,
      plan.number,
    ]);
    const batches = await tx
      .selectFrom("vault.batch")
      .select("number")
      .where("resource_id", "=", resource.id)
      .execute();
    const digests = batches.map(({ number }) => [number, written(Number(number)).toString("hex")]);
    return { state: rows[0]?.state ?? null, digests: JSON.stringify(Object.fromEntries(digests)) };
  });
  await database.kysely
    .updateTable("vault.reseal")
    .set(taken)
    .where("id", "=", work)
    .where("finished_at", "is", null)
    .execute();
}

/** The new tables take the place of the old ones, with the digests of their batches and a leaf in the ledger. */
export async function swap(
  { record, resumed }: ResealParts,
  tx: Tx,
  resource: Resource,
  { id, items, to, keyVersion, digests }: Work,
  plan: TablePlan,
): Promise<void> {
  const generation = resource.generation + 1;
  await sql`insert into vault.batch_digest (resource_id, number, generation, digest)
    select ${resource.id}::uuid, key::bigint, ${generation}::integer, decode(value, 'hex')
    from jsonb_each_text(${JSON.stringify(digests)}::jsonb)`.execute(tx);
  const at = await lawNow(tx);
  const body = {
    resource: resource.code,
    generation,
    from: resource.plan.place,
    to,
    sealed: items.flatMap(({ column, storage }, index) =>
      storage === resource.items[index]?.storage ? [] : [column],
    ),
    rows: resource.rows,
    batches: Object.entries(digests ?? {}).map(([number, digest]) => ({ number, digest })),
    at: toInstant(at),
  };
  const receipt = await record(tx, { ref: `vault.reseal:${id}`, at, body });
  await tx
    .updateTable("vault.resource")
    .set({ items: JSON.stringify(items), place: to, generation, key_floor: keyVersion })
    .where("id", "=", resource.id)
    .execute();
  await resumed(tx, resource.id);
  // Last of all: from here to the commit nobody can read.
  await sql`set local lock_timeout = '5s'`.execute(tx);
  await sql`select vault.swap_resealed(${plan.number}::bigint)`.execute(tx);
  await tx
    .updateTable("vault.reseal")
    .set({ finished_at: at, body: JSON.stringify(body), receipt, digests: null, state: null })
    .where("id", "=", id)
    .execute();
}
