import { type DataValidation, writeXlsx } from "hucre/xlsx";
import { columnLetters } from "./types.ts";

export interface WrittenColumn {
  readonly title: string;
  /** In characters. */
  readonly width: number;
  /** Where the values allowed stand in another sheet of the workbook. */
  readonly list?: { readonly sheet: string; readonly column: number; readonly length: number };
  /** Shown beside the cell when it is chosen. */
  readonly help?: string;
}

export interface WrittenSheet {
  readonly name: string;
  readonly columns: readonly WrittenColumn[];
  readonly rows: readonly (readonly string[])[];
}

/** Excel reads `_x0041_` in a text as an escape; written so, it is the text it is. */
const escaped = (text: string): string => text.replace(/_(?=x[0-9A-Fa-f]{4}_)/g, "_x005F_");

/** Rows below the header that lists and help reach to. */
const lastRow = 20_000;

/**
 * An XLSX workbook of texts under one header row each. Every cell is a text also in the file: nothing that begins like a
 * formula is one, and long numbers keep their digits.
 */
export async function writeSheets(sheets: readonly WrittenSheet[]): Promise<Uint8Array> {
  return writeXlsx({
    sheets: sheets.map(({ name, columns, rows }) => ({
      name,
      columns: columns.map(({ width }) => ({ width, numFmt: "@" })),
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
      showErrorMessage: true,
      errorTitle: "不在代码表里",
      errorMessage: `请从下拉列表中选择“${title}”。`,
      range,
      ...told,
    },
  ];
}
