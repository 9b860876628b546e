import { FileRefusal } from "./refusal.ts";

const SAVE_AS_CSV = "请在原软件中打开，选“另存为”→“CSV UTF-8（逗号分隔）”后重新上传";
const EXPORT_AGAIN = "请从业务系统重新导出为 CSV（逗号分隔）后上传";

/** First bytes of the file types that people send by mistake (hex), with their names and the way out. */
const signatures: readonly (readonly [hex: string, name: string, mend: string])[] = [
  ["504b0304", "Excel 工作簿（xlsx）或压缩包", SAVE_AS_CSV],
  ["504b0506", "空的压缩包", EXPORT_AGAIN],
  ["d0cf11e0a1b11ae1", "旧版 Office 文件（xls、doc）", SAVE_AS_CSV],
  ["25504446", "PDF 文档", EXPORT_AGAIN],
  ["89504e470d0a1a0a", "PNG 图片", EXPORT_AGAIN],
  ["ffd8ff", "JPEG 图片", EXPORT_AGAIN],
  ["47494638", "GIF 图片", EXPORT_AGAIN],
  ["424d", "BMP 图片", EXPORT_AGAIN],
  ["4d5a90", "Windows 程序", EXPORT_AGAIN],
  ["7f454c46", "Linux 程序", EXPORT_AGAIN],
  ["1f8b08", "gzip 压缩包", "请解压后上传其中的 CSV 文件"],
  ["526172211a07", "RAR 压缩包", "请解压后上传其中的 CSV 文件"],
  ["377abcaf271c", "7z 压缩包", "请解压后上传其中的 CSV 文件"],
  ["53514c69746520666f726d6174", "SQLite 数据库", EXPORT_AGAIN],
  ["50415231", "Parquet 文件", EXPORT_AGAIN],
  ["7b5c727466", "RTF 文档", EXPORT_AGAIN],
];

/** Longest run of first bytes that `refuseOtherTypes` looks at. */
export const HEAD_BYTES = 512;

/** Throws `file_type_refused` when the first bytes are those of something else than delimited text. */
export function refuseOtherTypes(head: Buffer): void {
  const hex = head.toString("hex");
  const known = signatures.find(([signature]) => hex.startsWith(signature) && !isText(signature, head));
  if (known) {
    throw new FileRefusal(
      "file_type_refused",
      `这是${known[1]}，不是 CSV 文本，改扩展名不会改变内容`,
      known[2],
    );
  }
  if (/^\s*<(\?xml|!doctype|html|table)/i.test(head.toString("latin1").replace(/^ï»¿/, ""))) {
    throw new FileRefusal(
      "file_type_refused",
      "这是网页或 XML（有些系统把它存成 .xls），不是 CSV 文本",
      SAVE_AS_CSV,
    );
  }
}

/** "BM" may begin an honest header such as `BMI,…`; a bitmap has NUL bytes in its first fourteen. */
const isText = (signature: string, head: Buffer) => signature === "424d" && !head.subarray(0, 14).includes(0);
