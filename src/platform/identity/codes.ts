import { createHash, randomBytes } from "node:crypto";

/** Digits and letters that are not taken for one another when read from paper (Crockford). */
const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/** A code to be written down, 80 bits: four groups of four. */
export const newCode = (): string =>
  [...randomBytes(16)]
    .map((byte) => alphabet[byte % 32])
    .join("")
    .replace(/(.{4})(?!$)/g, "$1-");

/** What is kept of a code of an account. Blanks, hyphens and case are not part of it, nor is O another than 0. */
export function codeHash(accountId: string, code: string): Buffer {
  const plain = code.toUpperCase().replace(/[\s-]/g, "").replaceAll("O", "0").replace(/[IL]/g, "1");
  return createHash("sha256").update(`${accountId}\0${plain}`).digest();
}
