import type { collection } from "../contract/errors/collection.ts";

export type FileRefusalCode = Extract<keyof typeof collection, `file_${string}` | FurtherCode>;
type FurtherCode = "encoding_unknown" | "header_mismatch" | "cell_too_large" | "rule_invalid";

interface Place {
  /** Record of the file as a spreadsheet numbers it; the header is row 1. */
  row?: number;
  column?: string;
}

/** The whole file cannot be taken and nothing of it is stored: what is wrong, where, how to mend it. */
export class FileRefusal extends Error {
  readonly code: FileRefusalCode;
  readonly detail: string;
  readonly mend: string;
  readonly row: number | null;
  readonly column: string | null;

  constructor(code: FileRefusalCode, detail: string, mend: string, place: Place = {}) {
    super(code);
    this.name = "FileRefusal";
    this.code = code;
    this.detail = detail;
    this.mend = mend;
    this.row = place.row ?? null;
    this.column = place.column ?? null;
  }
}
