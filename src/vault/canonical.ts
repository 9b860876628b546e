import type { PlannedColumn } from "./plan.ts";

const integer = /^(?:0|-?[1-9]\d{0,18})$/;
const decimal = /^-?(?:0|[1-9]\d*)(?:\.\d+)?$/;
const date = /^\d{4}-\d{2}-\d{2}$/;

/**
 * The one text form that the database gives back for a plain value, so that a row's MAC can be recomputed from what
 * is read. Throws RangeError (without the value) where the checks before should have refused the row.
 */
export function canonical(kind: PlannedColumn["kind"], value: string): string {
  switch (kind) {
    case "bigint":
      return integer.test(value) ? value : BigInt(digits(value)).toString();
    case "numeric":
      return decimal.test(value) && !value.startsWith("-0") ? value : canonicalDecimal(value);
    case "date":
      if (!date.test(value)) throw new RangeError("not a civil date");
      return value;
    default:
      return value;
  }
}

function digits(value: string): string {
  if (!/^[+-]?\d+$/.test(value)) throw new RangeError("not an integer");
  return value.replace(/^\+/, "");
}

function canonicalDecimal(value: string): string {
  const parts = /^([+-]?)(\d+)(\.\d+)?$/.exec(value);
  if (parts === null) throw new RangeError("not a decimal");
  const number = `${(parts[2] ?? "").replace(/^0+(?=\d)/, "")}${parts[3] ?? ""}`;
  return parts[1] === "-" && /[1-9]/.test(number) ? `-${number}` : number;
}

/** Two spellings of one value are equal: 1.50 and 1.5, full-width and plain letters, 是 and true. */
export function comparable(kind: PlannedColumn["kind"], value: string): string {
  if (kind === "numeric") return value.includes(".") ? value.replace(/\.?0+$/, "") : value;
  const text = value.normalize("NFKC").replace(/\s/g, "").toUpperCase();
  return text === "TRUE" ? "是" : text === "FALSE" ? "否" : text;
}
