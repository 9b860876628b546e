import { randomBytes } from "node:crypto";
import { uuidv7 } from "uuidv7";

const crockford = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/** UUID version 7 (RFC 9562): ordered by time of creation. */
export function uuid(): string {
  return uuidv7();
}

/** Opaque, immutable URL code: dataset, resource or purpose, and eight random Crockford characters (40 bits). */
export function code(prefix: "d" | "r" | "p"): string {
  const characters = Array.from(randomBytes(8), (byte) => crockford[byte & 31]);
  return `${prefix}-${characters.join("")}`;
}

/** Three groups of four Crockford characters (60 bits): what a paper carries to be checked by. */
export function checkCode(): string {
  const characters = Array.from(randomBytes(12), (byte) => crockford[byte & 31]);
  return [0, 4, 8].map((at) => characters.slice(at, at + 4).join("")).join("-");
}
