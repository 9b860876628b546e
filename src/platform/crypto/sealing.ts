import { randomFillSync, timingSafeEqual } from "node:crypto";
import { counted, IntegrityError, purpose } from "./encoding.ts";
import type { Cryptography, Mac, StreamCipher } from "./provider.ts";

/*
 * A sealed value: version 0x01 (1) ‖ key version (2, big-endian) ‖ iv (12, random) ‖ ciphertext (n) ‖ tag (16).
 * tag = first 16 bytes of HMAC-SM3(macKey, purpose ‖ |table| table ‖ |column| column ‖ row id (8) ‖ all that stands
 * before the tag). Encrypt-then-MAC with two keys; the choices are argued in ADR 0020.
 */
const FORMAT = 1;
const HEAD = 3;
const IV = 12;
const TAG = 16;

/** Bytes that sealing adds to a value. */
export const SEALED_OVERHEAD = HEAD + IV + TAG;

export interface SealingKeys {
  readonly version: number;
  readonly encryption: Uint8Array;
  readonly authentication: Uint8Array;
}

/** Random ivs, drawn from the kernel a thousand at a time. */
const ivPool = Buffer.alloc(IV * 1024);
let ivNext = ivPool.length;
function copyIv(into: Buffer, at: number): void {
  if (ivNext === ivPool.length) {
    randomFillSync(ivPool);
    ivNext = 0;
  }
  ivPool.copy(into, at, ivNext, ivNext + IV);
  ivPool.fill(0, ivNext, ivNext + IV);
  ivNext += IV;
}

/** Key version a sealed value was made under; undefined if it is no sealed value. */
export function sealedVersion(sealed: Uint8Array): number | undefined {
  if (sealed.length < SEALED_OVERHEAD || sealed[0] !== FORMAT) return undefined;
  return ((sealed[1] ?? 0) << 8) | (sealed[2] ?? 0);
}

/** Seals and opens the values of one column of one table under one key version. */
export class FieldSealer {
  readonly #version: number;
  readonly #cipher: StreamCipher;
  readonly #mac: Mac;
  readonly #place: string;
  readonly #context: Buffer;
  #message: Buffer;

  constructor(cryptography: Cryptography, keys: SealingKeys, table: string, column: string) {
    if (keys.version < 1 || keys.version > 0xffff) throw new RangeError("key version out of range");
    this.#version = keys.version;
    this.#cipher = cryptography.sm4Ctr(keys.encryption);
    this.#mac = cryptography.hmacSm3(keys.authentication);
    this.#place = `表 ${table} 列 ${column}`;
    this.#context = Buffer.concat([Buffer.of(purpose.field), counted(table), counted(column)]);
    this.#message = Buffer.alloc(512);
  }

  /** `rowId`: the row's 64-bit number, part of what the tag covers. */
  seal(rowId: bigint, value: Uint8Array | string): Buffer {
    const plain = typeof value === "string" ? Buffer.from(value, "utf8") : value;
    const sealed = Buffer.allocUnsafe(SEALED_OVERHEAD + plain.length);
    sealed[0] = FORMAT;
    sealed.writeUInt16BE(this.#version, 1);
    copyIv(sealed, HEAD);
    sealed.set(this.#cipher.apply(sealed.subarray(HEAD, HEAD + IV), plain), HEAD + IV);
    this.#tag(rowId, sealed).copy(sealed, sealed.length - TAG, 0, TAG);
    return sealed;
  }

  /** Throws IntegrityError unless the value was sealed for this very table, column, row and key version. */
  open(rowId: bigint, sealed: Uint8Array): Buffer {
    if (sealedVersion(sealed) !== this.#version) throw this.#broken(rowId);
    const tag = sealed.subarray(sealed.length - TAG);
    if (!timingSafeEqual(tag, this.#tag(rowId, sealed).subarray(0, TAG))) throw this.#broken(rowId);
    return this.#cipher.apply(
      sealed.subarray(HEAD, HEAD + IV),
      sealed.subarray(HEAD + IV, sealed.length - TAG),
    );
  }

  #tag(rowId: bigint, sealed: Uint8Array): Buffer {
    const covered = sealed.length - TAG;
    const length = this.#context.length + 8 + covered;
    if (length > this.#message.length) this.#message = Buffer.alloc(length * 2);
    this.#message.set(this.#context);
    this.#message.writeBigInt64BE(rowId, this.#context.length);
    this.#message.set(sealed.subarray(0, covered), this.#context.length + 8);
    return this.#mac.digest(this.#message.subarray(0, length));
  }

  #broken(rowId: bigint): IntegrityError {
    return new IntegrityError(`${this.#place} 行 ${rowId}`);
  }
}
