import type { LeafKind } from "../contract/ledger.ts";
import type { Tx } from "../platform/db/tables.ts";

type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json };

/** The ledger's `append`: the leaf is pending in the same transaction; returns its receipt. */
export type AppendLeaf = (
  tx: Tx,
  leaf: { kind: LeafKind; at: Date; body: { readonly [name: string]: Json } },
) => Promise<string>;
