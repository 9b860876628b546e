import { createHash, createPublicKey, verify } from "node:crypto";
import { verifySm2 } from "./sm2.ts";

/** A checkpoint read from a signed note: what it says and which of the given keys signed it. */
export interface Checkpoint {
  readonly origin: string;
  readonly size: number;
  readonly root: Buffer;
  /** "Ed25519", "SM2": signatures that hold. */
  readonly signedBy: readonly string[];
  /** Lines under a known key that do not hold. */
  readonly broken: readonly string[];
}

interface Key {
  readonly name: string;
  readonly id: string;
  readonly algorithm: "Ed25519" | "SM2";
  readonly publicKey: Buffer;
}

/** `<name>+<id>+<base64 of type and key>`; the id is computed anew. */
export function parseKey(text: string): Key {
  const match = /^([^+\s]+)\+([0-9a-f]{8})\+(\S+)$/.exec(text.trim());
  const material = Buffer.from(match?.[3] ?? "", "base64");
  const sm2 = material[0] === 0xff && material.subarray(1, 8).toString() === "sm2-sm3";
  const name = match?.[1] ?? "";
  const id = createHash("sha256").update(`${name}\n`).update(material).digest("hex").slice(0, 8);
  if (!match || id !== match[2] || (!sm2 && material[0] !== 1)) throw new Error(`公钥格式有误：${text}`);
  return { name, id, algorithm: sm2 ? "SM2" : "Ed25519", publicKey: material.subarray(sm2 ? 8 : 1) };
}

/** @param fast leave SM2 out (it takes some milliseconds each) */
export function readCheckpoint(note: string, keys: readonly Key[], fast = false): Checkpoint {
  const end = note.indexOf("\n\n");
  const text = note.slice(0, end + 1);
  const [origin = "", size = "", root = ""] = text.split("\n");
  if (end < 0 || !/^\d+$/.test(size) || Buffer.from(root, "base64").length !== 32) {
    throw new Error("检查点格式有误");
  }
  const [signedBy, broken]: [string[], string[]] = [[], []];
  for (const line of note.slice(end + 2).split("\n")) {
    const [, name, encoded] = /^— (\S+) (\S+)$/.exec(line) ?? [];
    if (name === undefined || encoded === undefined) continue;
    const bytes = Buffer.from(encoded, "base64");
    const key = keys.find((k) => k.name === name && k.id === bytes.subarray(0, 4).toString("hex"));
    if (!key || (fast && key.algorithm === "SM2")) continue;
    (holds(key, Buffer.from(text), bytes.subarray(4)) ? signedBy : broken).push(key.algorithm);
  }
  return { origin, size: Number(size), root: Buffer.from(root, "base64"), signedBy, broken };
}

function holds(key: Key, text: Buffer, signature: Buffer): boolean {
  if (key.algorithm === "SM2") return verifySm2(text, signature, key.publicKey);
  const spki = Buffer.concat([Buffer.from("302a300506032b6570032100", "hex"), key.publicKey]);
  return verify(null, text, createPublicKey({ key: spki, format: "der", type: "spki" }), signature);
}
