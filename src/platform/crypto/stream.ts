import { timingSafeEqual } from "node:crypto";
import { counted, IntegrityError, purpose } from "./encoding.ts";
import type { Cryptography, Mac, StreamCipher } from "./provider.ts";
import type { SealingKeys } from "./sealing.ts";

/*
 * A sealed file after the STREAM construction (Hoang, Reyhanitabar, Rogaway, Vizár 2015): version 0x01 (1) ‖ key version
 * (2, big-endian) ‖ salt (16, random) ‖ chunks. Each chunk but the last holds 64 KiB of the file, the last what is left;
 * an empty file is one empty chunk. A chunk is ciphertext ‖ tag (16), with
 *   ciphertext = SM4-CTR(encryption key of the file, iv = 0 (4) ‖ place (8)),
 *   tag = first 16 bytes of HMAC-SM3(authentication key of the file, purpose ‖ place (8) ‖ last (1) ‖ ciphertext).
 * Both keys are HMAC-SM3(authentication key of the resource, purpose ‖ |use| use ‖ |file| file ‖ salt): a file has keys
 * of its own each time it is sealed, so no iv serves twice and no chunk passes for one of another file, of another
 * place, or for the end. Argued in ADR 0160.
 */
const FORMAT = 1;
const SALT = 16;
const HEAD = 3 + SALT;
const TAG = 16;
const CHUNK = 65_536;

/** Bytes of a file of so many bytes once it is sealed. */
export const sealedLength = (bytes: number): number =>
  HEAD + bytes + TAG * Math.max(1, Math.ceil(bytes / CHUNK));

/** Seals a file as it comes, one chunk at a time. */
export async function* sealFile(
  cryptography: Cryptography,
  keys: SealingKeys,
  file: string,
  content: AsyncIterable<Uint8Array>,
): AsyncGenerator<Buffer> {
  if (keys.version < 1 || keys.version > 0xffff) throw new RangeError("key version out of range");
  const head = Buffer.alloc(HEAD);
  head[0] = FORMAT;
  head.writeUInt16BE(keys.version, 1);
  const salt = cryptography.random(SALT);
  head.set(salt, 3);
  yield head;
  const chunks = new Chunks(cryptography, keys, file, salt);
  let place = 0n;
  for await (const { piece, last } of pieces(content, CHUNK)) yield chunks.seal(place++, last, piece);
}

/**
 * Opens a sealed file; a chunk leaves only after it was found sound. Throws IntegrityError at the first one that was
 * changed, moved, brought in from another file, or after which the rest is gone.
 */
export async function* openFile(
  cryptography: Cryptography,
  keysOf: (version: number) => Promise<SealingKeys>,
  file: string,
  sealed: AsyncIterable<Uint8Array>,
): AsyncGenerator<Buffer> {
  const parts = sealed[Symbol.asyncIterator]();
  try {
    const { head, rest } = await beheaded(parts);
    if (head.length < HEAD || head[0] !== FORMAT) throw broken(file);
    const keys = await keysOf(head.readUInt16BE(1));
    const chunks = new Chunks(cryptography, keys, file, head.subarray(3));
    let place = 0n;
    for await (const { piece, last } of pieces(rest, CHUNK + TAG)) yield chunks.open(place++, last, piece);
  } finally {
    await parts.return?.();
  }
}

class Chunks {
  readonly #cipher: StreamCipher;
  readonly #mac: Mac;
  readonly #file: string;
  readonly #iv = Buffer.alloc(12);
  readonly #message = Buffer.alloc(10 + CHUNK);

  constructor(cryptography: Cryptography, keys: SealingKeys, file: string, salt: Uint8Array) {
    const derived = cryptography.hmacSm3(keys.authentication);
    const own = (use: string) =>
      derived.digest(Buffer.concat([Buffer.of(purpose.file), counted(use), counted(file), salt]));
    this.#cipher = cryptography.sm4Ctr(own("encryption").subarray(0, 16));
    this.#mac = cryptography.hmacSm3(own("authentication"));
    this.#file = file;
    this.#message[0] = purpose.chunk;
  }

  seal(place: bigint, last: boolean, piece: Buffer): Buffer {
    const ciphertext = this.#apply(place, piece);
    return Buffer.concat([ciphertext, this.#tag(place, last, ciphertext)]);
  }

  open(place: bigint, last: boolean, sealed: Buffer): Buffer {
    if (sealed.length < TAG) throw broken(this.#file);
    const ciphertext = sealed.subarray(0, -TAG);
    if (!timingSafeEqual(sealed.subarray(-TAG), this.#tag(place, last, ciphertext))) throw broken(this.#file);
    return this.#apply(place, ciphertext);
  }

  #apply(place: bigint, data: Uint8Array): Buffer {
    this.#iv.writeBigUInt64BE(place, 4);
    return this.#cipher.apply(this.#iv, data);
  }

  #tag(place: bigint, last: boolean, ciphertext: Uint8Array): Buffer {
    this.#message.writeBigUInt64BE(place, 1);
    this.#message[9] = last ? 1 : 0;
    this.#message.set(ciphertext, 10);
    return this.#mac.digest(this.#message.subarray(0, 10 + ciphertext.length)).subarray(0, TAG);
  }
}

const broken = (file: string) => new IntegrityError(`文件 ${file}`);

/** Pieces of one size, the last of them shorter, or empty where there is nothing at all. */
async function* pieces(
  source: AsyncIterable<Uint8Array>,
  size: number,
): AsyncGenerator<{ piece: Buffer; last: boolean }> {
  let piece = Buffer.allocUnsafe(size);
  let filled = 0;
  for await (const part of source) {
    for (let at = 0; at < part.length; ) {
      if (filled === size) {
        yield { piece, last: false };
        piece = Buffer.allocUnsafe(size);
        filled = 0;
      }
      const taken = part.subarray(at, at + size - filled);
      piece.set(taken, filled);
      filled += taken.length;
      at += taken.length;
    }
  }
  yield { piece: piece.subarray(0, filled), last: true };
}

async function beheaded(
  parts: AsyncIterator<Uint8Array>,
): Promise<{ head: Buffer; rest: AsyncIterable<Uint8Array> }> {
  let start = Buffer.alloc(0);
  while (start.length < HEAD) {
    const next = await parts.next();
    if (next.done) break;
    start = Buffer.concat([start, next.value]);
  }
  const rest = async function* () {
    yield start.subarray(HEAD);
    for (let next = await parts.next(); !next.done; next = await parts.next()) yield next.value;
  };
  return { head: start.subarray(0, HEAD), rest: rest() };
}
