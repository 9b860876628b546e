import type { LedgerPort } from "../matters/index.ts";
import type { Database } from "../platform/db/index.ts";
import type { Tx } from "../platform/db/tables.ts";
import type { VaultKeyring } from "../vault/index.ts";
import type { UploadFolder } from "./upload-folder.ts";

export interface CollectionOptions {
  readonly database: Database;
  readonly keyring: VaultKeyring;
  readonly folder: UploadFolder;
  /** Demonstration homes take the unassigned area 230599 in identity numbers. */
  readonly demonstration: boolean;
  readonly ledger: LedgerPort;
  /** Has `processResource` called, at least once, if the transaction commits. */
  enqueue(tx: Tx, job: { resource: string }): Promise<void>;
}
