import type { Selectable } from "kysely";
import type { JsonObject } from "../contract/json.ts";
import { toInstant } from "../platform/clocks/index.ts";
import type { Tables } from "../platform/db/index.ts";
import type { EvidenceSource } from "../platform/ledger/index.ts";
import { batchDigest } from "../vault/index.ts";
import "./tables.ts";

type BatchRow = Selectable<Tables["collection.batch"]>;
type Recorded = Pick<
  BatchRow,
  | "id"
  | "resource_code"
  | "number"
  | "sm3"
  | "vault_digest"
  | "received"
  | "accepted"
  | "quarantined"
  | "inserted"
  | "updated"
  | "unchanged"
  | "removed"
  | "finished_at"
>;

/** What the ledger commits to of a batch: the file, its counts, and the digest of the rows it wrote. */
export function leafBody(batch: Recorded): JsonObject {
  const { received, accepted, quarantined, inserted, updated, unchanged, removed } = batch;
  return {
    batch: batch.id,
    resource: batch.resource_code,
    number: batch.number,
    file: batch.sm3,
    vault: batch.vault_digest,
    counts: { received, accepted, quarantined, inserted, updated, unchanged, removed },
    at: batch.finished_at && toInstant(batch.finished_at),
  };
}

/** Source `collection.batch` of the ledger; the audit also asks the vault what it has of a batch. */
export const batchEvidence: EvidenceSource = {
  async read(tx, ids) {
    const rows = await tx
      .selectFrom("collection.batch")
      .selectAll()
      .where("id", "in", [...ids])
      .where("state", "=", "done")
      .execute();
    return new Map(rows.map((row) => [row.id, leafBody(row)]));
  },

  async *audit(tx, id) {
    const batch = await tx
      .selectFrom("collection.batch")
      .select(["vault_digest", "resource_code", "number"])
      .where("id", "=", id)
      .executeTakeFirst();
    if (batch !== undefined && (await batchDigest(tx, id)) !== batch.vault_digest)
      yield `资源 ${batch.resource_code} 第 ${batch.number} 批：数据表一侧的批次记录被删改，与存证不符`;
  },
};
