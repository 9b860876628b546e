import { counted, purpose } from "./encoding.ts";
import type { Cryptography, Mac } from "./provider.ts";

const WIDTH = 16;

/** What kind of subject a key stands for: a citizen number and a credit code of equal text are different subjects. */
export type SubjectKind = "person" | "organisation";

/**
 * Keyed equality index of one column of one resource under one key version: equal values give equal 16 bytes,
 * nobody without the key can try candidates. Other columns and resources give other bytes, so two tables cannot
 * be joined by it.
 */
export class EqualityIndex {
  readonly #mac: Mac;
  readonly #context: Buffer;

  constructor(cryptography: Cryptography, key: { index: Uint8Array }, table: string, column: string) {
    this.#mac = cryptography.hmacSm3(key.index);
    this.#context = Buffer.concat([Buffer.of(purpose.equality), counted(table), counted(column)]);
  }

  of(value: string): Buffer {
    return this.#mac.digest(Buffer.concat([this.#context, Buffer.from(value, "utf8")])).subarray(0, WIDTH);
  }
}

/**
 * The subject's key: one number gives the same 16 bytes in every resource, so that a person's rows and readers can
 * be found and lie together. Its HMAC key never rotates (only offline `rekey`).
 */
export class SubjectIndex {
  readonly #mac: Mac;

  constructor(cryptography: Cryptography, key: Uint8Array) {
    this.#mac = cryptography.hmacSm3(key);
  }

  of(kind: SubjectKind, identifier: string): Buffer {
    const message = Buffer.concat([
      Buffer.of(purpose.subject),
      counted(kind),
      Buffer.from(identifier, "utf8"),
    ]);
    return this.#mac.digest(message).subarray(0, WIDTH);
  }
}
