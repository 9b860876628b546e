import { parentPort, workerData } from "node:worker_threads";
import { type CellValue, streamXlsxRows } from "hucre/xlsx";
import { isText } from "../text.ts";
import { guardArchive } from "./archive.ts";
import { type Inspection, Inspector } from "./inspection.ts";
import { damaged, WorkbookRefusal } from "./refusal.ts";
import { columnLetters, type SheetLimits, type SheetNote, type SheetRow } from "./types.ts";
import { type ListedSheet, listedSheets } from "./workbook.ts";

export interface ReadTask {
  readonly content: Uint8Array;
  readonly limits: SheetLimits;
}
export type ReadAnswer =
  | { readonly sheet: { readonly name: string; readonly hidden: boolean } }
  | { readonly rows: readonly SheetRow[] }
  | { readonly notes: readonly SheetNote[] }
  | { readonly refused: { readonly code: WorkbookRefusal["code"]; readonly detail: string } }
  | { readonly done: true };

const { content, limits }: ReadTask = workerData;
const say = (answer: ReadAnswer) => parentPort?.postMessage(answer);

/** A number keeps 15 digits in a spreadsheet: beyond that the file itself has lost some. */
const exactBelow = 1e15;
const longestCell = 32_767;
const mostNotes = 1_000;
const rowsAtOnce = 500;

type Told = Pick<SheetNote, "kind" | "detail">;

/** The text of a value, or what keeps it from being one. */
function textOf(value: CellValue): string | Told {
  if (value === null || value === undefined) return "";
  if (typeof value === "boolean") return value ? "是" : "否";
  if (value instanceof Date) return dateText(value);
  if (typeof value === "number") {
    if (Math.abs(value) < exactBelow) return String(Number(value.toPrecision(15)));
    return {
      kind: "number-too-long",
      detail: "超过 15 位的数字在 Excel 里已经丢了末尾几位；请把单元格格式改为“文本”，重新填写。",
    };
  }
  if (value.length > longestCell)
    return { kind: "too-long", detail: `单元格超过 ${longestCell} 个字符，请缩短。` };
  if (!isText(value))
    return { kind: "control-character", detail: "含有看不见的控制字符或者残缺的字，请删去后重新填写。" };
  if (/^#(REF!|N\/A|VALUE!|NAME\?|DIV\/0!|NULL!|NUM!)$/.test(value))
    return { kind: "error-value", detail: `公式出错（${value}），请改为文字或者数值。` };
  return value;
}

function dateText(value: Date): string {
  const [day = "", time = ""] = value.toISOString().split("T");
  return time.startsWith("00:00:00") ? day : `${day} ${time.slice(0, 8)}`;
}

function inspectionNotes(sheet: string, { formulas, merged }: Inspection): SheetNote[] {
  return [
    ...merged.map(({ range, ...place }) => ({
      sheet,
      ...place,
      kind: "merged" as const,
      severity: "error" as const,
      detail: `${range} 是合并单元格，只有左上角一格有值；请取消合并，逐格填写。`,
    })),
    ...formulas.map((place) => ({
      sheet,
      ...place,
      kind: "formula" as const,
      severity: "warning" as const,
      detail: "这一格是公式，按文件里存的计算结果读入；请核对，或者复制后“粘贴为数值”。",
    })),
  ];
}

async function readSheet(index: number, { name, hidden }: ListedSheet, found: Inspection): Promise<void> {
  say({ sheet: { name, hidden } });
  const notes = inspectionNotes(name, found);
  let rows: SheetRow[] = [];
  const range = `A1:${columnLetters(limits.columns - 1)}${limits.rows}`;
  for await (const { index: at, values } of streamXlsxRows(content, { sheet: index, range })) {
    const number = at + 1;
    const texts = values.map(textOf);
    for (const [column, text] of texts.entries())
      if (typeof text !== "string" && notes.length < mostNotes)
        notes.push({ sheet: name, row: number, column: columnLetters(column), severity: "error", ...text });
    const cells = texts.map((text) => (typeof text === "string" ? text : ""));
    // What cannot be taken as it stands was filled in all the same.
    const last = texts.findLastIndex((text) => typeof text !== "string" || text.trim() !== "");
    if (last >= 0) rows.push({ number, cells: cells.slice(0, last + 1) });
    if (rows.length < rowsAtOnce) continue;
    say({ rows });
    rows = [];
  }
  say({ rows });
  say({ notes });
}

async function read(): Promise<void> {
  const inspectors = new Map<string, Inspector>();
  const { kept } = await guardArchive(Buffer.from(content), (part, text) => {
    const inspector = inspectors.get(part) ?? new Inspector(limits);
    inspectors.set(part, inspector);
    inspector.take(text);
  });
  for (const [index, sheet] of listedSheets(kept).entries()) {
    const found = sheet.part === null ? undefined : inspectors.get(sheet.part);
    // A chart sheet has no cells; a worksheet in an unusual place was not looked at.
    if (found !== undefined) await readSheet(index, sheet, found);
  }
}

try {
  await read();
  say({ done: true });
} catch (error) {
  const { code, message } = error instanceof WorkbookRefusal ? error : damaged();
  say({ refused: { code, detail: message } });
}
