import type { EntryContent, EntryItem } from "../contract/entry.ts";
import type { GradingFault } from "../contract/grading.ts";
import { gradeOf, isPersonal } from "./checks.ts";

/** Something wrong with how an entry is classified and graded. */
export interface Fault {
  readonly fault: GradingFault;
  /** Name of the item; null where the whole entry is meant. */
  readonly item: string | null;
  readonly detail: string;
}

export interface Inspected {
  readonly content: EntryContent;
  /** Grade that was put on record with the version; null before publication. */
  readonly recorded: number | null;
  /** Why its grades are behind the city's standards; null where they are not, and before publication. */
  readonly behind: string | null;
}

/**
 * What an inspection finds (Art. 11 ¶1): items without class, grades older than the standard, grades that do not
 * fit with each other or with what the item is.
 */
export function faultsOf({ content, recorded, behind }: Inspected): Fault[] {
  const found: Fault[] = content.items.flatMap(itemFaults);
  const whole = (fault: GradingFault, detail: string) => found.push({ fault, item: null, detail });
  if (content.items.length === 0) whole("ungraded", "没有数据项，无法分级；请编制数据项并逐项填写类别和级别");
  if (behind !== null) whole("stale", behind);
  const highest = gradeOf(content);
  if (recorded !== null && recorded < highest)
    whole("contradictory", `目录记为${recorded}级，数据项最高为${highest}级；目录就高，请更新`);
  if (content.openingClass === "unconditional" && (highest >= 3 || isPersonal(content)))
    whole("contradictory", "含个人信息或者3级以上数据项，却定为无条件开放；请调整开放属性或者脱敏后另行编目");
  return found;
}

function itemFaults({ name, category, grade, role, standard, storage }: EntryItem): Fault[] {
  const found: Fault[] = [];
  const item = (fault: GradingFault, detail: string) => found.push({ fault, item: name, detail });
  if (category === "") item("ungraded", "没有填写类别；请对照分类分级标准填写");
  const identifies = standard === "identity-number" || standard === "mobile-number";
  if (grade === 1 && (role === "quasi-identifier" || (role === "subject-key" && identifies)))
    item("contradictory", "可以识别个人，却定为1级；请提高级别，或者改正标识角色");
  if (standard === "identity-number" && grade < 3)
    item("contradictory", `是公民身份号码，却定为${grade}级；至少为3级`);
  if (grade >= 3 && storage === "plain") item("contradictory", `定为${grade}级，却明文存储；请改为加密存储`);
  return found;
}
