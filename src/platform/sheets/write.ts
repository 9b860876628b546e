import { type DataValidation, writeXlsx } from "hucre/xlsx";
import { columnLetters } from "./types.ts";

export interface WrittenColumn {
  readonly title: string;
  /** In characters. */
  readonly width: number;
  /** Cells hold figures, not texts. */
  readonly number?: boolean;
  /** Where the values allowed stand in another sheet of the workbook; an open list only offers them. */
  readonly list?: {
    readonly sheet: string;
    readonly column: number;
    readonly length: number;
    readonly open?: boolean;
  };
  /** Shown beside the cell when it is chosen. */
  readonly help?: string;
}

export interface WrittenSheet {
  readonly name: string;
  readonly columns: readonly WrittenColumn[];
  /** A text stays one whatever it looks like; figures to be reckoned with are numbers. */
  readonly rows: readonly (readonly (string | number)[])[];
}

/** Excel reads `_x0041_` in a text as an escape; written so, it is the text it is. */
const escaped = (cell: string | number): string | number =>
  typeof cell === "number" ? cell : cell.replace(/_(?=x[0-9A-Fa-f]{4}_)/g, "_x005F_");

/** Rows below the header that lists and help reach to. */
const lastRow = 20_000;

/**
 * An XLSX workbook under one header row each. A text is one also in the file: nothing that begins like a formula is one,
 * and long numbers keep their digits.
 */
export async function writeSheets(sheets: readonly WrittenSheet[]): Promise<Uint8Array> {
  return writeXlsx({
    sheets: sheets.map(({ name, columns, rows }) => ({
      name,
      columns: columns.map(({ width, number }) => ({ width, numFmt: number === true ? "General" : "@" })),
      rows: [columns.map(({ title }) => title), ...rows.map((row) => row.map(escaped))],
      freezePane: { rows: 1 },
      dataValidations: columns.flatMap((column, at) => validationOf(column, at)),
    })),
  });
}

function validationOf({ title, list, help }: WrittenColumn, at: number): DataValidation[] {
  if (list === undefined && help === undefined) return [];
  const letters = columnLetters(at);
  const range = `${letters}2:${letters}${lastRow}`;
  const told =
    help === undefined ? {} : { showInputMessage: true, inputTitle: title.slice(0, 32), inputMessage: help };
  if (list === undefined)
    return [{ type: "textLength", operator: "lessThanOrEqual", formula1: "32767", range, ...told }];
  const from = columnLetters(list.column);
  return [
    {
      type: "list",
      formula1: `'${list.sheet}'!$${from}$2:$${from}$${list.length + 1}`,
      allowBlank: true,
      showErrorMessage: list.open !== true,
      errorTitle: "不在代码表里",
      errorMessage: `请从下拉列表中选择“${title}”。`,
      range,
      ...told,
    },
  ];
}
