import Papa from "papaparse";
import { z } from "zod";
import { fieldLabels, labelOf } from "../../contract/labels.zh.ts";
import { toInstant } from "../../platform/clocks/index.ts";
import type { Register } from "./register.ts";
import type { Stored } from "./store.ts";

const titled = z.object({ title: z.string().optional() });

/**
 * A register for a spreadsheet: all that it states, in Chinese, UTF-8 with its mark, and no cell that a spreadsheet
 * would take for a formula.
 */
export function registerCsv(register: Register, rows: readonly Stored[]): string {
  const fields = Object.entries(register.form.shape).map(([name, schema]) => ({
    name,
    title: titled.parse(z.globalRegistry.get(schema) ?? {}).title ?? name,
  }));
  const head = [...fields.map(({ title }) => title), "登记单位", "版本", "登记时间", "状态"];
  const lines = rows.map((row) => [
    ...fields.map(({ name }) => cell(name, row.content[name])),
    row.keeperName,
    String(row.version),
    toInstant(row.at),
    row.ended ? "已终止" : "有效",
  ]);
  return `\uFEFF${Papa.unparse([head, ...lines], { newline: "\r\n", escapeFormulae: true })}\r\n`;
}

function cell(name: string, value: unknown): string {
  if (value === null || value === undefined) return "";
  if (typeof value === "boolean") return value ? "是" : "否";
  if (Array.isArray(value)) return value.map(String).join("；");
  const labels = fieldLabels[name];
  return labels === undefined ? String(value) : labelOf(labels, String(value));
}
