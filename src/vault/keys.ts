import type { SealingKeys } from "../platform/crypto/index.ts";

/** Keys of one resource under one version. */
export interface ResourceKeys extends SealingKeys {
  readonly rowMac: Uint8Array;
  readonly index: Uint8Array;
}

/** What the vault needs of the keyring. */
export interface VaultKeyring {
  /** Keys of the resource with this number in a version that was written with. */
  resourceKeys(resource: number, version: number): Promise<ResourceKeys>;
  /** Keys for writing into the zone of important data, or outside it. */
  writingKeys(resource: number, zoned: boolean): Promise<ResourceKeys>;
  /** A version for what moves into the zone of important data or out of it, used at once; its number. */
  newVersion(resource: number, zoned: boolean): Promise<number>;
  /** Does not rotate: keys what must compare over years (subjects, business keys, contents). */
  subjectKey(): Uint8Array;
}

/** All that a row sealer needs. */
export interface RowKeys {
  readonly resource: ResourceKeys;
  readonly subject: Uint8Array;
}
