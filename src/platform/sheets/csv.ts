import Papa from "papaparse";

/**
 * CSV for a spreadsheet: UTF-8 with its mark, and no cell that a spreadsheet would take for a formula (an apostrophe
 * before `= + - @` makes it the text it is).
 */
export const csvText = (rows: readonly (readonly string[])[]): string =>
  `\ufeff${Papa.unparse(
    rows.map((row) => [...row]),
    { newline: "\r\n", escapeFormulae: true },
  )}\r\n`;
