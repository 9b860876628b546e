import { gradingRuleForm } from "../../contract/registers.ts";
import type { CivilDate } from "../../law/calendar.ts";
import type { Db, Tx } from "../../platform/db/tables.ts";
import { cityAuthority } from "../actors.ts";
import { standardsInForce } from "./standards.ts";
import { currentOf, type Stored } from "./store.ts";

/** The least grade of a category, and the rule that says so. */
export interface Floor {
  readonly grade: number;
  readonly by: string;
}

/** What a unit's grades are held against on a day. */
export interface GradingFloors {
  /** The city's standard in force; null where there is none. */
  readonly standard: { readonly number: string; readonly title: string; readonly edition: string } | null;
  /** Whether the unit has made its own rules under that standard (Art. 11 ¶4). */
  readonly ruled: boolean;
  readonly floors: ReadonlyMap<string, Floor>;
}

/** The category and its least grade, as a line of a rule states them. */
export function gradeLine(line: string): { category: string; grade: number } {
  const [, category = "", grade = ""] = /^(.*\S)\s+([1-4])级?$/.exec(line.trim()) ?? [];
  return { category, grade: Number(grade) };
}

export const ruleOf = ({ content }: Pick<Stored, "content">) => gradingRuleForm.parse(content);

/** Art. 11 ¶1, ¶4: of the city's table and the unit's own rules, for each category the stricter. */
export async function gradingFloors(db: Db | Tx, unit: string, on: CivilDate): Promise<GradingFloors> {
  const standards = await standardsInForce(db, on);
  const city = await cityAuthority(db);
  const rules = (await currentOf(db, "grading-rules"))
    .map((row) => ({ ...ruleOf(row), keeper: row.keeperId }))
    .filter((rule) => standards.some(({ number }) => number === rule.standard) && rule.effectiveFrom <= on)
    .filter(({ keeper }) => keeper === city || keeper === unit);
  const floors = new Map<string, Floor>();
  for (const { title, edition, grades } of rules)
    for (const { category, grade } of grades.map(gradeLine))
      if (grade > (floors.get(category)?.grade ?? 0))
        floors.set(category, { grade, by: `《${title}》（${edition}）` });
  return { standard: standards[0] ?? null, ruled: rules.some(({ keeper }) => keeper === unit), floors };
}
