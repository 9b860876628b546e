import { createHash } from "node:crypto";
import canonicalize from "canonicalize";
import { sql } from "kysely";
import { addDays, type CivilDate, daysBetween, isWeekend } from "../law/calendar.ts";
import { startOf } from "../law/deadlines.ts";
import type { Parameters } from "../law/parameters.ts";
import type { Db, Tx } from "../platform/db/tables.ts";
import { Problem } from "../platform/http/problem.ts";
import { type Plan, planYear } from "./calendar-plan.ts";
import { reminderOf } from "./deadlines.ts";
import "./tables.ts";

/** The official notice of one year: days off, and weekend days worked. */
export interface YearNotice {
  readonly year: number;
  /** Name or number of the notice. */
  readonly source: string;
  readonly off: readonly CivilDate[];
  readonly work: readonly CivilDate[];
}

export interface Preview {
  readonly plan: Plan;
  /** Name of the notice that is loaded for the year now. */
  readonly replaces: string | null;
  /** Stands for the notice and everything it moves: what is confirmed is what was seen. */
  readonly digest: string;
}

/** What loading a year would do, nothing being changed. @throws Problem `calendar_invalid`, `calendar_unchanged` */
export async function previewYear(db: Db | Tx, notice: YearNotice, parameters: Parameters): Promise<Preview> {
  assertSound(notice);
  const replaces = await loadedSource(db, notice);
  const plan = await planYear(db, notice, parameters);
  const moves = [
    ...plan.deadlines.map(({ id, oldDueOn, newDueOn, newProvisional }) => [
      id,
      oldDueOn,
      newDueOn,
      newProvisional,
    ]),
    ...plan.timers.map(({ id, newDueOn }) => [id, newDueOn]),
  ];
  const text = canonicalize({ notice: { ...notice }, moves }) ?? "";
  return { plan, replaces, digest: createHash("sha256").update(text).digest("hex") };
}

/**
 * Loads or replaces a year and reckons the open deadlines and timers anew; a deadline that moves, or is no longer
 * provisional, keeps its old value in `matters.deadline_change`. Returns how many moved. With the digest of a preview
 * only what was seen there is done.
 * @throws Problem `calendar_invalid`, `calendar_unchanged`, `calendar_preview_stale`
 */
export async function importYear(
  tx: Tx,
  notice: YearNotice,
  parameters: Parameters,
  at: Date,
  digest?: string,
): Promise<number> {
  assertSound(notice);
  // Steps under way end first and later ones wait, so that no deadline is reckoned by the old calendar meanwhile.
  await sql`lock table matters.matter in exclusive mode`.execute(tx);
  const preview = await previewYear(tx, notice, parameters);
  if (digest !== undefined && digest !== preview.digest) {
    throw new Problem(
      "calendar_preview_stale",
      "预览之后通知内容或者在办的件有变化，没有导入。请重新预览，核对后再确认。",
    );
  }
  await writeYear(tx, notice, at);
  await moveTimers(tx, preview.plan);
  await moveDeadlines(tx, preview.plan, parameters, notice.source, at);
  return preview.plan.deadlines.length;
}

async function writeYear(tx: Tx, { year, source, off, work }: YearNotice, at: Date): Promise<void> {
  await tx
    .insertInto("matters.calendar_year")
    .values({ year, source, loaded_at: at })
    .onConflict((conflict) => conflict.column("year").doUpdateSet({ source, loaded_at: at }))
    .execute();
  await tx
    .deleteFrom("matters.calendar_day")
    .where("day", ">=", `${year}-01-01`)
    .where("day", "<=", `${year}-12-31`)
    .execute();
  const day = (working: boolean) => (date: CivilDate) => ({ day: date, working });
  const days = [...off.map(day(false)), ...work.map(day(true))];
  if (days.length > 0) await tx.insertInto("matters.calendar_day").values(days).execute();
}

function assertSound({ year, off, work }: YearNotice): void {
  const dates = [...off, ...work];
  const real = new Set(daysBetween(`${year}-01-01`, `${year}-12-31`));
  const foreign = dates.filter((date) => !real.has(date));
  const twice = dates.filter((date, index) => dates.indexOf(date) !== index);
  const both = new Set(off.filter((date) => work.includes(date)));
  const idle = work.filter((date) => real.has(date) && !isWeekend(date));
  const faults = [
    ...foreign.map((date) => `${date} 不是 ${year} 年的日期`),
    ...twice.map((date) => (both.has(date) ? `${date} 既列为放假又列为上班` : `${date} 出现两次`)),
    ...idle.map((date) => `${date} 本来就是工作日，不能列为调休上班`),
  ];
  if (faults.length === 0) return;
  throw new Problem(
    "calendar_invalid",
    `${year} 年放假安排有误：${faults.join("；")}。请对照通知改正后重新导入。`,
  );
}

/** The notice loaded for the year; refuses one that says the same again. */
async function loadedSource(db: Db | Tx, { year, source, off, work }: YearNotice): Promise<string | null> {
  const loaded = await db
    .selectFrom("matters.calendar_year")
    .select("source")
    .where("year", "=", year)
    .executeTakeFirst();
  if (loaded === undefined) return null;
  const days = await db
    .selectFrom("matters.calendar_day")
    .select(["day", "working"])
    .where("day", ">=", `${year}-01-01`)
    .where("day", "<=", `${year}-12-31`)
    .execute();
  const said = (working: boolean) => days.filter((day) => day.working === working).map(({ day }) => day);
  const same = (a: readonly string[], b: readonly string[]) => a.toSorted().join() === b.toSorted().join();
  if (loaded.source === source && same(said(false), off) && same(said(true), work)) {
    throw new Problem("calendar_unchanged", `${year} 年放假安排已按同样内容导入，无须再导入。`);
  }
  return loaded.source;
}

async function moveDeadlines(
  tx: Tx,
  { calendar, deadlines }: Plan,
  parameters: Parameters,
  reason: string,
  at: Date,
): Promise<void> {
  if (deadlines.length === 0) return;
  const moved = deadlines.map(({ id, receivedAt, oldDueOn, newDueOn, oldProvisional, newProvisional }) => ({
    ...{ id, oldDueOn, newDueOn, oldProvisional, newProvisional },
    remindOn: reminderOf({ calendar, parameters }, receivedAt, newDueOn),
  }));
  const given = sql`jsonb_to_recordset(${JSON.stringify(moved)}::jsonb) as moved(id uuid, "oldDueOn" date,
    "newDueOn" date, "oldProvisional" boolean, "newProvisional" boolean, "remindOn" date)`;
  await sql`
    insert into matters.deadline_change
      (deadline_id, at, old_due_on, new_due_on, old_provisional, new_provisional, reason)
    select id, ${at}, "oldDueOn", "newDueOn", "oldProvisional", "newProvisional", ${reason} from ${given}`.execute(
    tx,
  );
  await sql`
    update matters.deadline d set due_on = "newDueOn", provisional = "newProvisional", remind_on = "remindOn",
      overdue_since = case when "newDueOn" = "oldDueOn" then overdue_since end,
      reminded_at = case when "newDueOn" = "oldDueOn" then reminded_at end
    from ${given} where moved.id = d.id`.execute(tx);
  await sql`
    update matters.matter m set next_due = (
      select min(due_on) from matters.deadline d where d.matter_id = m.id and d.state = 'open')
    where id = any(${[...new Set(deadlines.map(({ matterId }) => matterId))]}::uuid[])`.execute(tx);
}

async function moveTimers(tx: Tx, { timers }: Plan): Promise<void> {
  if (timers.length === 0) return;
  const moved = timers.map(({ id, newDueOn }) => ({ id, newDueOn, firesAt: startOf(addDays(newDueOn, 1)) }));
  await sql`
    update matters.timer t set due_on = "newDueOn", fires_at = "firesAt"
    from jsonb_to_recordset(${JSON.stringify(moved)}::jsonb) as moved(id uuid, "newDueOn" date, "firesAt" timestamptz)
    where moved.id = t.id`.execute(tx);
}
