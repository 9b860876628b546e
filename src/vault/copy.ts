/** PostgreSQL's binary COPY format, as far as it is needed: bigint, integer, boolean, text, bytea, null. */
export const copyHeader = Buffer.concat([Buffer.from("PGCOPY\n\xff\r\n\0", "latin1"), Buffer.alloc(8)]);
export const copyTrailer = Buffer.from([0xff, 0xff]);

/** Writes tuples into one growing buffer; `take` hands over what was written and starts anew. */
export class CopyWriter {
  #buffer = Buffer.allocUnsafe(1 << 18);
  #at = 0;

  row(fields: number): void {
    this.#room(2);
    this.#at = this.#buffer.writeInt16BE(fields, this.#at);
  }

  bigint(value: bigint): void {
    this.#room(12);
    this.#at = this.#buffer.writeInt32BE(8, this.#at);
    this.#at = this.#buffer.writeBigInt64BE(value, this.#at);
  }

  integer(value: number): void {
    this.#room(8);
    this.#at = this.#buffer.writeInt32BE(4, this.#at);
    this.#at = this.#buffer.writeInt32BE(value, this.#at);
  }

  boolean(value: boolean): void {
    this.#room(5);
    this.#at = this.#buffer.writeInt32BE(1, this.#at);
    this.#buffer[this.#at++] = value ? 1 : 0;
  }

  /** Text, bytes or null. */
  value(value: string | Uint8Array | null): void {
    if (value === null) {
      this.#room(4);
      this.#at = this.#buffer.writeInt32BE(-1, this.#at);
    } else if (typeof value === "string") {
      this.#room(4 + value.length * 3);
      const length = this.#buffer.write(value, this.#at + 4, "utf8");
      this.#buffer.writeInt32BE(length, this.#at);
      this.#at += 4 + length;
    } else {
      this.#room(4 + value.length);
      this.#at = this.#buffer.writeInt32BE(value.length, this.#at);
      this.#buffer.set(value, this.#at);
      this.#at += value.length;
    }
  }

  take(): Buffer {
    const written = this.#buffer.subarray(0, this.#at);
    this.#buffer = Buffer.allocUnsafe(this.#buffer.length);
    this.#at = 0;
    return written;
  }

  #room(more: number): void {
    if (this.#at + more <= this.#buffer.length) return;
    const larger = Buffer.allocUnsafe((this.#at + more) * 2);
    this.#buffer.copy(larger, 0, 0, this.#at);
    this.#buffer = larger;
  }
}
