import type { LedgerPort } from "../matters/index.ts";
import type { Cryptography } from "../platform/crypto/index.ts";
import type { Database } from "../platform/db/index.ts";
import type { Tx } from "../platform/db/tables.ts";
import type { FileStores, VaultKeyring } from "../vault/index.ts";
import type { IdentityAreas } from "./checks/divisions.ts";
import type { UploadFolder } from "./upload-folder.ts";

export interface CollectionOptions {
  readonly database: Database;
  readonly cryptography: Cryptography;
  readonly keyring: VaultKeyring;
  /** Where the files of resources lie. */
  readonly stores: FileStores;
  readonly folder: UploadFolder;
  /** Which areas identity numbers of the city may begin with. */
  readonly areas: IdentityAreas;
  readonly ledger: LedgerPort;
  /** Has `processResource` called, at least once, if the transaction commits. */
  enqueue(tx: Tx, job: { resource: string }): Promise<void>;
  /** Has the joint collections measured anew in which the unit takes part, if the transaction commits. */
  measureOf(tx: Tx, unit: string): Promise<void>;
}
