import type { JsonObject } from "../../contract/json.ts";
import { sm3 } from "../crypto/index.ts";
import type { Tx } from "../db/index.ts";
import { canonical } from "./leaf.ts";

/** One of many rows that a leaf stands for, such as the usage rows of one group commit. */
export interface EvidenceRow {
  readonly id: string;
  /** {@link rowHash} of the row, as it was stored when the row was written: names the row that changed. */
  readonly hash: string;
  readonly row: JsonObject;
}

/**
 * How a chapter gives back what it put on record, read anew from its own tables, so that a record changed behind the
 * platform's back no longer fits its commitment. A leaf's `ref` is `<source>:<id>`.
 */
export interface EvidenceSource {
  /** The bodies as they were appended, out of the records as they are now; a missing id is left out. */
  read(tx: Tx, ids: readonly string[]): Promise<ReadonlyMap<string, JsonObject>>;
  /** The rows behind a body that holds `rows: rowsDigest(…)`, in the order of the digest. */
  rows?(tx: Tx, id: string): AsyncIterable<EvidenceRow>;
  /** Where keys are needed (row MACs): what does not fit, as Chinese sentences that name it. For `ledger audit`. */
  audit?(tx: Tx, id: string): AsyncIterable<string>;
}

/** Sources by name; `app` puts those of all chapters together. */
export type EvidenceSources = Readonly<Record<string, EvidenceSource>>;

/** SM3 of a row's canonical JSON, base64url. */
export function rowHash(row: JsonObject): string {
  return sm3(canonical(row)).toString("base64url");
}

/** What a body says of its rows: SM3 over the lines JCS([id, hash]) LF. */
export function rowsDigest(rows: Iterable<{ readonly id: string; readonly hash: string }>) {
  const lines = Array.from(rows, ({ id, hash }) => `${canonical([id, hash])}\n`);
  return { count: lines.length, digest: sm3(lines.join("")).toString("base64url") };
}

/** `<source>:<id>`; the id may hold colons. */
export function parseRef(ref: string): { source: string; id: string } {
  const colon = ref.indexOf(":");
  return { source: ref.slice(0, colon), id: ref.slice(colon + 1) };
}
