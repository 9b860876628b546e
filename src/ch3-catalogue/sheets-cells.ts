import { isInYears, yearsOfDates } from "../contract/common.ts";
import { readIndustry } from "../contract/industry-reading.ts";

/** Names of the areas the city knows, by code (GB/T 2260 and local extensions). */
export type Areas = ReadonlyMap<string, string>;

/** How the text of a cell is read: a value for its field, or what is wrong with it. */
export type Read = { readonly value: unknown } | { readonly fault: string };
export type Reader = (text: string, areas: Areas) => Read;

export interface Column<Source> {
  readonly title: string;
  /** JSON pointer of the field it fills; null for what identifies a row or is filled in by the platform. */
  readonly pointer: string | null;
  readonly width: number;
  readonly help: string;
  readonly codes?: Readonly<Record<string, string>>;
  /** Its cells may say the same in other ways than the list does. */
  readonly openCodes?: boolean;
  readonly read: Reader;
  readonly write: (source: Source, areas: Areas) => string;
}

type Codes = Readonly<Record<string, string>>;

export const text: Reader = (cell) => ({ value: cell.trim() });
export const none = (cell: string): boolean => cell.trim() === "";

/** A label of the code table, or the code itself. */
export const coded =
  (codes: Codes): Reader =>
  (cell) => {
    if (none(cell)) return { value: null };
    const code = codeOf(codes, cell.trim());
    return code === undefined ? { fault: notInTable(cell, codes) } : { value: code };
  };
export const codedOr =
  (codes: Codes, otherwise: string): Reader =>
  (cell, areas) =>
    none(cell) ? { value: otherwise } : coded(codes)(cell, areas);

export function codeOf(codes: Codes, cell: string): string | undefined {
  const found = Object.entries(codes).find(([code, label]) => label === cell || code === cell);
  return found?.[0];
}

export const notInTable = (cell: string, codes: Codes): string =>
  `“${cell.trim().slice(0, 40)}”不在代码表里，请从下拉列表中选：${Object.values(codes).join("；")}。`;

const parts = (cell: string): string[] =>
  cell
    .split(/[、，,;；\n]/)
    .map((part) => part.trim())
    .filter((part) => part !== "");

export const several =
  (codes: Codes): Reader =>
  (cell) => {
    const found = parts(cell).map((part) => ({ part, code: codeOf(codes, part) }));
    const unknown = found.find(({ code }) => code === undefined);
    return unknown === undefined
      ? { value: [...new Set(found.map(({ code }) => code))] }
      : { fault: notInTable(unknown.part, codes) };
  };

/** Names of areas, or their codes. */
export const areasRead: Reader = (cell, areas) => {
  const found = parts(cell).map((part) => ({ part, code: codeOf(Object.fromEntries(areas), part) }));
  const unknown = found.find(({ code }) => code === undefined);
  return unknown === undefined
    ? { value: [...new Set(found.map(({ code }) => code))] }
    : {
        fault: `“${unknown.part.slice(0, 40)}”不是本市使用的行政区划，请写名称：${[...areas.values()].join("、")}。`,
      };
};

/** GB/T 4754: code, name, or both. */
export const industryRead: Reader = (cell) => {
  if (none(cell)) return { value: null };
  const read = readIndustry(cell);
  return read.fault === undefined ? { value: read.code } : { fault: read.fault };
};

/** Days as people write them: 2026-9-1, 2026/9/1, 2026年9月1日. */
export const day: Reader = (cell) => {
  if (none(cell)) return { value: null };
  const found = /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?( 00:00:00)?$/.exec(cell.trim());
  const [, year = "", month = "", date = ""] = found ?? [];
  const civil = `${year}-${month.padStart(2, "0")}-${date.padStart(2, "0")}`;
  const real = found !== null && new Date(`${civil}T00:00:00Z`).toJSON()?.startsWith(civil) === true;
  if (!real) return { fault: `“${cell.trim().slice(0, 40)}”不是日期，请写成 2026-09-01 的样子。` };
  return isInYears(civil) ? { value: civil } : { fault: `${yearsOfDates}。` };
};

export const whole =
  (least: number, most: number): Reader =>
  (cell) => {
    if (none(cell)) return { value: null };
    const value = Number(cell.trim());
    return /^\d+$/.test(cell.trim()) && value >= least && value <= most
      ? { value }
      : { fault: `请填写 ${least} 至 ${most} 的整数。` };
  };

export const labelled = (codes: Codes, code: string | null | undefined): string =>
  code === null || code === undefined ? "" : (codes[code] ?? code);

export type Taken<Source> = Omit<Column<Source>, "read"> & { readonly read?: Reader };

/** A column; its cells are read as the texts they are unless said otherwise. */
export const column = <Source>(given: Taken<Source>): Column<Source> => ({ read: text, ...given });
