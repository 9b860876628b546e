import type { EntryItem } from "../contract/entry.ts";
import type { JsonObject } from "../contract/json.ts";
import type { LeafKind } from "../contract/ledger.ts";
import type { Database } from "../platform/db/index.ts";
import type { Db, Tx } from "../platform/db/tables.ts";
import type { VaultKeyring } from "../vault/index.ts";
import type { UploadFolder } from "./upload-folder.ts";

/** A mounted resource with the version in force of its entry. */
export interface CollectedResource {
  readonly id: string;
  readonly code: string;
  readonly entryId: string;
  readonly entryName: string;
  readonly providerPartyId: string;
  readonly items: readonly EntryItem[];
  readonly published: boolean;
  /** Every item has its category and grade, as Art. 11 ¶4 wants it before data is aggregated. */
  readonly graded: boolean;
}

export interface CataloguePort {
  resourceOf(db: Db | Tx, code: string): Promise<CollectedResource | undefined>;
}

export interface CollectionOptions {
  readonly database: Database;
  readonly keyring: VaultKeyring;
  readonly folder: UploadFolder;
  readonly catalogue: CataloguePort;
  /** Demonstration homes take the unassigned area 230599 in identity numbers. */
  readonly demonstration: boolean;
  /** Appends a pending leaf in the transaction and gives its receipt. */
  append(tx: Tx, leaf: { kind: LeafKind; at: Date; ref: string; body: JsonObject }): Promise<string>;
  /** Has `processResource` called, at least once, if the transaction commits. */
  enqueue(tx: Tx, job: { resource: string }): Promise<void>;
}
