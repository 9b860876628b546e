import { sm3 } from "sm-crypto-v2";
import type { InclusionProof } from "./api.ts";

const hex = (base64: string) =>
  Array.from(atob(base64.replaceAll("-", "+").replaceAll("_", "/")), (char) =>
    char.charCodeAt(0).toString(16).padStart(2, "0"),
  ).join("");
const bytes = (text: string) => Uint8Array.from(text.match(/../g) ?? [], (byte) => Number.parseInt(byte, 16));
const node = (left: string, right: string) => sm3(bytes(`01${left}${right}`));

/** Root that an audit path leads to (RFC 9162, 2.1.3.2), or null where the path does not fit the tree. */
function rootOf(leaf: string, index: bigint, size: bigint, path: readonly string[]): string | null {
  if (index >= size) return null;
  let place = index;
  let last = size - 1n;
  let root = leaf;
  for (const sibling of path) {
    if (last === 0n) return null;
    if ((place & 1n) === 1n || place === last) {
      root = node(sibling, root);
      while ((place & 1n) === 0n && place !== 0n) {
        place >>= 1n;
        last >>= 1n;
      }
    } else {
      root = node(root, sibling);
    }
    place >>= 1n;
    last >>= 1n;
  }
  return last === 0n ? root : null;
}

/** Computes here, in the browser, whether the leaf that the receipt names lies under the root of the checkpoint. */
export function verifyInclusion(receipt: string, proof: InclusionProof): boolean {
  const [, leaf = ""] = receipt.split(".");
  const [, size = "", root = ""] = proof.checkpoint.split("\n");
  if (size !== proof.treeSize) return false;
  const computed = rootOf(hex(leaf), BigInt(proof.index), BigInt(proof.treeSize), proof.hashes.map(hex));
  return computed !== null && computed === hex(root);
}
