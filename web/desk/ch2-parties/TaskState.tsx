import { taskStateLabel } from "../../../src/contract/labels.zh.ts";
import type { TaskPart } from "../../../src/contract/task.ts";

/** State of one unit's part; late is said in words, not by colour alone. */
export function TaskState({ part }: { part: TaskPart }) {
  if (part.overdue) return <span className="chip overdue">逾期，{taskStateLabel[part.state]}</span>;
  const done = part.state === "closed" || part.state === "reported";
  return <span className={done ? "chip done" : "chip later"}>{taskStateLabel[part.state]}</span>;
}

const over = (part: TaskPart) => part.state === "closed" || part.state === "cancelled";

/** 3 个单位，完成 1，逾期 1 */
export function partsInWords(parts: readonly TaskPart[]): string {
  const late = parts.filter((part) => part.overdue).length;
  const closed = parts.filter(over).length;
  return `${parts.length} 个单位，办结 ${closed}${late > 0 ? `，逾期 ${late}` : ""}`;
}
