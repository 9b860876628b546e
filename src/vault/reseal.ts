import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { sql } from "kysely";
import type { PoolClient } from "pg";
import { from as copyFrom } from "pg-copy-streams";
import type { EntryItem } from "../contract/entry.ts";
import type { JsonObject } from "../contract/json.ts";
import { lawNow, toInstant } from "../platform/clocks/index.ts";
import { type Cryptography, IntegrityError } from "../platform/crypto/index.ts";
import type { Database } from "../platform/db/index.ts";
import type { Tx } from "../platform/db/tables.ts";
import { clientTransaction } from "./client-transaction.ts";
import { copyHeader, copyTrailer } from "./copy.ts";
import { writtenDigest } from "./ingest.ts";
import type { VaultKeyring } from "./keys.ts";
import { castColumns, createStage, STAGE, tableColumns } from "./merge.ts";
import { type TablePlan, tablePlan } from "./plan.ts";
import type { Place } from "./reseal-plan.ts";
import { lockResource, makeTables, type Resource } from "./resource.ts";
import { RowOpener, type StoredRow, storedColumns } from "./row-opener.ts";
import { RowSealer } from "./row-sealer.ts";

/** Rows sealed anew in one transaction: so much is done again after a kill. */
const PAGE = 5000;

export interface ResealParts {
  readonly database: Database;
  readonly cryptography: Cryptography;
  readonly keyring: VaultKeyring;
  /** Puts what was done into the ledger; gives the receipt. */
  record(tx: Tx, leaf: { ref: string; at: Date; body: JsonObject }): Promise<string>;
}

/**
 * Seals anew whatever waits for it, page by page, each page a transaction: it can be killed at any point and taken up
 * by any process. The rows in force and their history keep their ids, versions and contents; the old tables are
 * dropped in the transaction in which the new ones take their place. One that fails holds up no other. Throws IntegrityError at a row that was tampered
 * with: it is not sealed anew as if it were sound.
 */
export async function resealWaiting(parts: ResealParts, signal?: AbortSignal): Promise<void> {
  const waiting = await parts.database.kysely
    .selectFrom("vault.reseal as reseal")
    .innerJoin("vault.resource as resource", "resource.id", "reseal.resource_id")
    .select("resource.code")
    .where("reseal.finished_at", "is", null)
    .orderBy("reseal.planned_at")
    .execute();
  const failures: unknown[] = [];
  for (const { code } of waiting) {
    try {
      while (signal?.aborted !== true && (await resealPage(parts, code)));
    } catch (failure) {
      failures.push(failure);
    }
  }
  if (failures.length === 1) throw failures[0];
  if (failures.length > 1)
    throw new AggregateError(failures, `${failures.length} resources were not sealed anew`);
}

interface Work {
  readonly id: string;
  readonly items: EntryItem[];
  readonly to: Place;
  readonly keyVersion: number;
}

/** One page, or the end of it; false when nothing is left to do. */
export function resealPage(parts: ResealParts, code: string): Promise<boolean> {
  return clientTransaction(parts.database, async (tx, client) => {
    const resource = await lockResource(tx, code);
    const work = await workOn(parts, tx, resource);
    if (work === undefined) return false;
    const plan = tablePlan(resource.plan.number, work.items, work.to);
    for (const kept of ["r", "h"] as const)
      if ((await movePage(parts, client, resource.plan, plan, kept, work)) > 0) return true;
    await finish(parts, tx, client, resource, work, plan);
    return false;
  });
}

/** What is to be done, its new tables made and its keys at hand. */
async function workOn({ keyring }: ResealParts, tx: Tx, resource: Resource): Promise<Work | undefined> {
  const found = await tx
    .selectFrom("vault.reseal")
    .select(["id", "items", "to_place as to", "key_version as keyVersion"])
    .where("resource_id", "=", resource.id)
    .where("finished_at", "is", null)
    .forUpdate()
    .executeTakeFirst();
  if (found === undefined) return undefined;
  const { keyVersion } = found;
  if (keyVersion !== null) return { ...found, keyVersion };
  const moves = found.to !== resource.plan.place;
  const made = moves
    ? await keyring.newVersion(resource.number, found.to === "zone")
    : (await keyring.writingKeys(resource.number, found.to === "zone")).version;
  await makeTables(tx, resource);
  const { columns, indexed, buckets, identity } = tablePlan(resource.plan.number, found.items, found.to);
  const kinds = columns.map(({ kind, sealed }) => (sealed ? "bytea" : kind));
  await sql`select vault.make_resealed(${resource.plan.number}::bigint, ${kinds}::text[],
    ${indexed.map(({ name }) => name)}::text[], ${buckets.map(({ name }) => name)}::text[],
    ${identity === "key_mac"})`.execute(tx);
  await tx.updateTable("vault.reseal").set({ key_version: made }).where("id", "=", found.id).execute();
  return { ...found, keyVersion: made };
}

type Kept = "r" | "h";

/** Rows after the last that was moved, in the order of the primary key; how many there were. */
async function movePage(
  { cryptography, keyring }: ResealParts,
  client: PoolClient,
  from: TablePlan,
  to: TablePlan,
  kept: Kept,
  { keyVersion }: Work,
): Promise<number> {
  const [old, made] = [`${from.place}.${kept}_${from.number}`, `${to.place}.n${kept}_${to.number}`];
  const moved = await client.query<{ dist_key: Buffer; row_id: string }>(
    `select dist_key, row_id from ${made} order by dist_key desc, row_id desc limit 1`,
  );
  const after = moved.rows.flatMap(({ dist_key, row_id }) => [dist_key, row_id]);
  const { rows } = await client.query<StoredRow>({
    text: `select ${storedColumns(from)} from ${old}
      ${after.length === 0 ? "" : "where (dist_key, row_id) > ($1, $2)"} order by dist_key, row_id limit ${PAGE}`,
    values: after,
    rowMode: "array",
  });
  if (rows.length === 0) return 0;
  const opener = new RowOpener(cryptography, keyring, from);
  const keys = {
    resource: await keyring.resourceKeys(Number(to.number), keyVersion),
    subject: keyring.subjectKey(),
  };
  const sealers = new Map<string, RowSealer>();
  const tuples: Buffer[] = [];
  for (const row of rows) {
    const [rowId, version] = row;
    const batch = batchOf(from, row);
    const sealer =
      sealers.get(batch) ??
      new RowSealer(cryptography, keys, to, { id: batch, number: Number(BigInt(rowId) >> 32n) });
    sealers.set(batch, sealer);
    const values = await opener.open(row, from.columns);
    tuples.push(sealer.seal([{ row: Number(BigInt(rowId) & 0xffffffffn), values, version }]).tuples);
  }
  const into = client.query(copyFrom(await createStage(client, to)));
  await pipeline(Readable.from([copyHeader, ...tuples, copyTrailer], { objectMode: false }), into);
  const columns = tableColumns(to);
  const [more, join] =
    kept === "r" ? ["", ""] : [", from_batch, to_batch", `join ${old} old using (dist_key, row_id)`];
  const staged = castColumns(to).map((cast) => `s.${cast}`);
  await client.query(
    `insert into ${made} (${columns.join(", ")}${more}) select ${staged.join(", ")}${more} from ${STAGE} s ${join}`,
  );
  await client.query("drop table pg_temp.ingest_stage, pg_temp.ingest_outcome");
  return rows.length;
}

function batchOf(plan: TablePlan, row: StoredRow): string {
  const batch = row[row.length - plan.maced.length + plan.maced.indexOf("batch_id")];
  if (typeof batch !== "string") throw new IntegrityError(`表 r_${plan.number} 行 ${row[0]}`);
  return batch;
}

/** The new tables take the place of the old ones, with the digests of their batches and a leaf in the ledger. */
async function finish(
  { record }: ResealParts,
  tx: Tx,
  client: PoolClient,
  resource: Resource,
  work: Work,
  plan: TablePlan,
): Promise<void> {
  // Whoever reads is not held up by the swap waiting for a long reader; it is tried again at the next pass.
  await sql`set local lock_timeout = '2s'`.execute(tx);
  await sql`select vault.swap_resealed(${plan.number}::bigint)`.execute(tx);
  const generation = resource.generation + 1;
  await tx
    .updateTable("vault.resource")
    .set({ items: JSON.stringify(work.items), place: work.to, generation, key_floor: work.keyVersion })
    .where("id", "=", resource.id)
    .execute();
  const batches = await tx
    .selectFrom("vault.batch")
    .select("number")
    .where("resource_id", "=", resource.id)
    .orderBy("number")
    .execute();
  const digests = [];
  for (const { number } of batches) {
    const digest = await writtenDigest(client, { plan }, Number(number));
    digests.push({ number, digest: digest.toString("hex") });
    await tx
      .insertInto("vault.batch_digest")
      .values({ resource_id: resource.id, number, generation, digest })
      .execute();
  }
  const at = await lawNow(tx);
  const body = {
    resource: resource.code,
    generation,
    from: resource.plan.place,
    to: work.to,
    sealed: work.items.flatMap(({ column, storage }, index) =>
      storage === resource.items[index]?.storage ? [] : [column],
    ),
    rows: resource.rows,
    batches: digests,
    at: toInstant(at),
  };
  const receipt = await record(tx, { ref: `vault.reseal:${work.id}`, at, body });
  await tx
    .updateTable("vault.reseal")
    .set({ finished_at: at, body: JSON.stringify(body), receipt })
    .where("id", "=", work.id)
    .execute();
}
