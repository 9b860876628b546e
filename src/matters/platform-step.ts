import type { Procedure } from "../law/language.ts";
import type { Tx } from "../platform/db/tables.ts";
import { boundOf, type Engine, viewOf } from "./engine.ts";
import type { MatterRow } from "./tables.ts";
import { clocks, ownHand, take } from "./take.ts";

/** A step that nobody's hand takes; the matter's row is locked and in a state that the step goes out from. */
export async function takeAsPlatform(
  engine: Engine,
  tx: Tx,
  row: MatterRow,
  action: string,
  { at, reasons }: { at: Date; reasons: string | null },
): Promise<void> {
  const bound = boundOf(engine, row.kind);
  const step = bound.procedure.steps[action];
  if (step?.by !== "platform") throw new Error(`procedure ${row.kind}: ${action} is no step of the platform`);
  const matter = viewOf(row);
  const { wallAt } = await clocks(tx);
  await take(engine, tx, bound, {
    action,
    title: step.title,
    step,
    matter: { ...matter, version: matter.version + 1 },
    before: row.state,
    form: {},
    reasons,
    caller: null,
    at,
    wallAt,
    attachments: [],
    ...ownHand,
  });
}

/** A thing that matters are about. */
export interface Subject {
  readonly type: NonNullable<Procedure["subject"]>;
  readonly id: string;
}

/** Ends the open matters that have lost what they were about, for a reason that their holders read. */
export async function endWithSubject(
  engine: Engine,
  tx: Tx,
  subject: Subject,
  reasons: string,
): Promise<void> {
  for (const { procedure } of engine.procedures.values())
    if (procedure.subject === subject.type && procedure.endsWithSubject !== undefined)
      await endOfKind(engine, tx, procedure, procedure.endsWithSubject, subject.id, reasons);
}

async function endOfKind(
  engine: Engine,
  tx: Tx,
  { kind, steps }: Procedure,
  action: string,
  subject: string,
  reasons: string,
): Promise<void> {
  const rows = await tx
    .selectFrom("matters.matter")
    .selectAll()
    .where("kind", "=", kind)
    .where("subject_id", "=", subject)
    .where("outcome", "is", null)
    .where("state", "in", [steps[action]?.from ?? []].flat())
    .orderBy("id")
    .forUpdate()
    .execute();
  for (const row of rows) {
    const { at } = await clocks(tx);
    await takeAsPlatform(engine, tx, row, action, { at, reasons });
  }
}
