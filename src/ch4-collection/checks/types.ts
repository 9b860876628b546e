import type { EntryItem } from "../../contract/entry.ts";
import type { Fault } from "./fault.ts";
import { mendWrittenDate } from "./written-dates.ts";

const date = /^(\d{4})-(\d{2})-(\d{2})$/;
const instant = /^(\d{4}-\d{2}-\d{2})[ T]([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?(Z|[+-]\d{2}:\d{2})?$/;
const monthLengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const MAX_INT64 = 9_223_372_036_854_775_807n;

/** Whether the text is a day of the Gregorian calendar, written `YYYY-MM-DD`. */
export function isRealDate(text: string): boolean {
  const parts = date.exec(text);
  if (!parts) return false;
  const [year, month, day] = [Number(parts[1]), Number(parts[2]), Number(parts[3])];
  if (year < 1 || month < 1 || month > 12) return false;
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const length = leap && month === 2 ? 29 : (monthLengths[month - 1] ?? 0);
  return day >= 1 && day <= length;
}

const isInteger = (text: string): boolean => /^(0|-?[1-9]\d*)$/.test(text);

function isInt64(text: string): boolean {
  if (text.length < 19) return true;
  if (text.length > 20) return false;
  const value = BigInt(text);
  return value <= MAX_INT64 && value >= -MAX_INT64 - 1n;
}

interface TypeRule {
  readonly fits: (text: string) => boolean;
  readonly mend: string;
}

const rules: Record<Exclude<EntryItem["type"], "text">, TypeRule> = {
  integer: {
    fits: isInteger,
    mend: "只填整数，去掉千分位、单位、小数点和前导零；编号一类请把该项类型改为文本",
  },
  decimal: {
    fits: (text) => /^-?(0|[1-9]\d*)(\.\d+)?$/.test(text) && text.length <= 40,
    mend: "只填数字和小数点，去掉千分位和单位，例如 50.00",
  },
  date: {
    fits: isRealDate,
    mend: "按 2026-09-21 的样式填写真实日期；在 Excel 中把该列格式设为 yyyy-mm-dd 后重新导出",
  },
  "year-month": {
    fits: (text) => /^(?!0000)\d{4}-(0[1-9]|1[0-2])$/.test(text),
    mend: "按 2026-09 的样式填写年月",
  },
  datetime: {
    fits: (text) => isRealDate(instant.exec(text)?.[1] ?? ""),
    mend: "按 2026-09-21 09:30:00 的样式填写",
  },
  boolean: { fits: (text) => /^(是|否|true|false)$/.test(text), mend: "填“是”或“否”" },
  code: {
    fits: (text) => /^[^\s\p{Cc}]+$/u.test(text) && !/^\d(\.\d+)?[eE]\+\d+$/.test(text),
    mend: "代码中不能有空格，也不能是科学计数法：把整列设为文本后重新导出",
  },
};

const mendRange = `整数须在 -${MAX_INT64 + 1n} 与 ${MAX_INT64} 之间；请核对是否串列或者多填了位数，编号一类请把该项类型改为文本`;

export function checkType(item: Pick<EntryItem, "type" | "length">, text: string): Fault | null {
  if (item.type !== "text" && !rules[item.type].fits(text)) {
    return { rule: item.type, mend: mendWrittenDate(item.type, text) ?? rules[item.type].mend };
  }
  if (item.type === "integer" && !isInt64(text)) return { rule: "integer-range", mend: mendRange };
  if (item.length !== null && text.length > item.length && codePoints(text) > item.length) {
    return { rule: "length", mend: `最多 ${item.length} 个字，请核对是否串列` };
  }
  return null;
}

const codePoints = (text: string) => Array.from(text).length;
