import Papa from "papaparse";
import { dimensionLabel, problemRules } from "../contract/batch.ts";
import { problemStateLabel } from "../contract/labels.zh.ts";
import type { Db } from "../platform/db/tables.ts";
import { listProblems } from "./store.ts";
import { problemView } from "./views.ts";

const PAGE = 1_000;
const headings = ["行", "字段名", "数据项", "维度", "规则", "收到的值", "怎样改", "状态"];

/**
 * The problem data of a batch as CSV for a spreadsheet: UTF-8 with its mark, and no cell that a spreadsheet would
 * take for a formula.
 */
export async function* problemsCsv(db: Db, batchId: string): AsyncGenerator<string> {
  yield `\uFEFF${lines([headings])}`;
  let after: { line: string; id: string } | undefined;
  do {
    const rows = (await listProblems(db, batchId, { limit: PAGE }, after)).slice(0, PAGE);
    yield lines(rows.map((row) => cells(problemView(row))));
    after = rows.length === PAGE ? rows.at(-1) : undefined;
  } while (after !== undefined);
}

function cells({
  row,
  column,
  itemName,
  rule,
  value,
  mend,
  state,
}: ReturnType<typeof problemView>): string[] {
  const { dimension, label } = problemRules[rule];
  return [row, column, itemName, dimensionLabel[dimension], label, value, mend, problemStateLabel[state]];
}

const lines = (rows: string[][]): string =>
  rows.length === 0 ? "" : `${Papa.unparse(rows, { newline: "\r\n", escapeFormulae: true })}\r\n`;
