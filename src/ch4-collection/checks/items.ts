import type { EntryItem } from "../../contract/entry.ts";
import { wholeMatch } from "../../platform/expression.ts";
import { FileRefusal } from "../refusal.ts";
import type { Fault } from "./fault.ts";
import { type CheckOptions, checkStandard, normalise } from "./standards.ts";
import { checkType } from "./types.ts";

/** The value to be stored (empty cells are null), or what is wrong with it. */
export type Checked = { readonly value: string | null; readonly fault: null } | { readonly fault: Fault };
export type ItemCheck = (cell: string) => Checked;

/** Compiles the rules of one item. Throws `rule_invalid` when its expression is not RE2. */
export function compileItem(item: EntryItem, options: CheckOptions): ItemCheck {
  const matches = compilePattern(item);
  return (cell) => {
    if (cell.trim() === "" && (item.required || cell === "")) return empty(item);
    const value = normalise(item.standard, cell);
    const fault =
      (item.standard && checkStandard(item.standard, value, options)) ??
      checkType(item, value) ??
      (matches(value) ? null : { rule: "pattern" as const, mend: item.pattern?.message || "不符合格式规则" });
    return fault ? { fault } : { value, fault: null };
  };
}

function empty(item: EntryItem): Checked {
  return item.required ? { fault: { rule: "required", mend: "请补填" } } : { value: null, fault: null };
}

function compilePattern(item: EntryItem): (value: string) => boolean {
  // A message alone, in an entry published before it was asked for its rule, is no rule.
  if (!item.pattern || item.pattern.expression.trim() === "") return () => true;
  const matches = wholeMatch(item.pattern.expression);
  if (matches !== undefined) return matches;
  throw new FileRefusal(
    "rule_invalid",
    `数据项“${item.name}”的格式规则不是可用的正则表达式`,
    "请在数据目录中改正该项的格式规则（RE2 语法，不支持回溯引用和环视），发布后重新上传",
    { column: item.column },
  );
}
