import { type FileHandle, open } from "node:fs/promises";
import { extname } from "node:path";
import { Problem } from "../http/problem.ts";
import { namesInArchive } from "./archive.ts";

const officeRoot = "application/vnd.openxmlformats-officedocument";

/** What may be handed in: extension of the name, and the type that the content must then prove to be. */
const accepted: Readonly<Record<string, string>> = {
  ".pdf": "application/pdf",
  ".png": "image/png",
  ".jpg": "image/jpeg",
  ".jpeg": "image/jpeg",
  ".docx": `${officeRoot}.wordprocessingml.document`,
  ".xlsx": `${officeRoot}.spreadsheetml.sheet`,
  ".csv": "text/csv",
  ".txt": "text/plain",
  ".json": "application/json",
};

const texts: ReadonlySet<string> = new Set(["text/csv", "text/plain", "application/json"]);
const listed = "PDF、PNG、JPG、DOCX、XLSX、CSV、TXT、JSON";

/**
 * The media type of a file, from its content; the extension must agree.
 * @throws Problem `unsupported_media_type`
 */
export async function mediaTypeOf(path: string, name: string): Promise<string> {
  const claimed = accepted[extname(name).toLowerCase()];
  if (claimed === undefined)
    throw new Problem("unsupported_media_type", `不接受这种文件；可上传 ${listed}，请转换后重传。`);
  const file = await open(path, "r");
  try {
    const found = await detect(file);
    const agrees = found === "text" ? texts.has(claimed) : found === claimed;
    if (!agrees)
      throw new Problem(
        "unsupported_media_type",
        `文件内容与扩展名 ${extname(name)} 不符，或含有宏、已损坏；可上传 ${listed}，请检查后重传。`,
      );
    return claimed;
  } finally {
    await file.close();
  }
}

async function detect(file: FileHandle): Promise<string | null> {
  const { size } = await file.stat();
  const { buffer, bytesRead } = await file.read(Buffer.alloc(16), 0, 16, 0);
  const head = buffer.subarray(0, bytesRead).toString("latin1");
  if (head.startsWith("%PDF-")) return "application/pdf";
  if (head.startsWith("\x89PNG\r\n\x1a\n")) return "image/png";
  if (head.startsWith("\xff\xd8\xff")) return "image/jpeg";
  if (head.startsWith("PK\x03\x04")) return office(await namesInArchive(file, size));
  return (await isText(file)) ? "text" : null;
}

/** Documents with macros are no documents here. */
function office(names: string[] | null): string | null {
  if (names === null || !names.includes("[Content_Types].xml")) return null;
  if (names.some((name) => /vbaProject\.bin$/i.test(name))) return null;
  if (names.includes("word/document.xml")) return `${officeRoot}.wordprocessingml.document`;
  if (names.includes("xl/workbook.xml")) return `${officeRoot}.spreadsheetml.sheet`;
  return null;
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what text does not contain
const control = /[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]/;

/** Wholly readable as UTF-8 or GB18030, without control characters. */
async function isText(file: FileHandle): Promise<boolean> {
  const whole = await readWhole(file);
  return ["utf-8", "gb18030"].some((encoding) => {
    try {
      return !control.test(new TextDecoder(encoding, { fatal: true }).decode(whole));
    } catch {
      return false;
    }
  });
}

async function readWhole(file: FileHandle): Promise<Buffer> {
  const { size } = await file.stat();
  const { buffer, bytesRead } = await file.read(Buffer.alloc(size), 0, size, 0);
  return buffer.subarray(0, bytesRead);
}
