import { type RawBuilder, sql } from "kysely";
import { lawNow } from "../platform/clocks/index.ts";
import type { Tx } from "../platform/db/tables.ts";
import { emit } from "../platform/events/index.ts";
import type { Ingested } from "../vault/index.ts";
import type { CollectedResource } from "./catalogue.ts";
import type { Encoding } from "./encoding.ts";
import { leafBody } from "./evidence.ts";
import type { CollectionOptions } from "./options.ts";
import { noteMended, type ProblemLog } from "./problems.ts";
import "./tables.ts";

interface Written {
  readonly batch: { readonly id: string; readonly number: string; readonly sm3: string };
  readonly resource: CollectedResource;
  /** Of rows. */
  readonly encoding?: Encoding;
  /** Of a file. */
  readonly mediaType?: string;
  /** Rows that did not pass their checks. */
  readonly quarantined: number;
  readonly ingested: Ingested;
  /** Keys of the rows that came, as a query; of a file there are none. */
  readonly arrived?: RawBuilder<unknown> | undefined;
  readonly problems: ProblemLog;
}

/** Closes a batch in the transaction that has written its rows: counts, receipt of the ledger, event. */
export async function settle(options: CollectionOptions, tx: Tx, written: Written): Promise<void> {
  const { batch, resource, ingested, arrived, problems } = written;
  const conflicts = ingested.conflicts.map(({ row, rule }) => ({
    row,
    column: "",
    itemName: "",
    rule,
    value: "",
    mend: "该行与已入库的同一版本内容不同，请由来源部门确定并换用新的版本",
  }));
  await problems.add(conflicts, new Map(), tx);
  if (arrived !== undefined) await noteMended(tx, resource.id, batch.id, arrived);
  const at = await lawNow(tx);
  const counts = countsOf(written);
  const body = leafBody({
    ...counts,
    id: batch.id,
    resource_code: resource.code,
    number: batch.number,
    sm3: batch.sm3,
    vault_digest: ingested.digest,
    finished_at: at,
  });
  const ref = `collection.batch:${batch.id}`;
  const receipt = await options.ledger.append(tx, { kind: "batch", at, ref, body });
  await tx
    .updateTable("collection.batch")
    .set({
      ...counts,
      state: "done",
      encoding: written.encoding ?? null,
      media_type: written.mediaType ?? null,
      bytes_read: sql<string>`bytes`,
      by_rule: JSON.stringify(problems.byRule()),
      vault_digest: ingested.digest,
      receipt,
      finished_at: at,
    })
    .where("id", "=", batch.id)
    .where("state", "=", "running")
    .returning("id")
    .executeTakeFirstOrThrow();
  await options.measureOf(tx, resource.providerPartyId);
  await emit(tx, {
    type: "collection.batch.accepted",
    version: 1,
    aggregate: `resource:${resource.id}`,
    body: {
      batch: batch.id,
      resource: resource.code,
      entry: resource.entryId,
      number: batch.number,
      ...counts,
    },
  });
}

/** received = accepted + quarantined; the database refuses anything else. */
function countsOf({ quarantined: unfit, ingested }: Written) {
  const { accepted, inserted, updated, unchanged, removed } = ingested.counts;
  const quarantined = unfit + ingested.counts.quarantined;
  return {
    received: String(accepted + quarantined),
    accepted: String(accepted),
    quarantined: String(quarantined),
    inserted: String(inserted),
    updated: String(updated),
    unchanged: String(unchanged),
    removed: String(removed),
  };
}
