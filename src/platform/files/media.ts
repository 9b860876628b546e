import { type FileHandle, open } from "node:fs/promises";
import { extname } from "node:path";
import { Problem } from "../http/problem.ts";
import { namesInArchive } from "./archive.ts";

const officeRoot = "application/vnd.openxmlformats-officedocument";

/** What is taken: extension of the name, and the type that the content must then prove to be. */
export type AcceptedTypes = Readonly<Record<string, string>>;

/** What may be attached to a matter. */
export const attachmentTypes: AcceptedTypes = {
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

/** What departments hold as files of public data. */
export const dataFileTypes: AcceptedTypes = {
  ...attachmentTypes,
  ".ofd": "application/ofd",
  ".pptx": `${officeRoot}.presentationml.presentation`,
  ".geojson": "application/geo+json",
  ".xml": "application/xml",
  ".tif": "image/tiff",
  ".tiff": "image/tiff",
  ".zip": "application/zip",
  ".mp4": "video/mp4",
  ".parquet": "application/vnd.apache.parquet",
};

/** Types that are text, and what a text begins with that is one. */
const texts: Readonly<Record<string, RegExp>> = {
  "text/csv": /^/,
  "text/plain": /^/,
  "application/json": /^\s*["[{\d\-tfn]/,
  "application/geo+json": /^\s*\{/,
  "application/xml": /^\s*</,
};

/** Throws Problem `unsupported_media_type` where the extension is none of those taken. */
export function claimedType(name: string, accepted: AcceptedTypes): string {
  const claimed = accepted[extname(name).toLowerCase()];
  if (claimed === undefined)
    throw new Problem("unsupported_media_type", `不接受这种文件；可上传 ${listed(accepted)}，请转换后重传。`);
  return claimed;
}

/** One name for what has several, as people write it. */
const listed = (accepted: AcceptedTypes): string => {
  const first = Object.entries(accepted).filter(
    ([, type], at, all) => all.findIndex(([, other]) => other === type) === at,
  );
  return first.map(([extension]) => extension.slice(1).toUpperCase()).join("、");
};

/**
 * The media type of a file, from its content; the extension must agree.
 * @throws Problem `unsupported_media_type`
 */
export async function mediaTypeOf(
  path: string,
  name: string,
  accepted: AcceptedTypes = attachmentTypes,
): Promise<string> {
  const claimed = claimedType(name, accepted);
  const file = await open(path, "r");
  try {
    if (await proves(file, claimed)) return claimed;
    throw new Problem(
      "unsupported_media_type",
      `文件内容与扩展名 ${extname(name)} 不符，或含有宏、程序，或已损坏；可上传 ${listed(accepted)}，请检查后重传。`,
    );
  } finally {
    await file.close();
  }
}

async function proves(file: FileHandle, claimed: string): Promise<boolean> {
  const head = await headOf(file);
  const found = await detect(file, head);
  const begins = texts[claimed];
  if (begins === undefined) return found === claimed;
  return found === null && begins.test(head.replace(/^ï»¿/, "")) && (await isText(file, head));
}

async function headOf(file: FileHandle): Promise<string> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(64), 0, 64, 0);
  return buffer.subarray(0, bytesRead).toString("latin1");
}

async function detect(file: FileHandle, head: string): Promise<string | null> {
  if (head.startsWith("%PDF-")) return "application/pdf";
  if (head.startsWith("\x89PNG\r\n\x1a\n")) return "image/png";
  if (head.startsWith("\xff\xd8\xff")) return "image/jpeg";
  if (head.startsWith("II*\0") || head.startsWith("MM\0*")) return "image/tiff";
  if (head.startsWith("ftyp", 4)) return "video/mp4";
  if (head.startsWith("PAR1")) return "application/vnd.apache.parquet";
  if (head.startsWith("PK\x03\x04")) return archived(await namesInArchive(file, (await file.stat()).size));
  return null;
}

/** Documents with macros are no documents here, and an archive with programs in it is none either. */
function archived(names: string[] | null): string | null {
  if (names === null || names.some((name) => program.test(name))) return null;
  if (names.includes("OFD.xml")) return "application/ofd";
  if (!names.includes("[Content_Types].xml")) return "application/zip";
  if (names.includes("word/document.xml")) return `${officeRoot}.wordprocessingml.document`;
  if (names.includes("xl/workbook.xml")) return `${officeRoot}.spreadsheetml.sheet`;
  if (names.includes("ppt/presentation.xml")) return `${officeRoot}.presentationml.presentation`;
  return null;
}

const program =
  /vbaProject\.bin$|\.(?:exe|dll|com|scr|msi|bat|cmd|ps1|vbs|jse?|wsf|jar|sh|so|apk|lnk|docm|xlsm|pptm)$/i;

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what text does not contain
const control = /[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]/;

/** Wholly readable as UTF-8 or GB18030, without control characters, and no script. Read piece by piece. */
async function isText(file: FileHandle, head: string): Promise<boolean> {
  if (head.startsWith("#!")) return false;
  const decoders = new Set(
    ["utf-8", "gb18030"].map((encoding) => new TextDecoder(encoding, { fatal: true })),
  );
  const piece = Buffer.alloc(1_048_576);
  for (let at = 0, more = true; more; ) {
    const { bytesRead } = await file.read(piece, 0, piece.length, at);
    more = bytesRead > 0;
    for (const decoder of decoders)
      if (!readable(decoder, piece.subarray(0, bytesRead), more)) decoders.delete(decoder);
    if (decoders.size === 0) return false;
    at += bytesRead;
  }
  return true;
}

function readable(decoder: TextDecoder, piece: Buffer, more: boolean): boolean {
  try {
    return !control.test(decoder.decode(piece, { stream: more }));
  } catch {
    return false;
  }
}
