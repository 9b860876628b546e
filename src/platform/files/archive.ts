import type { FileHandle } from "node:fs/promises";

const endOfDirectory = Buffer.from("PK\x05\x06");
const entry = 0x02014b50;
const largestDirectory = 1_048_576;

/** Names in a ZIP archive, from its central directory (APPNOTE 4.3.12); null where it is not a whole one. Nothing is unpacked. */
export async function namesInArchive(file: FileHandle, bytes: number): Promise<string[] | null> {
  const tail = await slice(file, Math.max(0, bytes - 65_557), bytes);
  const end = tail.lastIndexOf(endOfDirectory);
  if (end < 0 || tail.length - end < 22) return null;
  const [length, start] = [tail.readUInt32LE(end + 12), tail.readUInt32LE(end + 16)];
  if (length > largestDirectory || start + length > bytes) return null;
  const directory = await slice(file, start, start + length);
  const names: string[] = [];
  for (let at = 0; at + 46 <= directory.length; ) {
    if (directory.readUInt32LE(at) !== entry) return null;
    const name = directory.readUInt16LE(at + 28);
    names.push(directory.toString("utf8", at + 46, at + 46 + name));
    at += 46 + name + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32);
  }
  return names;
}

async function slice(file: FileHandle, from: number, to: number): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(to - from), 0, to - from, from);
  return buffer.subarray(0, bytesRead);
}
