import type { ProblemRule } from "../contract/batch.ts";
import type { EntryItem } from "../contract/entry.ts";
import type { CheckedRow } from "../vault/index.ts";
import { compileItem, type ItemCheck } from "./checks/items.ts";
import { KeyRegister, keyPositions } from "./checks/keys.ts";
import { problemValue } from "./checks/mask.ts";
import type { CheckOptions } from "./checks/standards.ts";
import { type CsvRecord, records } from "./csv.ts";
import { decode, type Encoding, type Source } from "./encoding.ts";
import { matchHeader } from "./header.ts";
import { FileRefusal } from "./refusal.ts";

/** `value` is masked already where the item is graded 3 or higher; `column` and `itemName` are "" for a whole row. */
export interface FoundProblem {
  readonly row: number;
  readonly column: string;
  readonly itemName: string;
  readonly rule: ProblemRule;
  readonly value: string;
  readonly mend: string;
}

/** What one stretch of the file gave: accepted and quarantined together are the rows received. */
export interface Slice {
  readonly accepted: readonly CheckedRow[];
  readonly quarantined: number;
  readonly problems: readonly FoundProblem[];
}

/** Reads an inspected file row by row against the items of its entry. Throws `FileRefusal` for the whole file. */
export async function* readTable(
  source: Source,
  encoding: Encoding,
  items: readonly EntryItem[],
  options: CheckOptions,
): AsyncGenerator<Slice> {
  const rows = new RowReader(items, options);
  let header: CsvRecord | undefined;
  let received = 0;
  for await (const group of records(decode(source, encoding))) {
    if (!header) {
      header = group.shift();
      if (header) rows.take(header);
    }
    received += group.length;
    if (group.length > 0) yield rows.check(group);
  }
  if (!header)
    throw new FileRefusal("file_empty", "文件里没有一行文字", "请确认导出成功、选对文件后重新上传");
  if (received === 0) {
    throw new FileRefusal(
      "file_header_only",
      "文件只有表头，没有数据行",
      "若本期确无数据，不必上传；否则请重新导出",
    );
  }
}

class RowReader {
  private readonly items: readonly EntryItem[];
  private readonly checks: readonly ItemCheck[];
  private readonly keys: KeyRegister;
  private readonly keyItem: EntryItem | undefined;
  private places: readonly number[] = [];

  constructor(items: readonly EntryItem[], options: CheckOptions) {
    this.items = items;
    this.checks = items.map((item) => compileItem(item, options));
    const positions = keyPositions(items);
    this.keys = new KeyRegister(positions);
    this.keyItem = items[positions[0] ?? -1];
  }

  take(header: CsvRecord): void {
    this.places = matchHeader(header.cells, this.items);
  }

  check(group: readonly CsvRecord[]): Slice {
    const accepted: CheckedRow[] = [];
    const problems: FoundProblem[] = [];
    for (const record of group) {
      const found: FoundProblem[] = [];
      const values = this.values(record, found);
      if (values) accepted.push({ row: record.row, values });
      else problems.push(...found);
    }
    return { accepted, problems, quarantined: group.length - accepted.length };
  }

  /** The values of a row without fault; else undefined, after putting down every fault. */
  private values(record: CsvRecord, found: FoundProblem[]): (string | null)[] | undefined {
    const shape = this.shapeFault(record);
    if (shape) {
      found.push(shape);
      return undefined;
    }
    const values: (string | null)[] = [];
    for (const [index, item] of this.items.entries()) {
      const cell = record.cells[this.places[index] ?? -1] ?? "";
      const checked = this.checks[index]?.(cell) ?? { value: cell, fault: null };
      if (checked.fault === null) {
        values.push(checked.value);
        continue;
      }
      const { rule, mend } = checked.fault;
      found.push({ ...at(record.row, item), rule, value: problemValue(item, cell), mend });
    }
    if (found.length > 0) return undefined;
    const earlier = this.keys.earlier(values, record.row);
    if (earlier === null) return values;
    found.push(this.duplicate(record, earlier));
    return undefined;
  }

  private shapeFault(record: CsvRecord): FoundProblem | null {
    const whole = { row: record.row, column: "", itemName: "", value: "" };
    if (record.quotesBroken) {
      const mend = "内容中的英文双引号要写成两个，并把整格用双引号括起来";
      return { ...whole, rule: "quotes", mend };
    }
    if (record.cells.length === this.items.length) return null;
    const mend = `该行有 ${record.cells.length} 列，表头有 ${this.items.length} 列：含逗号的内容要用英文双引号括起来`;
    return { ...whole, rule: "column-count", mend };
  }

  private duplicate(record: CsvRecord, earlier: number): FoundProblem {
    const mend = `与第 ${earlier} 行重复，保留哪一行由来源部门确定`;
    const item = this.keyItem;
    if (!item) return { row: record.row, column: "", itemName: "", rule: "duplicate-key", value: "", mend };
    const cell = record.cells[this.places[this.items.indexOf(item)] ?? -1] ?? "";
    return { ...at(record.row, item), rule: "duplicate-key", value: problemValue(item, cell), mend };
  }
}

const at = (row: number, item: EntryItem) => ({ row, column: item.column, itemName: item.name });
