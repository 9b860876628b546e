import type { EntryItem } from "../contract/entry.ts";
import type { ColumnDecision } from "../contract/grant.ts";
import type { FieldError } from "../contract/problem.ts";
import { isStricter, leastTreatment, type Treatment } from "../contract/treatment.ts";

/** The stricter of a decision and what the entry allows now. */
export const atLeast = (treatment: Treatment, least: Treatment): Treatment =>
  isStricter(least, treatment) ? least : treatment;

/** What is wrong with the decisions on columns, by JSON pointer; empty when all can stand. */
export function columnIssues(
  items: readonly EntryItem[],
  decisions: readonly ColumnDecision[],
): FieldError[] {
  const seen = new Set<string>();
  return decisions.flatMap(({ column, treatment, reason }, index) => {
    const item = items.find((candidate) => candidate.column === column);
    const issue = (field: string, detail: string, article: string): FieldError[] => [
      { pointer: `/columns/${index}/${field}`, detail, article },
    ];
    if (item === undefined) return issue("column", `目录里没有字段 ${column}，请核对字段名`, "12");
    if (seen.has(column)) return issue("column", `字段 ${column} 重复，请只保留一项决定`, "27");
    seen.add(column);
    const least = leastTreatment(item);
    if (isStricter(least, treatment))
      return issue(
        "treatment",
        `“${item.name}”为${item.grade}级，目录规定至少${labels[least]}，不能更宽`,
        "11¶3",
      );
    if (treatment === "refused" && reason.trim() === "")
      return issue("reason", `不予提供“${item.name}”须说明理由`, "27");
    return [];
  });
}

const labels: Record<Treatment, string> = {
  plain: "原值提供",
  masked: "脱敏提供",
  "verify-only": "只作核验",
  refused: "不予提供",
};
