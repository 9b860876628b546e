import { sql } from "kysely";
import { DatabaseError } from "pg";
import type { JsonObject } from "../../contract/json.ts";
import type { Db, Tx } from "../db/index.ts";
import { type EvidenceSource, type EvidenceSources, parseRef } from "./evidence.ts";

/** The ledger read whole, page by page, with the records that its leaves are of, for the export and the audit. */
const PAGE = 500;

export interface LeafRow {
  readonly index: string;
  readonly entry_hash: Buffer;
  readonly version: number | null;
  readonly kind: string | null;
  readonly at: Date | null;
  readonly commitment: Buffer | null;
  readonly salt: Buffer | null;
  readonly ref: string | null;
}

export function atOneMoment<T>(db: Db, work: (tx: Tx) => Promise<T>): Promise<T> {
  return db.transaction().setIsolationLevel("repeatable read").setAccessMode("read only").execute(work);
}

export async function* pages(tx: Tx): AsyncGenerator<LeafRow[]> {
  for (let from = "-1"; ; ) {
    const { rows } = await sql<LeafRow>`
      select e.index, e.leaf_hash as entry_hash, l.version, l.kind, l.at, l.commitment, b.salt, b.ref
      from ledger.entry e
      left join ledger.leaf l on l.leaf_hash = e.leaf_hash
      left join ledger.body b on b.leaf_hash = e.leaf_hash
      where e.index > ${from} order by e.index limit ${PAGE}`.execute(tx);
    const last = rows.at(-1);
    if (!last) return;
    yield rows;
    from = last.index;
  }
}

/** Bodies of a page by ref, one question per source. */
export async function bodiesOf(
  tx: Tx,
  evidence: EvidenceSources,
  page: readonly LeafRow[],
): Promise<Map<string, JsonObject>> {
  const refs = page.flatMap(({ ref }) => (ref === null ? [] : [parseRef(ref)]));
  const bodies = new Map<string, JsonObject>();
  for (const [name, of] of Map.groupBy(refs, (ref) => ref.source)) {
    const source = evidence[name];
    if (source === undefined) continue;
    const ids = of.map(({ id }) => id);
    for (const [id, body] of await recordsOf(tx, source, ids)) bodies.set(`${name}:${id}`, body);
  }
  return bodies;
}

/** An id that its source cannot even look up, such as half a UUID, names no record, and hides none of the others. */
async function recordsOf(
  tx: Tx,
  source: EvidenceSource,
  ids: readonly string[],
): Promise<ReadonlyMap<string, JsonObject>> {
  await sql`savepoint records`.execute(tx);
  try {
    return await source.read(tx, ids);
  } catch (error) {
    if (!isUnfitValue(error)) throw error;
    await sql`rollback to savepoint records`.execute(tx);
    const found: [string, JsonObject][] = [];
    if (ids.length > 1) for (const id of ids) found.push(...(await recordsOf(tx, source, [id])));
    return new Map(found);
  }
}

/** SQLSTATE class 22: a value that is none of the column's type. */
const isUnfitValue = (error: unknown): boolean =>
  error instanceof DatabaseError && error.code?.startsWith("22") === true;
