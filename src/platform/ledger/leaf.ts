import canonicalize from "canonicalize";
import type { Json, JsonObject } from "../../contract/json.ts";
import { toInstant } from "../clocks/index.ts";
import { sm3 } from "../crypto/index.ts";

const LEAF = Buffer.of(0);
export const LEAF_VERSION = 1;

/** Canonical JSON (RFC 8785). */
export function canonical(value: Json): string {
  const text = canonicalize(value);
  if (text === undefined) throw new TypeError("value has no canonical JSON");
  return text;
}

/** SM3(salt ‖ JCS(body)): says nothing of the body to whoever lacks the salt. */
export function commitmentOf(salt: Buffer, body: JsonObject): Buffer {
  return sm3(Buffer.concat([salt, Buffer.from(canonical(body))]));
}

/** SM3(0x00 ‖ JCS{v, kind, at, commitment}), the leaf of RFC 6962 with SM3 for SHA-256. */
export function leafHashOf(leaf: { version: number; kind: string; at: Date; commitment: Buffer }): Buffer {
  const content = canonical({
    v: leaf.version,
    kind: leaf.kind,
    at: toInstant(leaf.at),
    commitment: leaf.commitment.toString("base64url"),
  });
  return sm3(Buffer.concat([LEAF, Buffer.from(content)]));
}

/** `L1.<leaf hash>.<salt>`, base64url: names the leaf, and with the record's body proves what it holds. */
export function receiptOf(leafHash: Buffer, salt: Buffer): string {
  return `L1.${leafHash.toString("base64url")}.${salt.toString("base64url")}`;
}

/** The leaf a receipt names; the salt may be left away. Undefined if it is no receipt. */
export function leafHashOfReceipt(receipt: string): Buffer | undefined {
  const match = /^L1\.([\w-]{43})(?:\.[\w-]{22})?$/.exec(receipt);
  return match?.[1] === undefined ? undefined : Buffer.from(match[1], "base64url");
}
