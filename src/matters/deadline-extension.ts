import { dueOn } from "../law/deadlines.ts";
import type { Procedure, Step } from "../law/language.ts";
import { officeHoursEnd } from "../law/parameters.ts";
import type { Tx } from "../platform/db/tables.ts";
import { Problem } from "../platform/http/problem.ts";
import { daysOf, type Reckoning, reminderOf } from "./deadlines.ts";
import "./tables.ts";

/** Moves the running limit that a step extends; once, and both due dates stay on record. */
export async function extendDeadline(
  tx: Tx,
  procedure: Procedure,
  { calendar, parameters }: Reckoning,
  matterId: string,
  extending: { step: Pick<Step<string>, "extends" | "cites">; reasons: string | null; at: Date },
): Promise<void> {
  const { step, reasons, at } = extending;
  const rule = procedure.deadlines[step.extends ?? ""];
  if (rule?.extension === undefined) throw new Error(`${procedure.kind}: nothing extends ${step.extends}`);
  const days = daysOf(rule.extension, parameters);
  const rows = await tx
    .selectFrom("matters.deadline")
    .selectAll()
    .where("matter_id", "=", matterId)
    .where("name", "=", step.extends ?? "")
    .where("state", "=", "open")
    .execute();
  if (rows.length === 0 || rows.some((row) => row.extension_days > 0)) {
    throw new Problem(
      "not_extendable",
      `“${rule.title}”已延长过一次或者没有在计时，不能再延长。请在到期前办结。`,
      {
        article: step.cites,
      },
    );
  }
  for (const row of rows) {
    const due = dueOn(calendar, row.received_at, row.working_days + days, officeHoursEnd(parameters));
    await tx
      .insertInto("matters.deadline_change")
      .values({
        deadline_id: row.id,
        at,
        old_due_on: row.due_on,
        new_due_on: due.dueOn,
        old_provisional: row.provisional,
        new_provisional: due.provisional,
        reason: `延长：${reasons ?? ""}`,
      })
      .execute();
    await tx
      .updateTable("matters.deadline")
      .set({
        due_on: due.dueOn,
        remind_on: reminderOf({ calendar, parameters }, row.received_at, due.dueOn),
        reminded_at: null,
        provisional: due.provisional,
        extension_days: days,
        overdue_since: null,
      })
      .where("id", "=", row.id)
      .execute();
  }
}
