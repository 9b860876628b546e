import { createHmac, type KeyObject, sign, timingSafeEqual, verify } from "node:crypto";

/** HMAC algorithms of HTTP signatures: `hmac-sha256` is registered by RFC 9421, `hmac-sm3` is our published profile. */
const hmacHash = { "hmac-sha256": "sha256", "hmac-sm3": "sm3" } as const;
export type HmacAlgorithm = keyof typeof hmacHash;

/** A client's key as the platform knows it. The algorithm is a fact of the key, never of the message. */
export type VerifyingKey =
  | { readonly keyid: string; readonly algorithm: HmacAlgorithm; readonly secret: Uint8Array }
  | { readonly keyid: string; readonly algorithm: "ed25519"; readonly publicKey: KeyObject };

/** The same key on the client's side. */
export type SigningKey =
  | { readonly keyid: string; readonly algorithm: HmacAlgorithm; readonly secret: Uint8Array }
  | { readonly keyid: string; readonly algorithm: "ed25519"; readonly privateKey: KeyObject };

export function signBase(key: SigningKey, base: string): Buffer {
  if (key.algorithm === "ed25519") return sign(null, Buffer.from(base), key.privateKey);
  return createHmac(hmacHash[key.algorithm], key.secret).update(base).digest();
}

/** Compares in constant time. */
export function verifyBase(key: VerifyingKey, base: string, signature: Uint8Array): boolean {
  if (key.algorithm === "ed25519") return verify(null, Buffer.from(base), key.publicKey, signature);
  const expected = createHmac(hmacHash[key.algorithm], key.secret).update(base).digest();
  return expected.length === signature.length && timingSafeEqual(expected, signature);
}
