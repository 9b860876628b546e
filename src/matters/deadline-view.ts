import type { Deadline } from "../contract/matter.ts";
import type { WorkingCalendar } from "../law/calendar.ts";
import { chineseCitation } from "../law/citation.ts";
import { daysLeft, isOverdue, lightOf } from "../law/deadlines.ts";
import { promisedDays } from "../law/parameters.ts";
import { toInstant } from "../platform/clocks/index.ts";
import type { Db, Tx } from "../platform/db/tables.ts";
import { boundOf, type Engine } from "./engine.ts";
import type { DeadlineRow, MatterRow } from "./tables.ts";

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

/** What deadlines are shown by: the calendar and an instant of the law clock. */
export interface Now {
  readonly calendar: WorkingCalendar;
  readonly at: Date;
}

/** Deadlines of a matter as they stand now. */
export function showDeadlines(
  engine: Engine,
  { kind }: MatterRow,
  rows: readonly DeadlineRow[],
  { calendar, at }: Now,
): Deadline[] {
  const { procedure } = boundOf(engine, kind);
  const soon = promisedDays(engine.parameters, "due-soon");
  return rows.map((row) => {
    const reckonedAt = row.closed_at ?? at;
    const rule = procedure.deadlines[row.name];
    return {
      name: row.name,
      title: row.title,
      kind: row.kind,
      receivedAt: toInstant(row.received_at),
      dueOn: row.due_on,
      workingDays: row.working_days,
      daysLeft: daysLeft(calendar, reckonedAt, row.due_on),
      article: row.article,
      lateArticle: rule === undefined ? null : chineseCitation(rule.overdue),
      light: row.state === "open" ? lightOf(calendar, at, row.due_on, soon) : null,
      state: row.state,
      overdue: row.state !== "cancelled" && isOverdue(row.due_on, reckonedAt),
      extendedBy: row.extension_days === 0 ? null : row.extension_days,
      provisional: row.provisional,
    };
  });
}
