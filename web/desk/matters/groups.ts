import type { CalendarDay } from "../../../src/contract/calendar.ts";
import type { Deadline, MatterSummary } from "../../../src/contract/matter.ts";
import { pressing } from "../../shared/DeadlineChip.tsx";

export interface Group {
  title: string;
  matters: MatterSummary[];
}

function groupOf(deadline: Deadline | undefined): string {
  if (deadline === undefined || deadline.state !== "open") return "其余";
  if (deadline.overdue) return "逾期";
  if (deadline.daysLeft === 0) return "今日到期";
  return deadline.light === "yellow" ? "临期" : "其余";
}

const dueOf = (matter: MatterSummary) => pressing(matter.deadlines)?.dueOn ?? "9999";

/** Matters in the order of their days, in the four groups of the to-do list; empty groups are left out. */
export function groupsOf(matters: readonly MatterSummary[]): Group[] {
  const sorted = matters.toSorted((a, b) => (dueOf(a) < dueOf(b) ? -1 : dueOf(a) > dueOf(b) ? 1 : 0));
  const titles = ["逾期", "今日到期", "临期", "其余"];
  return titles
    .map((title) => ({
      title,
      matters: sorted.filter((matter) => groupOf(pressing(matter.deadlines)) === title),
    }))
    .filter((group) => group.matters.length > 0);
}

/** How many open matters fall due on each civil date. */
export function loadOf(matters: readonly MatterSummary[]): Map<string, number> {
  const load = new Map<string, number>();
  for (const matter of matters) {
    const deadline = pressing(matter.deadlines);
    if (deadline?.state === "open") load.set(deadline.dueOn, (load.get(deadline.dueOn) ?? 0) + 1);
  }
  return load;
}

/** The word beside a day that differs from the plain week. */
export function markOf(
  day: CalendarDay,
  today: string,
  load: number,
): "逾期" | "今日" | "上班" | "休" | null {
  if (day.date < today && load > 0) return "逾期";
  if (day.date === today) return "今日";
  if (day.kind === "make-up") return "上班";
  return day.working ? null : "休";
}
