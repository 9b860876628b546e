import type { Selectable, SqlBool } from "kysely";
import type { Batch, BatchProblem } from "../contract/batch.ts";
import { toInstant } from "../platform/clocks/index.ts";
import type { Tables } from "../platform/db/tables.ts";
import "./tables.ts";

export function batchView(row: Selectable<Tables["collection.batch"]>): Batch {
  const { declared, received, accepted, quarantined, inserted, updated, unchanged, removed } = row;
  const finished = row.state === "done" || row.state === "refused";
  return {
    id: row.id,
    number: Number(row.number),
    state: row.state,
    resource: { code: row.resource_code, entryId: row.entry_id, entryName: row.entry_name },
    provider: { id: row.provider_id, name: row.provider_name },
    by: { id: row.person_id, name: row.person_name },
    channel: row.channel,
    kind: row.kind,
    filename: row.filename,
    bytes: row.bytes,
    encoding: row.encoding,
    mediaType: row.media_type,
    sm3: row.sm3,
    receivedAt: toInstant(row.received_at),
    finishedAt: row.finished_at && toInstant(row.finished_at),
    counts: {
      declared,
      received,
      accepted,
      quarantined,
      inserted,
      updated,
      unchanged,
      removed,
      reconciles: BigInt(received) === BigInt(accepted) + BigInt(quarantined),
    },
    progress: finished ? 1 : Math.min(Number(row.bytes_read) / Math.max(Number(row.bytes), 1), 1),
    refusal: row.refusal,
    byRule: row.by_rule,
    receipt: row.receipt,
  };
}

type Found = Selectable<Tables["collection.problem"]> & {
  readonly mendedIn: string | null;
  readonly open: SqlBool;
};

export function problemView(row: Found): BatchProblem {
  return {
    row: row.line,
    column: row.column_name,
    itemName: row.item_name,
    rule: row.rule,
    value: row.value,
    mend: row.mend,
    state: stateOf(row),
    mendedIn: row.mendedIn === null ? null : Number(row.mendedIn),
  };
}

function stateOf({ open, mendedIn, settled_in }: Found): BatchProblem["state"] {
  if (open) return "open";
  if (mendedIn !== null) return "mended";
  return settled_in === null ? "lapsed" : "settled";
}
