import { buffer } from "node:stream/consumers";
import { expect, it } from "vitest";
import { IntegrityError, openFile, sealedLength, sealFile, softwareCryptography as sm } from "./index.ts";

const keys = { version: 7, encryption: Buffer.alloc(16, 1), authentication: Buffer.alloc(32, 2) };
const CHUNK = 65_536;
const HEAD = 19;
const SEALED = CHUNK + 16;

/** In parts of odd sizes, as a disk or a network gives them. */
async function* parts(content: Uint8Array, size = 40_001): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < content.length; at += size) yield content.subarray(at, at + size);
}
const seal = (content: Uint8Array, file = "甲", used = keys) =>
  buffer(sealFile(sm, used, file, parts(content)));
const open = (sealed: Uint8Array, file = "甲", used = keys) =>
  buffer(openFile(sm, async (version) => ({ ...used, version }), file, parts(sealed)));
const contentOf = (bytes: number) => Buffer.from(Array.from({ length: bytes }, (_, at) => (at * 31) % 251));

it.each([0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK, 200_000])(
  "A18.2 a sealed file of %i bytes opens to what it was and is as long as was said",
  async (bytes) => {
    const content = contentOf(bytes);
    const sealed = await seal(content);
    expect(sealed).toHaveLength(sealedLength(bytes));
    if (bytes > 32) expect(sealed.includes(content.subarray(0, 32))).toBe(false);
    expect((await open(sealed)).equals(content)).toBe(true);
  },
);

it("A18.2 the same file sealed twice has nothing in common with itself", async () => {
  const content = contentOf(100);
  const [one, other] = [await seal(content), await seal(content)];
  expect(one.subarray(HEAD).equals(other.subarray(HEAD))).toBe(false);
});

const chunk = (sealed: Buffer, place: number) =>
  sealed.subarray(HEAD + place * SEALED, HEAD + (place + 1) * SEALED);
const flipped = (sealed: Buffer, at: number) =>
  Buffer.concat([sealed.subarray(0, at), Buffer.of((sealed[at] ?? 0) ^ 1), sealed.subarray(at + 1)]);

it.each<[string, (sealed: Buffer) => Buffer]>([
  ["a changed byte", (sealed) => flipped(sealed, HEAD + SEALED + 100)],
  ["a changed tag", (sealed) => flipped(sealed, HEAD + SEALED - 1)],
  ["a changed salt", (sealed) => flipped(sealed, 10)],
  ["a changed format", (sealed) => flipped(sealed, 0)],
  ["an end cut off in a chunk", (sealed) => sealed.subarray(0, -5)],
  ["an end cut off between chunks", (sealed) => sealed.subarray(0, HEAD + 2 * SEALED)],
  ["everything cut off", (sealed) => sealed.subarray(0, HEAD)],
  ["a head cut off", (sealed) => sealed.subarray(0, HEAD - 1)],
  ["something added", (sealed) => Buffer.concat([sealed, Buffer.alloc(40)])],
  [
    "chunks that changed places",
    (sealed) =>
      Buffer.concat([
        sealed.subarray(0, HEAD),
        chunk(sealed, 1),
        chunk(sealed, 0),
        sealed.subarray(HEAD + 2 * SEALED),
      ]),
  ],
  [
    "a chunk that is gone",
    (sealed) => Buffer.concat([sealed.subarray(0, HEAD), sealed.subarray(HEAD + SEALED)]),
  ],
])("A18.2 %s is found out", async (_, change) => {
  const sealed = await seal(contentOf(3 * CHUNK - 10));
  await expect(open(change(sealed))).rejects.toThrow(IntegrityError);
});

it("A18.2 a file does not pass for another one, nor under another key", async () => {
  const sealed = await seal(contentOf(100));
  await expect(open(sealed, "乙")).rejects.toThrow(IntegrityError);
  await expect(open(sealed, "甲", { ...keys, authentication: Buffer.alloc(32, 3) })).rejects.toThrow(
    IntegrityError,
  );
});

it("A18.2 what leaves before the fault is sound, what comes after it does not leave", async () => {
  const content = contentOf(3 * CHUNK);
  const sealed = flipped(await seal(content), HEAD + SEALED + 1);
  const left: Buffer[] = [];
  const read = async () => {
    for await (const piece of openFile(sm, async () => keys, "甲", parts(sealed))) left.push(piece);
  };
  await expect(read()).rejects.toThrow(IntegrityError);
  expect(Buffer.concat(left).equals(content.subarray(0, CHUNK))).toBe(true);
});

it("A18.2 a source that cannot be opened at its head, or for want of keys, is given back", async () => {
  const sealed = await seal(contentOf(100));
  for (const [first, keysOf] of [
    [0, async () => keys],
    [
      1,
      async () => {
        throw new Error("no keys");
      },
    ],
  ] as const) {
    let given = false;
    const source = async function* () {
      try {
        yield Buffer.concat([Buffer.of(first), sealed.subarray(1)]);
        yield Buffer.alloc(1);
      } finally {
        given = true;
      }
    };
    await expect(openFile(sm, keysOf, "f", source()).next()).rejects.toThrow();
    expect(given).toBe(true);
  }
});
