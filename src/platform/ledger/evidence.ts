import type { JsonObject } from "../../contract/json.ts";
import type { Tx } from "../db/index.ts";

/** One of many rows that a leaf stands for, such as the usage rows of one group commit. */
export interface EvidenceRow {
  readonly id: string;
  /** SM3 of the line as it was stored when the row was written: names the row that changed. */
  readonly hash: Buffer;
  /** The row's text form as its hash covers it, made anew from the row as it is now. */
  readonly line: string;
}

/**
 * How a chapter gives back what it put on record, read anew from its own tables, so that a record changed behind the
 * platform's back no longer fits its commitment. A leaf's `ref` is `<source>:<id>`.
 */
export interface EvidenceSource {
  /** The bodies as they were appended, out of the records as they are now; a missing id is left out. */
  read(tx: Tx, ids: readonly string[]): Promise<ReadonlyMap<string, JsonObject>>;
  /** The rows behind a body of `rows` (count) and `sm3` (hex, SM3 over the rows' hashes in this order). */
  rows?(tx: Tx, id: string): AsyncIterable<EvidenceRow>;
  /** Of these ids those whose rows went by law, each with the ref of the leaf that says so. */
  dropped?(tx: Tx, ids: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /** Where keys are needed (row MACs): what else does not fit, as Chinese sentences. For `ledger audit`. */
  audit?(tx: Tx, id: string): AsyncIterable<string>;
}

/** Sources by name; `app` puts those of all chapters together. */
export type EvidenceSources = Readonly<Record<string, EvidenceSource>>;

/** `<source>:<id>`; the id may hold colons. */
export function parseRef(ref: string): { source: string; id: string } {
  const colon = ref.indexOf(":");
  return { source: ref.slice(0, colon), id: ref.slice(colon + 1) };
}
