import { randomBytes } from "node:crypto";
import { HmacSm3, sm3 } from "./sm3.ts";
import { Sm4Ctr } from "./sm4.ts";

/** A keyed message authentication code. Not safe to share between threads: it owns a scratch buffer. */
export interface Mac {
  /** 32 bytes. */
  digest(message: Uint8Array): Buffer;
}

/** A keyed stream cipher: the same call encrypts and decrypts. An `iv` (12 bytes) must never serve two messages. */
export interface StreamCipher {
  apply(iv: Uint8Array, data: Uint8Array): Buffer;
}

/**
 * Where algorithms and keys live. The software provider below serves demonstration and tests; an HSM or key
 * service takes its place in production by answering the same four questions.
 */
export interface Cryptography {
  /** GB/T 32905, 32 bytes. */
  sm3(data: Uint8Array | string): Buffer;
  /** HMAC (RFC 2104) over SM3. */
  hmacSm3(key: Uint8Array): Mac;
  /** SM4 (GB/T 32907) in counter mode; key of 16 bytes. */
  sm4Ctr(key: Uint8Array): StreamCipher;
  random(length: number): Buffer;
}

export const softwareCryptography: Cryptography = {
  sm3,
  hmacSm3: (key) => new HmacSm3(key),
  sm4Ctr: (key) => new Sm4Ctr(key),
  random: randomBytes,
};
