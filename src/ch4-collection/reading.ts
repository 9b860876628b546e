import type { ProblemRule } from "../contract/batch.ts";
import type { EntryItem } from "../contract/entry.ts";
import type { CheckedRow } from "../vault/index.ts";
import { type Contradictions, compileContradictions } from "./checks/contradictions.ts";
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
  /** Values of the quarantined rows whose keys are right, by row: by them a later row is known as the mended one. */
  readonly known: ReadonlyMap<number, readonly (string | null)[]>;
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
  private readonly contradictions: Contradictions;
  private readonly keys: KeyRegister;
  private readonly keyItems: readonly EntryItem[];
  private places: readonly number[] = [];

  constructor(items: readonly EntryItem[], options: CheckOptions) {
    this.items = items;
    this.checks = items.map((item) => compileItem(item, options));
    this.contradictions = compileContradictions(items);
    const positions = keyPositions(items);
    this.keys = new KeyRegister(positions);
    this.keyItems = positions.flatMap((position) => items[position] ?? []);
  }

  take(header: CsvRecord): void {
    this.places = matchHeader(header.cells, this.items);
  }

  check(group: readonly CsvRecord[]): Slice {
    const accepted: CheckedRow[] = [];
    const problems: FoundProblem[] = [];
    const known = new Map<number, readonly (string | null)[]>();
    for (const record of group) {
      const { values, found } = this.read(record);
      if (found.length === 0) accepted.push({ row: record.row, values });
      else if (this.keysAreRight(found)) known.set(record.row, values);
      problems.push(...found);
    }
    return { accepted, problems, known, quarantined: group.length - accepted.length };
  }

  private keysAreRight(found: readonly FoundProblem[]): boolean {
    return found.every(
      ({ column, rule }) =>
        column !== "" && (rule === "duplicate-key" || !this.keyItems.some((item) => item.column === column)),
    );
  }

  /** The values of a row, null where one is at fault, and every fault. */
  private read(record: CsvRecord): { values: (string | null)[]; found: FoundProblem[] } {
    const shape = this.shapeFault(record);
    if (shape) return { values: [], found: [shape] };
    const found: FoundProblem[] = [];
    const values: (string | null)[] = [];
    for (const [index, item] of this.items.entries()) {
      const cell = record.cells[this.places[index] ?? -1] ?? "";
      const checked = this.checks[index]?.(cell) ?? { value: cell, fault: null };
      if (checked.fault === null) {
        values.push(checked.value);
        continue;
      }
      const { rule, mend } = checked.fault;
      values.push(null);
      found.push({ ...at(record.row, item), rule, value: problemValue(item, cell), mend });
    }
    for (const { item, fault } of this.contradictions(values))
      found.push({
        ...at(record.row, item),
        rule: fault.rule,
        value: this.shown(record, item),
        mend: fault.mend,
      });
    const earlier = found.length > 0 ? null : this.keys.earlier(values, record.row);
    if (earlier !== null) found.push(this.duplicate(record, earlier));
    return { values, found };
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
    const [item] = this.keyItems;
    if (!item) return { row: record.row, column: "", itemName: "", rule: "duplicate-key", value: "", mend };
    return { ...at(record.row, item), rule: "duplicate-key", value: this.shown(record, item), mend };
  }

  private shown(record: CsvRecord, item: EntryItem): string {
    return problemValue(item, record.cells[this.places[this.items.indexOf(item)] ?? -1] ?? "");
  }
}

const at = (row: number, item: EntryItem) => ({ row, column: item.column, itemName: item.name });
