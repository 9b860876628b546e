import { sql } from "kysely";
import type { Db } from "../db/index.ts";
import { leafHashOfReceipt } from "./leaf.ts";
import { completeSubtrees, consistencyPath, inclusionPath, type Range, rootOf } from "./merkle.ts";
import "./tables.ts";

export interface SignedCheckpoint {
  readonly size: number;
  readonly root: Buffer;
  readonly signedAt: Date;
  /** The signed note, as it is served and printed. */
  readonly text: string;
}

export type Inclusion =
  | {
      readonly state: "included";
      readonly index: number;
      readonly leafHash: Buffer;
      readonly hashes: readonly Buffer[];
      readonly checkpoint: SignedCheckpoint;
    }
  /** Committed, its index follows within a second. */
  | { readonly state: "pending" }
  | { readonly state: "unknown" };

/** The latest checkpoint; undefined while the ledger is empty. */
export async function latestCheckpoint(db: Db): Promise<SignedCheckpoint | undefined> {
  const row = await db
    .selectFrom("ledger.checkpoint")
    .select(["size", "root", "signed_at", "text"])
    .orderBy("size", "desc")
    .limit(1)
    .executeTakeFirst();
  return row && { size: Number(row.size), root: row.root, signedAt: row.signed_at, text: row.text };
}

/** Audit path of a receipt's leaf under the latest checkpoint. */
export async function proveInclusion(db: Db, receipt: string): Promise<Inclusion> {
  const leafHash = leafHashOfReceipt(receipt);
  if (!leafHash) return { state: "unknown" };
  const row = await db
    .selectFrom("ledger.leaf as l")
    .leftJoin("ledger.entry as e", "e.leaf_hash", "l.leaf_hash")
    .select("e.index")
    .where("l.leaf_hash", "=", leafHash)
    .executeTakeFirst();
  if (!row) return { state: "unknown" };
  const checkpoint = await latestCheckpoint(db);
  if (row.index === null || !checkpoint) return { state: "pending" };
  const index = Number(row.index);
  const hashes = await hashesOf(db, inclusionPath(index, checkpoint.size));
  return { state: "included", index, leafHash, hashes, checkpoint };
}

/** Places of receipts in the tree, as far as they are sequenced. */
export async function placesOf(db: Db, receipts: readonly string[]): Promise<Map<string, string>> {
  const leaves = receipts.flatMap((receipt) => {
    const leafHash = leafHashOfReceipt(receipt);
    return leafHash === undefined ? [] : [{ receipt, leafHash }];
  });
  if (leaves.length === 0) return new Map();
  const entries = await db
    .selectFrom("ledger.entry")
    .select(["index", "leaf_hash"])
    .where(
      "leaf_hash",
      "in",
      leaves.map(({ leafHash }) => leafHash),
    )
    .execute();
  const byHash = new Map(entries.map((entry) => [entry.leaf_hash.toString("hex"), entry.index]));
  return new Map(
    leaves.flatMap(({ receipt, leafHash }) => {
      const index = byHash.get(leafHash.toString("hex"));
      return index === undefined ? [] : [[receipt, index] as const];
    }),
  );
}

/** Proof that the tree of size `from` is the beginning of the tree of size `to`; undefined if there are no such sizes. */
export async function proveConsistency(db: Db, from: number, to: number): Promise<Buffer[] | undefined> {
  const checkpoint = await latestCheckpoint(db);
  if (from < 0 || from > to || to > (checkpoint?.size ?? 0)) return undefined;
  return hashesOf(db, consistencyPath(from, to));
}

/** Roots of the ranges, out of stored nodes, in one query. */
async function hashesOf(db: Db, ranges: readonly Range[]): Promise<Buffer[]> {
  const parts = ranges.map(completeSubtrees);
  const all = parts.flat();
  const { rows } = await sql<{ hash: Buffer | null }>`
    select coalesce(n.hash, e.leaf_hash) as hash
    from unnest(${all.map(({ level }) => level)}::int[], ${all.map(({ index }) => index)}::bigint[])
      with ordinality as part(level, index, place)
    left join ledger.node n on part.level > 0 and n.level = part.level and n.index = part.index
    left join ledger.entry e on part.level = 0 and e.index = part.index
    order by part.place`.execute(db);
  let next = 0;
  return parts.map((of) =>
    rootOf(
      of.map(({ level, index }) => {
        const hash = rows[next++]?.hash;
        if (!hash) throw new Error(`ledger node ${level}/${index} is missing`);
        return hash;
      }),
    ),
  );
}
