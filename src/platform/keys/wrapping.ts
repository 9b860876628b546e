import { purpose } from "../crypto/encoding.ts";
import { type Cryptography, FieldSealer, type SealingKeys } from "../crypto/index.ts";

/** A key for one use out of a longer-lived one: HMAC-SM3 over the use's name. */
export function derive(cryptography: Cryptography, key: Uint8Array, use: string, length: 16 | 32): Buffer {
  const message = Buffer.concat([Buffer.of(purpose.derive), Buffer.from(use, "utf8")]);
  return cryptography.hmacSm3(key).digest(message).subarray(0, length);
}

/** Encrypts secrets under the master key, each bound to the place it is kept in (same format as sealed items). */
export class Wrapping {
  readonly #cryptography: Cryptography;
  readonly #keys: SealingKeys;
  /** By place: making a sealer costs ten times its use, and the gateway opens a client's secret with every call. */
  readonly #sealers = new Map<string, FieldSealer>();

  constructor(cryptography: Cryptography, master: Uint8Array) {
    if (master.length !== 32) throw new RangeError("the master key has 32 bytes");
    this.#cryptography = cryptography;
    this.#keys = {
      version: 1,
      encryption: derive(cryptography, master, "wrap encryption", 16),
      authentication: derive(cryptography, master, "wrap authentication", 32),
    };
  }

  wrap(place: string, secret: Uint8Array): Buffer {
    return this.#sealer(place).seal(0n, secret);
  }

  /** Throws IntegrityError if the master key is another one, or the secret was kept in another place. */
  unwrap(place: string, wrapped: Uint8Array): Buffer {
    return this.#sealer(place).open(0n, wrapped);
  }

  #sealer(place: string): FieldSealer {
    let sealer = this.#sealers.get(place);
    if (sealer === undefined) {
      sealer = new FieldSealer(this.#cryptography, this.#keys, "wrapped", place);
      this.#sealers.set(place, sealer);
    }
    return sealer;
  }
}
