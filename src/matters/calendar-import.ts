import { sql } from "kysely";
import { type CivilDate, daysBetween, isWorkingDay, type WorkingCalendar } from "../law/calendar.ts";
import { dueOn } from "../law/deadlines.ts";
import { officeHoursEnd, type Parameters } from "../law/parameters.ts";
import type { Tx } from "../platform/db/tables.ts";
import { Problem } from "../platform/http/problem.ts";
import { loadCalendar } from "./calendar.ts";
import { firesAt, nextDue } from "./deadlines.ts";
import "./tables.ts";

/** The official notice of one year: days off, and weekend days worked. */
export interface YearNotice {
  readonly year: number;
  /** Name or number of the notice. */
  readonly source: string;
  readonly off: readonly CivilDate[];
  readonly work: readonly CivilDate[];
}

/**
 * Loads or replaces a year and reckons every open deadline and timer anew; a deadline that moves, or is no longer
 * provisional, keeps its old value in `matters.deadline_change`. Returns how many moved.
 * @throws Problem `calendar_invalid`
 */
export async function importYear(
  tx: Tx,
  notice: YearNotice,
  parameters: Parameters,
  at: Date,
): Promise<number> {
  assertSound(notice);
  // Steps under way end first and later ones wait, so that no deadline is reckoned by the old calendar meanwhile.
  await sql`lock table matters.matter in exclusive mode`.execute(tx);
  await tx
    .insertInto("matters.calendar_year")
    .values({ year: notice.year, source: notice.source, loaded_at: at })
    .onConflict((conflict) => conflict.column("year").doUpdateSet({ source: notice.source, loaded_at: at }))
    .execute();
  await tx
    .deleteFrom("matters.calendar_day")
    .where("day", ">=", `${notice.year}-01-01`)
    .where("day", "<=", `${notice.year}-12-31`)
    .execute();
  const day = (working: boolean) => (date: CivilDate) => ({ day: date, working });
  const days = [...notice.off.map(day(false)), ...notice.work.map(day(true))];
  if (days.length > 0) await tx.insertInto("matters.calendar_day").values(days).execute();
  const calendar = await loadCalendar(tx);
  await moveTimers(tx, calendar, parameters);
  return moveDeadlines(tx, calendar, parameters, notice.source, at);
}

const plain: WorkingCalendar = { years: new Set(), off: new Set(), work: new Set() };

function assertSound({ year, off, work }: YearNotice): void {
  const dates = [...off, ...work];
  const real = new Set(daysBetween(`${year}-01-01`, `${year}-12-31`));
  const foreign = dates.filter((date) => !real.has(date));
  const twice = dates.filter((date, index) => dates.indexOf(date) !== index);
  const idle = work.filter((date) => real.has(date) && isWorkingDay(plain, date));
  const faults = [
    ...foreign.map((date) => `${date} 不是 ${year} 年的日期`),
    ...twice.map((date) => `${date} 出现两次`),
    ...idle.map((date) => `${date} 本来就是工作日，不能列为调休上班`),
  ];
  if (faults.length === 0) return;
  throw new Problem(
    "calendar_invalid",
    `${year} 年放假安排有误：${faults.join("；")}。请对照通知改正后重新导入。`,
  );
}

async function moveDeadlines(
  tx: Tx,
  calendar: WorkingCalendar,
  parameters: Parameters,
  reason: string,
  at: Date,
): Promise<number> {
  const open = await tx
    .selectFrom("matters.deadline")
    .selectAll()
    .where("state", "=", "open")
    .where("dated", "=", false)
    .orderBy("id")
    .forUpdate()
    .execute();
  const matters = new Set<string>();
  let moved = 0;
  for (const row of open) {
    const due = dueOn(
      calendar,
      row.received_at,
      row.working_days + row.extension_days,
      officeHoursEnd(parameters),
    );
    if (due.dueOn === row.due_on && due.provisional === row.provisional) continue;
    await tx
      .insertInto("matters.deadline_change")
      .values({
        deadline_id: row.id,
        at,
        old_due_on: row.due_on,
        new_due_on: due.dueOn,
        old_provisional: row.provisional,
        new_provisional: due.provisional,
        reason,
      })
      .execute();
    await tx
      .updateTable("matters.deadline")
      .set({
        due_on: due.dueOn,
        provisional: due.provisional,
        ...(due.dueOn === row.due_on ? {} : { overdue_since: null }),
      })
      .where("id", "=", row.id)
      .execute();
    matters.add(row.matter_id);
    moved += 1;
  }
  for (const id of matters) {
    const next = await nextDue(tx, id);
    await tx.updateTable("matters.matter").set({ next_due: next }).where("id", "=", id).execute();
  }
  return moved;
}

async function moveTimers(tx: Tx, calendar: WorkingCalendar, parameters: Parameters): Promise<void> {
  const set = await tx
    .selectFrom("matters.timer")
    .select(["id", "received_at", "working_days", "due_on"])
    .where("state", "=", "set")
    .orderBy("id")
    .forUpdate()
    .execute();
  for (const timer of set) {
    const due = dueOn(calendar, timer.received_at, timer.working_days, officeHoursEnd(parameters)).dueOn;
    if (due === timer.due_on) continue;
    await tx
      .updateTable("matters.timer")
      .set({ due_on: due, fires_at: firesAt(due) })
      .where("id", "=", timer.id)
      .execute();
  }
}
