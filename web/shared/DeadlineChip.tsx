import type { Deadline, Matter } from "../../src/contract/matter.ts";
import { dateText } from "./format.ts";
import { Icon, type IconName } from "./Icon.tsx";

interface Look {
  className: string;
  icon: IconName;
  words: string;
}

function lookOf(deadline: Deadline, today: string | undefined): Look {
  const { daysLeft, dueOn } = deadline;
  if (deadline.state === "met") return { className: "met", icon: "check", words: "按时办结" };
  if (deadline.state === "met-late") return { className: "refused", icon: "alert", words: "逾期办结" };
  if (deadline.state === "stopped") return { className: "paused", icon: "pause", words: "补正中，停计" };
  if (deadline.state === "cancelled") return { className: "paused", icon: "pause", words: "已撤回，不再计" };
  if (deadline.overdue)
    return { className: "overdue", icon: "alert", words: `逾期 ${Math.abs(daysLeft)} 个工作日` };
  if (deadline.provisional)
    return { className: "provisional", icon: "ring", words: `暂定 ${dateText(dueOn, today)}` };
  if (daysLeft === 0) return { className: "today", icon: "today", words: "今日到期" };
  if (deadline.light === "yellow")
    return { className: "soon", icon: "half", words: `剩 ${daysLeft} 个工作日` };
  return { className: "later", icon: "ring", words: `剩 ${daysLeft} 个工作日` };
}

/** State of one deadline, by shape and word. */
export function DeadlineChip({ deadline, today }: { deadline: Deadline; today: string | undefined }) {
  const look = lookOf(deadline, today);
  return (
    <span className={`chip ${look.className}`}>
      <Icon name={look.icon} />
      {look.words}
    </span>
  );
}

/** The deadline that ends first among those still running; else the last one that ran. */
export function pressing(deadlines: readonly Deadline[]): Deadline | undefined {
  const running = deadlines.filter((deadline) => deadline.state === "open");
  if (running.length === 0) return deadlines.at(-1);
  return running.reduce((first, next) => (next.dueOn < first.dueOn ? next : first));
}

/** What is said of a matter as a whole: while it goes on, not that a deadline on its way was met or missed. */
export function standing({ deadlines, closed }: Pick<Matter, "deadlines" | "closed">): Deadline | undefined {
  const deadline = pressing(deadlines);
  return closed || deadline?.state === "open" || deadline?.state === "stopped" ? deadline : undefined;
}
