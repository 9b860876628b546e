import { WorkbookRefusal } from "./refusal.ts";
import { columnLetters, placeOf, type SheetLimits } from "./types.ts";

/** What the values alone do not tell of a worksheet. */
export interface Inspection {
  readonly formulas: readonly { row: number; column: string }[];
  readonly merged: readonly { row: number; column: string; range: string }[];
}

const tags = /<(?:\w+:)?(row|c|f|mergeCell)((?:\s[^<>]*)?)>/g;
const attribute = (text: string, name: string): string | undefined =>
  new RegExp(`\\s${name}="([^"]*)"`).exec(text)?.[1];
/** More of one kind than anybody mends one by one. */
const mostNoted = 1_000;

/** Finds formulas and merged cells in the text of a worksheet as it comes, and refuses it beyond the limits. */
export class Inspector implements Inspection {
  readonly formulas: { row: number; column: string }[] = [];
  readonly merged: { row: number; column: string; range: string }[] = [];
  readonly #limits: SheetLimits;
  #tail = "";
  #row = 0;
  #column = -1;

  constructor(limits: SheetLimits) {
    this.#limits = limits;
  }

  take(text: string): void {
    const whole = this.#tail + text;
    const end = whole.lastIndexOf("<");
    const open = end >= 0 && !whole.includes(">", end);
    // A tag may be cut by the end of the piece; one that never ends is no tag.
    this.#tail = open && whole.length - end < 65_536 ? whole.slice(end) : "";
    for (const [, tag, attributes = ""] of (open ? whole.slice(0, end) : whole).matchAll(tags))
      this.#see(tag, attributes);
  }

  #see(tag: string | undefined, attributes: string): void {
    if (tag === "row") this.#enterRow(attributes);
    else if (tag === "c") this.#enterCell(attributes);
    else if (tag === "f") this.#note(this.formulas, { row: this.#row, column: columnLetters(this.#column) });
    else {
      const range = attribute(attributes, "ref") ?? "";
      const place = placeOf(range.split(":")[0] ?? "");
      if (place !== null)
        this.#note(this.merged, { row: place.row, column: columnLetters(place.column), range });
    }
  }

  #enterRow(attributes: string): void {
    this.#row = Number(attribute(attributes, "r") ?? this.#row + 1);
    this.#column = -1;
  }

  #enterCell(attributes: string): void {
    const place = placeOf(attribute(attributes, "r") ?? "");
    this.#column = place?.column ?? this.#column + 1;
    this.#row = place?.row ?? this.#row;
    // An empty formatted cell is no row: only what is within is counted, so blanks below the table do no harm.
    if (attributes.trimEnd().endsWith("/")) return;
    if (this.#row > this.#limits.rows || this.#column >= this.#limits.columns)
      throw new WorkbookRefusal(
        "workbook_too_large",
        `一张表最多 ${this.#limits.rows} 行、${this.#limits.columns} 列，${columnLetters(this.#column)}${this.#row} 超出了；请拆成几个文件，或者删去表外的内容。`,
      );
  }

  #note<T>(list: T[], item: T): void {
    if (list.length < mostNoted) list.push(item);
  }
}
