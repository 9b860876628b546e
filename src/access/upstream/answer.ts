import type { EntryItem } from "../../contract/entry.ts";
import type { InterfaceSettings, InterfaceTrial } from "../../contract/interface.ts";
import { UpstreamFailure } from "./failure.ts";

const rowsAtMost = 100;

export type Row = Readonly<Record<string, unknown>>;

/** Checks a value as it is checked when it arrives in a file; the value as it would be stored, or how to mend it. */
export type ItemCheck = (
  item: EntryItem,
) => (
  text: string,
) => { readonly value: string | null; readonly fault: null } | { readonly fault: { readonly mend: string } };

/**
 * The rows about the subject: a list, one object, or nobody. Nobody is an empty list; nothing in the place of one is nobody
 * only where the interface tells that it succeeded, else it may be an error in other words. `fields`: those asked for.
 * @throws UpstreamFailure
 */
export function rowsAt(
  answer: unknown,
  { rowsPointer, success }: InterfaceSettings,
  fields: readonly string[],
): Row[] {
  if (success !== null) assertSucceeded(answer, success);
  const found = at(answer, rowsPointer);
  const place = rowsPointer === "" ? "答复" : rowsPointer;
  if (found === undefined || found === null) {
    if (success !== null) return [];
    throw new UpstreamFailure(
      "shape",
      `${place} 处没有数据：查无此人应答空的列表；出错时也答 200 的接口，请在设置里填写成功标志`,
    );
  }
  const rows = Array.isArray(found) ? found : [found];
  if (rows.length > rowsAtMost)
    throw new UpstreamFailure(
      "too-many",
      `一个主体有 ${rows.length} 行，最多 ${rowsAtMost} 行：请核对接口是否按主体筛选`,
    );
  return rows.map((row) => {
    if (!isObject(row)) throw new UpstreamFailure("shape", `${place} 处不是对象或者对象的列表`);
    // One object in the place of the row may be the word of an error.
    if (!Array.isArray(found) && !fields.some((field) => Object.hasOwn(row, field)))
      throw new UpstreamFailure("shape", `${place} 处的对象没有所要的任何一个字段，不像数据`);
    return row;
  });
}

/** Numbers and booleans are compared as they are written. */
function assertSucceeded(
  answer: unknown,
  { pointer, values }: NonNullable<InterfaceSettings["success"]>,
): void {
  const said = at(answer, pointer);
  if (said === undefined || said === null)
    throw new UpstreamFailure("told", `答复里没有成功标志：${pointer} 处没有值`);
  const scalar = typeof said === "string" || typeof said === "number" || typeof said === "boolean";
  if (!scalar || !values.includes(String(said)))
    throw new UpstreamFailure("told", `接口自己报告没有成功：${pointer} 处的值不是 ${values.join("、")}`);
}

/** RFC 6901; undefined where there is nothing. */
function at(answer: unknown, pointer: string): unknown {
  let here = answer;
  for (const part of pointer.split("/").slice(1)) {
    const name = part.replaceAll("~1", "/").replaceAll("~0", "~");
    if (here === undefined || here === null) return undefined;
    if (typeof here !== "object") throw new UpstreamFailure("shape", `答复的结构与 ${pointer} 不符`);
    here = Object.entries(here).find(([key]) => key === name)?.[1];
  }
  return here;
}

const isObject = (value: unknown): value is Row =>
  typeof value === "object" && value !== null && !Array.isArray(value);

export const fieldOf = ({ fields }: InterfaceSettings, { column }: EntryItem): string =>
  (Object.hasOwn(fields, column) ? fields[column] : undefined) ?? column;

type Found = InterfaceTrial["items"][number]["found"];

export interface ReadItem {
  readonly found: Found;
  readonly value: string | null;
  /** What is wrong and how to mend it; never the value. */
  readonly fault: string | null;
}

/** The value of an item as callers get it: text as the catalogue's type and standard ask. */
export function readItem(row: Row, field: string, item: EntryItem, check: ItemCheck): ReadItem {
  const raw = Object.hasOwn(row, field) ? row[field] : undefined;
  const found = kindOf(raw);
  const text = textOf(raw, item);
  if (text === undefined) return { found, value: null, fault: wrongType(found, item) };
  const checked = check(item)(text);
  return checked.fault === null
    ? { found, value: checked.value, fault: null }
    : { found, value: null, fault: checked.fault.mend };
}

function kindOf(raw: unknown): Found {
  if (raw === undefined) return "absent";
  if (raw === null) return "null";
  if (typeof raw === "string") return "text";
  if (typeof raw === "number") return "number";
  return typeof raw === "boolean" ? "boolean" : "other";
}

/** Undefined where the JSON type cannot stand for the item's. A number of JSON keeps 15 digits: identifiers are text. */
function textOf(raw: unknown, { type }: EntryItem): string | undefined {
  if (raw === undefined || raw === null) return "";
  if (typeof raw === "string") return raw.isWellFormed() && !raw.includes("\0") ? raw : undefined;
  if (typeof raw === "boolean") return type === "boolean" ? String(raw) : undefined;
  if (typeof raw !== "number" || Math.abs(raw) >= 1e15) return undefined;
  if (type === "integer") return Number.isInteger(raw) ? String(raw) : undefined;
  return type === "decimal" ? String(raw) : undefined;
}

function wrongType(found: Found, { type }: EntryItem): string {
  if (found === "text") return "含有不能存储的字符（空字符或者不成对的代理项）";
  if (found === "number") {
    const numeric = type === "integer" || type === "decimal";
    return numeric
      ? "数字过长或者不是整数，请以字符串给出"
      : "给出的是数字，会丢失前导零和末尾位数，请以字符串给出";
  }
  return found === "boolean" ? "给出的是布尔值，请以字符串给出" : "给出的是对象或者列表，请给出单个值";
}
