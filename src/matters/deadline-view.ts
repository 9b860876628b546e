import type { Deadline } from "../contract/matter.ts";
import type { WorkingCalendar } from "../law/calendar.ts";
import { daysLeft, isOverdue } from "../law/deadlines.ts";
import { toInstant } from "../platform/clocks/index.ts";
import type { Db, Tx } from "../platform/db/tables.ts";
import type { DeadlineRow } from "./tables.ts";

/** Deadlines of several matters, by matter, in order of their opening. */
export async function deadlinesOf(db: Db | Tx, ids: readonly string[]): Promise<Map<string, DeadlineRow[]>> {
  const byMatter = new Map<string, DeadlineRow[]>(ids.map((id) => [id, []]));
  if (ids.length === 0) return byMatter;
  const rows = await db
    .selectFrom("matters.deadline")
    .selectAll()
    .where("matter_id", "in", ids)
    .orderBy("id")
    .execute();
  for (const row of rows) byMatter.get(row.matter_id)?.push(row);
  return byMatter;
}

/** A deadline as it stands at an instant of the law clock. */
export function showDeadline(row: DeadlineRow, calendar: WorkingCalendar, at: Date): Deadline {
  const reckonedAt = row.closed_at ?? at;
  return {
    name: row.name,
    title: row.title,
    kind: row.kind,
    receivedAt: toInstant(row.received_at),
    dueOn: row.due_on,
    workingDays: row.working_days,
    daysLeft: daysLeft(calendar, reckonedAt, row.due_on),
    article: row.article,
    state: row.state,
    overdue: row.state !== "cancelled" && isOverdue(row.due_on, reckonedAt),
    extendedBy: row.extension_days === 0 ? null : row.extension_days,
    provisional: row.provisional,
  };
}
