import { timingSafeEqual } from "node:crypto";
import { counted, purpose } from "./encoding.ts";
import type { Cryptography, Mac } from "./provider.ts";

/** A column's stored value: text form of a plain item, bytes of a sealed one or of an index, or nothing. */
export type StoredValue = string | Uint8Array | null;

export interface MacedRow {
  readonly rowId: bigint;
  /** As the source counts it; text, so that no number is rounded. */
  readonly sourceVersion: string;
  /** In the order of the columns declared to the RowMac. */
  readonly values: readonly StoredValue[];
}

const ABSENT = 0;
const TEXT = 1;
const BYTES = 2;

/**
 * The code over one whole row: purpose ‖ |table| table ‖ key version (2) ‖ column count (4) ‖ |name| name … ‖
 * row id (8) ‖ |source version| source version ‖ per value: kind (0 null, 1 text, 2 bytes) ‖ length (4) ‖ bytes.
 * Every part has a fixed or a stated length, so two different rows never give the same message. It refuses a
 * changed, swapped, emptied or rolled-back column where the single field's tag cannot.
 */
export class RowMac {
  readonly #mac: Mac;
  readonly #columns: number;
  readonly #context: number;
  #message: Buffer;

  constructor(
    cryptography: Cryptography,
    key: { version: number; rowMac: Uint8Array },
    table: string,
    columns: readonly string[],
  ) {
    this.#mac = cryptography.hmacSm3(key.rowMac);
    this.#columns = columns.length;
    const head = Buffer.alloc(6);
    head.writeUInt16BE(key.version);
    head.writeUInt32BE(columns.length, 2);
    const context = Buffer.concat([Buffer.of(purpose.rowMac), counted(table), head, ...columns.map(counted)]);
    this.#context = context.length;
    this.#message = Buffer.alloc(context.length + 1024);
    this.#message.set(context);
  }

  /** 32 bytes, kept in the row's `row_mac`. */
  compute(row: MacedRow): Buffer {
    if (row.values.length !== this.#columns) throw new RangeError("row and columns differ in number");
    this.#room(this.#context, 8);
    this.#message.writeBigInt64BE(row.rowId, this.#context);
    let at = this.#value(this.#context + 8, row.sourceVersion);
    for (const value of row.values) at = this.#value(at, value);
    return this.#mac.digest(this.#message.subarray(0, at));
  }

  verify(row: MacedRow, mac: Uint8Array): boolean {
    return mac.length === 32 && timingSafeEqual(mac, this.compute(row));
  }

  #value(at: number, value: StoredValue): number {
    const most = value === null ? 0 : typeof value === "string" ? value.length * 3 : value.length;
    this.#room(at, 5 + most);
    if (value === null) {
      this.#message[at] = ABSENT;
      this.#message.writeUInt32BE(0, at + 1);
      return at + 5;
    }
    const text = typeof value === "string";
    this.#message[at] = text ? TEXT : BYTES;
    const length = text ? this.#message.write(value, at + 5, "utf8") : value.length;
    if (!text) this.#message.set(value, at + 5);
    this.#message.writeUInt32BE(length, at + 1);
    return at + 5 + length;
  }

  #room(at: number, more: number): void {
    if (at + more <= this.#message.length) return;
    const larger = Buffer.alloc((at + more) * 2);
    larger.set(this.#message.subarray(0, at));
    this.#message = larger;
  }
}
