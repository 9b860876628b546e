import { FileRefusal } from "./refusal.ts";
import { HEAD_BYTES, refuseOtherTypes } from "./signature.ts";

/** Opens the bytes of one file anew at each call; the chunks may be cut anywhere. */
export type Source = () => AsyncIterable<Uint8Array>;
export type Encoding = "utf-8" | "gb18030";
export type DeclaredEncoding = Encoding | "auto";

const names: Record<Encoding, string> = { "utf-8": "UTF-8", gb18030: "GB18030（GBK）" };

/**
 * Reads the whole file before any row is taken, and says in which encoding it is. Throws `FileRefusal` for an empty file, another file type,
 * NUL bytes, and bytes that do not fit. `auto` means: strict UTF-8, else strict GB18030, else refused.
 */
export async function inspect(source: Source, declared: DeclaredEncoding): Promise<Encoding> {
  const head = await headOf(source);
  if (head.length === 0) {
    throw new FileRefusal("file_empty", "文件是空的（0 字节）", "请确认导出成功、选对文件后重新上传");
  }
  refuseUtf16(head);
  refuseOtherTypes(head);
  await refuseNul(source);
  const attempts: Encoding[] = declared === "auto" ? ["utf-8", "gb18030"] : [declared];
  const faults: string[] = [];
  let row = 1;
  for (const encoding of attempts) {
    const fault = await firstFault(source, encoding);
    if (!fault) return encoding;
    row = fault.row;
    faults.push(`按 ${names[encoding]} 读到第 ${fault.row} 行（第 ${fault.byte} 字节）读不下去`);
  }
  throw new FileRefusal(
    "encoding_unknown",
    faults.join("；"),
    "请另存为“CSV UTF-8（逗号分隔）”后重新上传；若文件在传送中损坏，请重新导出",
    { row },
  );
}

async function headOf(source: Source): Promise<Buffer> {
  let head = Buffer.alloc(0);
  for await (const chunk of source()) {
    head = Buffer.concat([head, chunk.subarray(0, HEAD_BYTES - head.length)]);
    if (head.length === HEAD_BYTES) break;
  }
  return head;
}

function refuseUtf16(head: Buffer): void {
  const mark = head.subarray(0, 2).toString("hex");
  if (mark !== "fffe" && mark !== "feff") return;
  throw new FileRefusal(
    "encoding_unknown",
    "文件是 UTF-16（“Unicode 文本”），第 1 行第 1 字节起读不出",
    "请另存为“CSV UTF-8（逗号分隔）”后重新上传",
    { row: 1 },
  );
}

/** A NUL cannot be text: the file is binary, UTF-16 without its mark, or was filled with zeros on a broken disk. */
async function refuseNul(source: Source): Promise<void> {
  let offset = 0;
  let row = 1;
  for await (const chunk of source()) {
    const at = chunk.indexOf(0);
    row += countLines(at < 0 ? chunk : chunk.subarray(0, at));
    if (at >= 0) {
      throw new FileRefusal(
        "file_damaged",
        `第 ${row} 行（第 ${offset + at + 1} 字节）有空字节，文本文件里不会有`,
        "文件可能已损坏或是 UTF-16 编码：请重新导出，另存为“CSV UTF-8（逗号分隔）”后上传",
        { row },
      );
    }
    offset += chunk.length;
  }
}

interface Fault {
  readonly row: number;
  readonly byte: number;
}

async function firstFault(source: Source, encoding: Encoding): Promise<Fault | null> {
  const decoder = new TextDecoder(encoding, { fatal: true });
  let offset = 0;
  for await (const chunk of source()) {
    if (!accepts(decoder, chunk)) return locate(source, encoding, offset);
    offset += chunk.length;
  }
  return accepts(decoder) ? null : locate(source, encoding, offset);
}

/** The decoder tells only the chunk; the byte is found by reading that chunk again byte by byte. */
async function locate(source: Source, encoding: Encoding, from: number): Promise<Fault> {
  const decoder = new TextDecoder(encoding, { fatal: true });
  let offset = 0;
  let row = 1;
  for await (const chunk of source()) {
    const whole = Math.min(Math.max(from - offset, 0), chunk.length);
    decoder.decode(chunk.subarray(0, whole), { stream: true });
    row += countLines(chunk.subarray(0, whole));
    for (let i = whole; i < chunk.length; i++) {
      if (!accepts(decoder, chunk.subarray(i, i + 1))) return { row, byte: offset + i + 1 };
      if (chunk[i] === 0x0a) row += 1;
    }
    offset += chunk.length;
  }
  return { row, byte: offset };
}

function accepts(decoder: TextDecoder, chunk?: Uint8Array): boolean {
  try {
    if (chunk) decoder.decode(chunk, { stream: true });
    else decoder.decode();
    return true;
  } catch (error) {
    if (error instanceof TypeError) return false;
    throw error;
  }
}

/** 0x0A is never part of a character of two or four bytes, in either encoding. */
function countLines(bytes: Uint8Array): number {
  let lines = 0;
  for (let at = bytes.indexOf(0x0a); at >= 0; at = bytes.indexOf(0x0a, at + 1)) lines += 1;
  return lines;
}

/** The characters of an inspected file, without byte order mark. */
export async function* decode(source: Source, encoding: Encoding): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding, { fatal: true });
  let first = true;
  for await (const chunk of source()) {
    const text = decoder.decode(chunk, { stream: true });
    if (text === "") continue;
    yield first ? text.replace(/^\uFEFF/, "") : text;
    first = false;
  }
  const tail = decoder.decode();
  if (tail !== "") yield tail;
}
