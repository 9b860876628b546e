import {
  type Cryptography,
  FieldSealer,
  IntegrityError,
  RowMac,
  type StoredValue,
} from "../platform/crypto/index.ts";
import type { VaultKeyring } from "./keys.ts";
import type { PlannedColumn, TablePlan } from "./plan.ts";

/** A row as `storedColumns` selects it, in array mode: row id, source version, key version, MAC, then what it covers. */
export type StoredRow = [string, string, number, Buffer, ...StoredValue[]];

/** Column list of a SELECT on `data.r_<n>` or `data.h_<n>`; plain values as text, the form that the MAC covers. */
export function storedColumns(plan: TablePlan): string {
  const bytes = new Set([
    "dist_key",
    "content_mac",
    "key_mac",
    ...plan.columns.filter(({ sealed }) => sealed).map(({ name }) => name),
    ...plan.indexed.map(({ name }) => name),
  ]);
  const covered = plan.maced.map((name) => (bytes.has(name) ? name : `${name}::text`));
  return ["row_id", "source_version", "key_version", "row_mac", ...covered].join(", ");
}

interface VersionKeys {
  readonly mac: RowMac;
  readonly sealers: readonly (FieldSealer | undefined)[];
}

/** Checks and opens stored rows of one resource. */
export class RowOpener {
  readonly #cryptography: Cryptography;
  readonly #keyring: VaultKeyring;
  readonly #plan: TablePlan;
  readonly #versions = new Map<number, VersionKeys>();

  constructor(cryptography: Cryptography, keyring: VaultKeyring, plan: TablePlan) {
    this.#cryptography = cryptography;
    this.#keyring = keyring;
    this.#plan = plan;
  }

  /** Whether the row is as it was written. */
  async intact([rowId, sourceVersion, keyVersion, mac, ...values]: StoredRow): Promise<boolean> {
    const keys = await this.#keys(keyVersion);
    return keys.mac.verify({ rowId: BigInt(rowId), sourceVersion, values }, mac);
  }

  /** The wanted columns in clear. Throws IntegrityError when the row is not as it was written. */
  async open(row: StoredRow, wanted: readonly PlannedColumn[]): Promise<(string | null)[]> {
    const [id, , keyVersion] = row;
    if (!(await this.intact(row))) throw new IntegrityError(`表 r_${this.#plan.number} 行 ${id}`);
    const { sealers } = await this.#keys(keyVersion);
    const first = row.length - this.#plan.maced.length + this.#plan.maced.indexOf("c1");
    return wanted.map((column) => {
      const value = row[first + column.index];
      if (value === null || value === undefined) return null;
      if (typeof value === "object")
        return sealers[column.index]?.open(BigInt(id), value).toString("utf8") ?? null;
      return String(value);
    });
  }

  async #keys(version: number): Promise<VersionKeys> {
    const known = this.#versions.get(version);
    if (known) return known;
    const keys = await this.#keyring.resourceKeys(Number(this.#plan.number), version);
    const table = `r_${this.#plan.number}`;
    const made = {
      mac: new RowMac(this.#cryptography, keys, table, this.#plan.maced),
      sealers: this.#plan.columns.map(({ name, sealed }) =>
        sealed ? new FieldSealer(this.#cryptography, keys, table, name) : undefined,
      ),
    };
    this.#versions.set(version, made);
    return made;
  }
}
