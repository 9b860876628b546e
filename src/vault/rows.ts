/**
 * A row that has passed its checks. `values` stand in the order of the entry's items, as the checks left them:
 * text as it is, integers and decimals in digits, dates `YYYY-MM-DD`; null where empty.
 */
export interface CheckedRow {
  /** Number of the row in its batch, from 1, ascending. */
  readonly row: number;
  readonly values: readonly (string | null)[];
  /** The source's own version, an int64 in digits; without one the number of the batch counts. */
  readonly version?: string;
  /** The source says that the row with this key is no more; only the key's values are looked at. */
  readonly removed?: boolean;
}

/** Why a row could not be written though it passed its checks: same key and version, other content. */
export interface Conflict {
  readonly row: number;
  readonly rule: "version-conflict";
}

/** accepted = inserted + updated + unchanged + removed; accepted + quarantined = rows given. */
export interface IngestCounts {
  readonly accepted: number;
  readonly quarantined: number;
  readonly inserted: number;
  readonly updated: number;
  readonly unchanged: number;
  readonly removed: number;
}

export interface Ingested {
  readonly counts: IngestCounts;
  /** SM3 over the row MACs of the rows this batch wrote, in order of row id, hex: for the batch's ledger leaf. */
  readonly digest: string;
  readonly conflicts: readonly Conflict[];
}
