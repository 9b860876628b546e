import { hash } from "node:crypto";
import { isInnerList, parseDictionary, serializeDictionary } from "structured-headers";

/** RFC 9530 `sha-256`, and `sm3` as our additional profile. Digests that others define are passed over. */
const supported = { "sha-256": "sha256", sm3: "sm3" } as const;
export type DigestAlgorithm = keyof typeof supported;

function digest(algorithm: DigestAlgorithm, body: Uint8Array): Buffer {
  return hash(supported[algorithm], body, "buffer");
}

/** Value of a `Content-Digest` header. */
export function contentDigest(body: Uint8Array, algorithm: DigestAlgorithm = "sha-256"): string {
  return serializeDictionary({ [algorithm]: new Uint8Array(digest(algorithm, body)) });
}

/** Every supported digest in the header fits the body, and there is at least one. */
export function contentDigestMatches(header: string, body: Uint8Array): boolean {
  const members = dictionary(header);
  if (!members) return false;
  let known = 0;
  for (const algorithm of ["sha-256", "sm3"] as const) {
    const member = members.get(algorithm);
    if (member === undefined) continue;
    if (isInnerList(member) || !(member[0] instanceof ArrayBuffer)) return false;
    if (!digest(algorithm, body).equals(Buffer.from(member[0]))) return false;
    known++;
  }
  return known > 0;
}

export function dictionary(header: string): ReturnType<typeof parseDictionary> | undefined {
  try {
    return parseDictionary(header);
  } catch {
    return undefined;
  }
}
