import { randomBytes } from "node:crypto";
import { sql } from "kysely";
import type { JsonObject } from "../../contract/json.ts";
import type { LeafKind } from "../../contract/ledger.ts";
import type { Tx } from "../db/index.ts";
import { commitmentOf, LEAF_VERSION, leafHashOf, receiptOf } from "./leaf.ts";

/** What is put on record: the body stays with its chapter, `ref` says where: `<source>:<id>` (see EvidenceSource). */
export interface NewLeaf {
  readonly kind: LeafKind;
  readonly at: Date;
  readonly ref: string;
  readonly body: JsonObject;
}

/**
 * Puts a pending leaf into the caller's transaction: it is on record if and only if that commits. The sequencer
 * gives it its index within a second. Returns the receipt.
 */
export async function append(tx: Tx, leaf: NewLeaf): Promise<string> {
  const salt = randomBytes(16);
  const commitment = commitmentOf(salt, leaf.body);
  const { kind, at } = leaf;
  const leafHash = leafHashOf({ version: LEAF_VERSION, kind, at, commitment });
  await sql`with leaf as (
      insert into ledger.leaf (leaf_hash, version, kind, at, commitment)
      values (${leafHash}, ${LEAF_VERSION}, ${kind}, ${at}, ${commitment})
    )
    insert into ledger.body (leaf_hash, salt, ref) values (${leafHash}, ${salt}, ${leaf.ref})`.execute(tx);
  return receiptOf(leafHash, salt);
}
