import type { JsonObject } from "../contract/json.ts";
import type { LeafKind } from "../contract/ledger.ts";
import type { Tx } from "../platform/db/tables.ts";

/**
 * The ledger's `append`: the leaf is pending in the same transaction; returns its receipt. `ref` says where the body
 * stays: `access.grant:<grant id>.<version>` (`grant_version.content`) or `access.usage:<digest id>` (`usage_digest.body`).
 */
export type AppendLeaf = (
  tx: Tx,
  leaf: { kind: LeafKind; at: Date; ref: string; body: JsonObject },
) => Promise<string>;
