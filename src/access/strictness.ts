import type { EntryItem } from "../contract/entry.ts";
import type { ColumnDecision } from "../contract/grant.ts";
import type { FieldError } from "../contract/problem.ts";

const order = ["plain", "masked", "verify-only", "refused"] as const;
type Treatment = (typeof order)[number];

/**
 * The least strict treatment that the entry allows (Art. 11 ¶3: protection by grade). Grade 4 is usable, not visible.
 * Below that the entry's own masking decides: where it says none, the item may be given in clear to who needs it;
 * anything else means at least masked. Core data are not shared at all. Provider and bureau may decide more strictly, never less.
 */
export function leastTreatment(item: EntryItem): Treatment {
  if (item.importance === "core") return "refused";
  if (item.grade >= 4 || item.importance === "important") return "verify-only";
  return item.masking === "none" ? "plain" : "masked";
}

/** The stricter of a decision and what the entry allows now. */
export const atLeast = (treatment: Treatment, least: Treatment): Treatment =>
  order.indexOf(treatment) < order.indexOf(least) ? least : treatment;

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
    if (order.indexOf(treatment) < order.indexOf(least))
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
