import type { Selectable } from "kysely";
import type { JsonObject } from "../contract/json.ts";
import { toInstant } from "../platform/clocks/index.ts";
import type { Tables } from "../platform/db/index.ts";
import type { EvidenceSource } from "../platform/ledger/index.ts";
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

/** Source `collection.batch` of the ledger. */
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
};
