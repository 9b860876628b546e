/** A row that holds something; `number` counts from 1 as in the spreadsheet. All values are texts. */
export interface SheetRow {
  readonly number: number;
  readonly cells: readonly string[];
}

/** Something about one cell that a person has to know. An error must be mended; a warning was read as it stands. */
export interface SheetNote {
  readonly sheet: string;
  readonly row: number;
  /** Letters, as in the spreadsheet. */
  readonly column: string;
  readonly kind: "number-too-long" | "merged" | "error-value" | "control-character" | "too-long" | "formula";
  readonly severity: "error" | "warning";
  readonly detail: string;
}

export interface Sheet {
  readonly name: string;
  readonly hidden: boolean;
  readonly rows: readonly SheetRow[];
}

export interface Book {
  readonly sheets: readonly Sheet[];
  readonly notes: readonly SheetNote[];
}

/** Bounds of what is read; what goes beyond is refused as a whole. */
export interface SheetLimits {
  /** Rows of one sheet, and columns. */
  readonly rows: number;
  readonly columns: number;
  /** Milliseconds until the reading is given up. */
  readonly patience: number;
}

/** `A` for 0, `AA` for 26. */
export function columnLetters(index: number): string {
  const rest = Math.floor(index / 26) - 1;
  return (rest < 0 ? "" : columnLetters(rest)) + String.fromCharCode(65 + (index % 26));
}

/** Column (from 0) and row (from 1) of a reference such as `AB12`; null for what is none. */
export function placeOf(reference: string): { column: number; row: number } | null {
  const found = /^([A-Z]{1,3})([1-9]\d{0,6})$/.exec(reference);
  if (found === null) return null;
  const [, letters = "", digits = ""] = found;
  const column = [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;
  return { column, row: Number(digits) };
}
