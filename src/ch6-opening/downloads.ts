import papaparse from "papaparse";
import type { PortalRow, PublishedDataset } from "./publication.ts";

/** Cells that a spreadsheet would take for a formula get an apostrophe before them; numbers are left as they are. */
const harmless = (value: string): string =>
  /^[=+\-@\t\r]/.test(value) && !/^[+-]?\d+(\.\d+)?$/.test(value) ? `'${value}` : value;

/** CSV in UTF-8 with a byte order mark, so that spreadsheets open it; header in item names. */
export async function* asCsv(
  dataset: PublishedDataset,
  rows: AsyncIterable<PortalRow>,
): AsyncGenerator<string> {
  const line = (cells: readonly string[]) => `${papaparse.unparse([[...cells]])}\r\n`;
  yield `\ufeff${line(dataset.items.map((item) => item.name))}`;
  for await (const row of rows) yield line(dataset.items.map((item) => harmless(row[item.column] ?? "")));
}

/** One JSON object: where the data comes from, then the rows (integers and decimals as strings). */
export async function* asJson(
  dataset: PublishedDataset,
  acquiredOn: string,
  rows: AsyncIterable<PortalRow>,
): AsyncGenerator<string> {
  const { code, name, version, providerName: source, items } = dataset;
  const head = JSON.stringify({ code, name, version, source, acquiredOn, fields: items });
  yield `${head.slice(0, -1)},"rows":[`;
  let separator = "\n";
  for await (const row of rows) {
    yield separator + JSON.stringify(row);
    separator = ",\n";
  }
  yield "\n]}\n";
}
