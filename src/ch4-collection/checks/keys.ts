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

  constructor(positions: readonly number[]) {
    this.#positions = positions;
  }

  /** The earlier row with the same key, or null after remembering this one. */
  earlier(values: readonly (string | null)[], row: number): number | null {
    if (this.#positions.length === 0) return null;
    const key = this.#positions.map((position) => values[position] ?? "").join("\0");
    const digest = hash("sm3", key, "buffer");
    const words = Int32Array.from({ length: WORDS }, (_, i) => digest.readInt32LE(i * 4));
    if (this.#size * 2 >= this.#rows.length) this.#grow();
    const slot = this.#slotOf(words);
    const first = this.#rows[slot];
    if (first) return first;
    this.#put(slot, words, row);
    return null;
  }

  /** Where these words lie, or the free slot where they belong. Rows begin at 2, so 0 is free. */
  #slotOf(words: Int32Array): number {
    const mask = this.#rows.length - 1;
    let slot = (words[0] ?? 0) & mask;
    while (this.#rows[slot] !== 0 && !words.every((word, i) => this.#digests[slot * WORDS + i] === word)) {
      slot = (slot + 1) & mask;
    }
    return slot;
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
