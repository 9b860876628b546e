import { hash } from "node:crypto";

const BLOCK = 64;
const DIGEST = 32;

/** SM3 digest (GB/T 32905), 32 bytes. Strings are hashed as UTF-8. */
export function sm3(data: Uint8Array | string): Buffer {
  return Buffer.from(hash("sm3", data, "binary"), "latin1");
}

/**
 * HMAC-SM3 as two one-shot hashes over prepared pads: a quarter of the time of `createHmac` (ADR 0020).
 * The binary encoding is the fastest way out of `crypto.hash`.
 */
export class HmacSm3 {
  #inner: Buffer;
  readonly #outer: Buffer;

  constructor(key: Uint8Array) {
    const block = Buffer.alloc(BLOCK);
    block.set(key.length > BLOCK ? sm3(key) : key);
    this.#inner = Buffer.alloc(1024);
    this.#outer = Buffer.alloc(BLOCK + DIGEST);
    for (const [i, byte] of block.entries()) {
      this.#inner[i] = byte ^ 0x36;
      this.#outer[i] = byte ^ 0x5c;
    }
    block.fill(0);
  }

  digest(message: Uint8Array): Buffer {
    const length = BLOCK + message.length;
    if (length > this.#inner.length) this.#grow(length);
    this.#inner.set(message, BLOCK);
    this.#outer.write(hash("sm3", this.#inner.subarray(0, length), "binary"), BLOCK, "latin1");
    return Buffer.from(hash("sm3", this.#outer, "binary"), "latin1");
  }

  #grow(length: number): void {
    const larger = Buffer.alloc(length * 2);
    larger.set(this.#inner.subarray(0, BLOCK));
    this.#inner = larger;
  }
}
