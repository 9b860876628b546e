import { hash } from "node:crypto";
import type { EntryItem } from "../../contract/entry.ts";

/** Positions of the items that tell one row from another: the business key, else the subject key, else none. */
export function keyPositions(items: readonly EntryItem[]): number[] {
  const having = (role: EntryItem["role"]) => items.flatMap((item, i) => (item.role === role ? [i] : []));
  const business = having("business-key");
  return business.length > 0 ? business : having("subject-key");
}

/** Words of a key's digest that are kept: 128 bits, so that two keys never meet by chance. */
const WORDS = 4;

/**
 * Remembers the keys of accepted rows by digest in flat arrays (20 bytes at most half filled): a million texts would
 * keep their chunks of the file in memory and the collector busy.
 */
export class KeyRegister {
  readonly #positions: readonly number[];
  #digests = new Int32Array(1024 * WORDS);
  #rows = new Uint32Array(1024);
  #size = 0;
  /** The digest at hand, as bytes and as words. */
  readonly #bytes = Buffer.from(new ArrayBuffer(WORDS * 4));
  readonly #words = new Int32Array(this.#bytes.buffer);

  constructor(positions: readonly number[]) {
    this.#positions = positions;
  }

  /** The earlier row with the same key, or null after remembering this one. */
  earlier(values: readonly (string | null)[], row: number): number | null {
    if (this.#positions.length === 0) return null;
    const key = this.#positions.map((position) => values[position] ?? "").join("\0");
    // The binary encoding is the fastest way out of `crypto.hash`.
    this.#bytes.write(hash("sm3", key, "binary"), "latin1");
    if (this.#size * 2 >= this.#rows.length) this.#grow();
    const slot = this.#slotOf(this.#words);
    const first = this.#rows[slot];
    if (first) return first;
    this.#put(slot, this.#words, row);
    return null;
  }

  /** Where these words lie, or the free slot where they belong. Rows begin at 2, so 0 is free. */
  #slotOf(words: Int32Array): number {
    const mask = this.#rows.length - 1;
    let slot = (words[0] ?? 0) & mask;
    while (this.#rows[slot] !== 0 && !this.#holds(slot, words)) slot = (slot + 1) & mask;
    return slot;
  }

  #holds(slot: number, words: Int32Array): boolean {
    for (let i = 0; i < WORDS; i++) if (this.#digests[slot * WORDS + i] !== words[i]) return false;
    return true;
  }

  #put(slot: number, words: Int32Array, row: number): void {
    this.#digests.set(words, slot * WORDS);
    this.#rows[slot] = row;
    this.#size += 1;
  }

  #grow(): void {
    const [digests, rows] = [this.#digests, this.#rows];
    this.#digests = new Int32Array(digests.length * 2);
    this.#rows = new Uint32Array(rows.length * 2);
    this.#size = 0;
    for (const [old, row] of rows.entries()) {
      if (row === 0) continue;
      const words = digests.subarray(old * WORDS, (old + 1) * WORDS);
      this.#put(this.#slotOf(words), words, row);
    }
  }
}
