import {
  labelOf,
  openCatalogueStateLabel,
  openingClassLabel,
  openingFormLabel,
  openingPriorityLabel,
} from "../contract/labels.zh.ts";
import type { OpenCatalogueFields } from "../contract/open-catalogue.ts";
import { csvText, writeSheets } from "../platform/sheets/index.ts";

/** A line of the open catalogue with the name of its provider, as it is given away. */
export type Line = OpenCatalogueFields & { readonly provider: string };

const columns: readonly (readonly [title: string, width: number, value: (line: Line) => string])[] = [
  ["数据名称", 32, ({ name }) => name],
  ["目录代码", 18, ({ catalogueCode }) => catalogueCode],
  ["提供单位", 28, ({ provider }) => provider],
  ["区域", 14, ({ region }) => region],
  ["开放范围", 36, ({ scope }) => scope],
  ["开放内容", 48, ({ content }) => content.join("、")],
  ["开放类型", 14, ({ openingClass }) => openingClassLabel[openingClass]],
  ["开放条件", 36, ({ conditions }) => conditions],
  ["数据形式", 24, ({ forms }) => forms.map((form) => openingFormLabel[form]).join("、")],
  ["更新频率", 18, ({ updateFrequency }) => updateFrequency],
  ["开放重点", 18, ({ priority }) => (priority === null ? "" : labelOf(openingPriorityLabel, priority))],
  ["状态", 12, ({ state }) => openCatalogueStateLabel[state]],
];

const cells = (lines: readonly Line[]): string[][] =>
  lines.map((line) => columns.map(([, , value]) => value(line)));

export const formats = ["csv", "json", "xlsx"] as const;
export const mediaTypes = {
  csv: "text/csv; charset=utf-8",
  json: "application/json; charset=utf-8",
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
} as const;

/** The open catalogue as a file, with the six fields of Art. 36 ¶5. */
export async function bodyAs(
  format: (typeof formats)[number],
  lines: readonly Line[],
): Promise<string | Buffer> {
  if (format === "csv") return csvText([columns.map(([title]) => title), ...cells(lines)]);
  if (format === "json") return JSON.stringify({ title: "公共数据资源开放目录", items: lines });
  const sheet = {
    name: "开放目录",
    columns: columns.map(([title, width]) => ({ title, width })),
    rows: cells(lines),
  };
  return Buffer.from(await writeSheets([sheet]));
}
