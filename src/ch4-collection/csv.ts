import Papa from "papaparse";
import { FileRefusal } from "./refusal.ts";

/** One record. `row` counts as a spreadsheet does: the header is 1, blank lines count. */
export interface CsvRecord {
  readonly row: number;
  readonly cells: string[];
  /** A quote stands where none may stand, so the borders of the cells are uncertain. */
  readonly quotesBroken: boolean;
}

/** More characters in one cell than any honest register holds; a missing closing quote looks the same. */
export const MAX_CELL = 1_000_000;
const MAX_RECORD = 4 * MAX_CELL;

/**
 * Records of comma-separated text (RFC 4180; line ends LF, CR LF or CR), in groups as they arrive.
 * Throws `cell_too_large` and `file_truncated` with row and column.
 */
export async function* records(text: AsyncIterable<string>): AsyncGenerator<CsvRecord[]> {
  const reader = new Reader();
  let rest = "";
  let newline: string | undefined;
  for await (const piece of text) {
    rest += piece;
    newline ??= /\r(?=[^\n])|\n/.exec(rest)?.[0];
    if (newline === undefined) {
      reader.refuseLarge([rest]);
      continue;
    }
    const { found, cursor } = reader.read(rest, newline, true);
    rest = rest.slice(cursor);
    if (found.length > 0) yield found;
    if (rest.length > MAX_CELL) reader.refuseLarge(parse(rest, newline, false).data.at(-1) ?? []);
  }
  const { found } = reader.read(rest, newline ?? "\n", false);
  if (found.length > 0) yield found;
}

class Reader {
  private row = 0;
  private header: readonly string[] = [];

  read(text: string, newline: string, more: boolean): { found: CsvRecord[]; cursor: number } {
    const { data, errors, meta } = parse(text, newline, more);
    const broken = new Set<number>();
    for (const error of errors) {
      if (error.row === undefined) continue;
      if (error.code === "MissingQuotes") this.refuseUnclosed(this.row + error.row + 1);
      broken.add(error.row);
    }
    const found: CsvRecord[] = [];
    for (const [index, cells] of data.entries()) {
      this.row += 1;
      dropCarriageReturn(cells);
      if (cells.length <= 1 && !cells[0]) continue;
      if (this.header.length === 0) this.header = cells;
      this.refuseLarge(cells, 0);
      found.push({ row: this.row, cells, quotesBroken: broken.has(index) });
    }
    return { found, cursor: meta.cursor };
  }

  refuseLarge(cells: readonly string[], ahead = 1): void {
    let index = cells.findIndex((cell) => cell.length > MAX_CELL);
    if (index < 0 && cells.reduce((sum, cell) => sum + cell.length, 0) > MAX_RECORD) index = cells.length - 1;
    if (index < 0) return;
    const row = this.row + ahead;
    const column = this.header[index] ?? `第 ${index + 1} 列`;
    throw new FileRefusal(
      "cell_too_large",
      `第 ${row} 行“${column}”的内容超过平台上限（每格 ${MAX_CELL / 10_000} 万字）`,
      "多半是该行多了一个英文双引号，后面的行都被并进了这一格：请补上或去掉后重新上传",
      { row, column },
    );
  }

  private refuseUnclosed(row: number): never {
    throw new FileRefusal(
      "file_truncated",
      `第 ${row} 行有英文双引号没有成对，文件到此为止`,
      "文件可能没有传完或没有导出完，请重新导出后上传；若文件完整，请检查该行的双引号",
      { row },
    );
  }
}

function parse(text: string, newline: string, more: boolean): Papa.ParseResult<string[]> {
  return new Papa.Parser({ delimiter: ",", newline: newline === "\r" ? "\r" : "\n" }).parse(text, 0, more);
}

/** Lines are cut at LF, so a CR LF leaves its CR at the end of the last cell. */
function dropCarriageReturn(cells: string[]): void {
  const last = cells.at(-1);
  if (last?.endsWith("\r")) cells[cells.length - 1] = last.slice(0, -1);
}
