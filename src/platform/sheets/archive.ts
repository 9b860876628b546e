import { type Entry, fromBufferPromise, type ZipFile } from "yauzl";
import { damaged, WorkbookRefusal } from "./refusal.ts";

const megabyte = 1_048_576;
/** Unpacked bytes of a worksheet, of any other part, and of all parts together. */
const largestSheet = 192 * megabyte;
const largestPart = 48 * megabyte;
const largestTotal = 320 * megabyte;
const mostParts = 1_000;
/** Text packs to a tenth, tables of repeated words to a fiftieth; what packs better is made to burst. */
const highestRatio = 200;
const ratioCountsFrom = megabyte;

const isSheet = (name: string): boolean => /^xl\/worksheets\/[^/]+\.xml$/i.test(name);
const isMarkup = (name: string): boolean => /\.(xml|rels|vml)$/i.test(name);
const isKept = (name: string): boolean => /^xl\/(workbook\.xml|_rels\/workbook\.xml\.rels)$/i.test(name);

export interface GuardedArchive {
  /** Text of `xl/workbook.xml` and of its relations, by lower-case name. */
  readonly kept: ReadonlyMap<string, string>;
}

const burst = () =>
  new WorkbookRefusal(
    "workbook_too_large",
    "文件解开后过大，可能是为撑爆程序而做的；请把表格内容复制到新的工作簿，只留要上传的表，再上传。",
  );

/**
 * Unpacks every part once, counting, before anything else reads the archive: sizes as declared and as they come out, the
 * ratio, the number of parts, names given twice, macros, and document type declarations. `onSheet` sees the worksheets.
 * @throws WorkbookRefusal
 */
export async function guardArchive(
  content: Buffer,
  onSheet: (part: string, text: string) => void,
): Promise<GuardedArchive> {
  if (content.subarray(0, 4).toString("latin1") === "\xd0\xcf\x11\xe0")
    throw new WorkbookRefusal(
      "workbook_forbidden",
      "文件加了密码，或者是旧的 .xls 格式；请去掉密码，另存为 .xlsx 再上传。",
    );
  const zip = await opened(content);
  const kept = new Map<string, string>();
  let total = 0;
  for (const entry of await entriesOf(zip)) {
    if (/vbaProject\.bin$/i.test(entry.fileName))
      throw new WorkbookRefusal("workbook_forbidden", "工作簿含有宏，请另存为不带宏的 .xlsx 再上传。");
    if (entry.isEncrypted()) throw damaged();
    const limit = Math.min(isSheet(entry.fileName) ? largestSheet : largestPart, largestTotal - total);
    if (entry.uncompressedSize > limit) throw burst();
    const reader = partReader(entry, onSheet);
    total += await unpack(zip, entry, limit, reader.take);
    if (isKept(entry.fileName)) kept.set(entry.fileName.toLowerCase(), reader.text());
  }
  return { kept };
}

async function opened(content: Buffer): Promise<ZipFile> {
  try {
    return await fromBufferPromise(content, { lazyEntries: true, validateEntrySizes: true });
  } catch {
    throw damaged();
  }
}

function entriesOf(zip: ZipFile): Promise<Entry[]> {
  if (zip.entryCount > mostParts) throw burst();
  return new Promise((resolve, reject) => {
    const entries = new Map<string, Entry>();
    zip.on("entry", (entry: Entry) => {
      // Two parts of one name: one reader would take the first, another the second.
      if (entries.has(entry.fileName.toLowerCase())) return reject(damaged());
      entries.set(entry.fileName.toLowerCase(), entry);
      zip.readEntry();
    });
    zip.once("end", () => resolve([...entries.values()]));
    zip.once("error", () => reject(damaged()));
    zip.readEntry();
  });
}

/** Bytes that came out. */
async function unpack(
  zip: ZipFile,
  entry: Entry,
  limit: number,
  take: (chunk: Buffer) => void,
): Promise<number> {
  let bytes = 0;
  try {
    for await (const chunk of await zip.openReadStreamPromise(entry)) {
      const part: Buffer = Buffer.from(chunk);
      bytes += part.length;
      const ratio = bytes / Math.max(1, entry.compressedSize);
      if (bytes > limit || (bytes > ratioCountsFrom && ratio > highestRatio)) throw burst();
      take(part);
    }
  } catch (error) {
    throw error instanceof WorkbookRefusal ? error : told(error);
  }
  return bytes;
}

/** yauzl tells a part that is larger than it says it is. */
const told = (error: unknown) =>
  error instanceof Error && /too many bytes/i.test(error.message) ? burst() : damaged();

/** Looks at the text of a part as it comes, and keeps it where it is small and needed. */
function partReader(entry: Entry, onSheet: (part: string, text: string) => void) {
  const { fileName } = entry;
  if (!isMarkup(fileName)) return { take: () => undefined, text: () => "" };
  const decoder = new TextDecoder("utf-8");
  let [tail, whole] = ["", ""];
  return {
    take(chunk: Buffer) {
      const text = decoder.decode(chunk, { stream: true });
      const seen = tail + text;
      // Spreadsheet programs write UTF-8; in UTF-16 the declaration would pass unseen.
      if (/<!(DOCTYPE|ENTITY)/i.test(seen) || text.includes("\0"))
        throw new WorkbookRefusal(
          "workbook_forbidden",
          "工作簿里有文档类型声明（DTD）或者不是 UTF-8 编码，不是电子表格软件保存的；请用 Excel 另存为 .xlsx 再上传。",
        );
      tail = seen.slice(-16);
      if (isKept(fileName)) whole += text;
      if (isSheet(fileName)) onSheet(fileName, text);
    },
    text: () => whole,
  };
}
