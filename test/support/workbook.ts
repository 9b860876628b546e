import { deflateRawSync } from "node:zlib";
import { archive } from "./archive.ts";

const officeDocument = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const packages = "http://schemas.openxmlformats.org/package/2006/relationships";
const main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";

const relation = (id: string, type: string, target: string) =>
  `<Relationship Id="${id}" Type="${officeDocument}/${type}" Target="${target}"/>`;

export interface HandMadeSheet {
  readonly name: string;
  /** What stands in `<sheetData>`. */
  readonly rows: string;
  readonly after?: string;
  readonly state?: string;
}

/** The parts of a minimal workbook, written by hand so that it can hold what no program writes. */
export function workbookParts(sheets: readonly HandMadeSheet[]): Record<string, string> {
  const parts: Record<string, string> = {
    "[Content_Types].xml": `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>`,
    "_rels/.rels": `<Relationships xmlns="${packages}">${relation("rId1", "officeDocument", "xl/workbook.xml")}</Relationships>`,
    "xl/workbook.xml": `<workbook xmlns="${main}" xmlns:r="${officeDocument}"><sheets>${sheets
      .map(
        ({ name, state = "visible" }, at) =>
          `<sheet name="${name}" sheetId="${at + 1}" state="${state}" r:id="rId${at + 1}"/>`,
      )
      .join("")}</sheets></workbook>`,
    "xl/_rels/workbook.xml.rels": `<Relationships xmlns="${packages}">${sheets
      .map((_, at) => relation(`rId${at + 1}`, "worksheet", `worksheets/sheet${at + 1}.xml`))
      .join("")}</Relationships>`,
  };
  for (const [at, { rows, after = "" }] of sheets.entries())
    parts[`xl/worksheets/sheet${at + 1}.xml`] =
      `<worksheet xmlns="${main}"><sheetData>${rows}</sheetData>${after}</worksheet>`;
  return parts;
}

export const handMade = (sheets: readonly HandMadeSheet[]): Buffer => archive(workbookParts(sheets));

/** A row of inline texts. */
export const textRow = (number: number, ...cells: readonly string[]): string =>
  `<row r="${number}">${cells
    .map(
      (cell, at) =>
        `<c r="${String.fromCharCode(65 + at)}${number}" t="inlineStr"><is><t>${cell}</t></is></c>`,
    )
    .join("")}</row>`;

/**
 * An archive whose one worksheet unpacks to `bytes` blanks; `declared` is what the archive says of it.
 */
export function bomb(bytes: number, declared = bytes): Buffer {
  const name = "xl/worksheets/sheet1.xml";
  const packed = deflateRawSync(Buffer.alloc(bytes, " "), { level: 9 });
  const whole = archive({ ...workbookParts([]), [name]: "" });
  const directory = whole.readUInt32LE(whole.length - 6);
  const local = whole.lastIndexOf(Buffer.from("PK\x03\x04"));
  const grown = Buffer.concat([
    whole.subarray(0, local + 30 + name.length),
    packed,
    whole.subarray(directory),
  ]);
  const central = grown.lastIndexOf(Buffer.from("PK\x01\x02"));
  for (const [start, method, sizes] of [
    [local, 8, 18],
    [central, 10, 20],
  ] as const) {
    grown.writeUInt16LE(8, start + method);
    grown.writeUInt32LE(packed.length, start + sizes);
    grown.writeUInt32LE(declared, start + sizes + 4);
  }
  grown.writeUInt32LE(directory + packed.length, grown.length - 6);
  return grown;
}
