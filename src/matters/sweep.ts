import { sql } from "kysely";
import { civilDate } from "../law/deadlines.ts";
import { inTransaction } from "../platform/db/index.ts";
import type { Tx } from "../platform/db/tables.ts";
import { boundOf, type Engine } from "./engine.ts";
import { takeAsPlatform } from "./platform-step.ts";
import type { MatterRow } from "./tables.ts";
import { Refused } from "./take.ts";

export interface Swept {
  readonly overdue: number;
  readonly fired: number;
  /** What was thrown, by timers one by one; it is tried again at the next sweep. */
  readonly failures: readonly unknown[];
}

/** Deadlines marked in one transaction; each holds the lock of its matter's events, of which there are not endlessly many. */
const batch = 1000;

/**
 * Does what has fallen due up to an instant of the law clock: marks overdue deadlines and takes the steps of timers,
 * in due order, each at its own instant, also those that such steps set. Can be repeated, and run by several
 * processes at once: what another holds is left to it. A timer that fails holds up nothing but its own matter.
 */
export async function sweep(engine: Engine, at: Date): Promise<Swept> {
  let fired = 0;
  const left: string[] = [];
  const failures: unknown[] = [];
  for (
    let next = await nextTimer(engine, at, left);
    next !== null;
    next = await nextTimer(engine, at, left)
  ) {
    const done = await fire(engine, next).catch((error: unknown) => {
      failures.push(error);
      return false;
    });
    if (done) fired += 1;
    else left.push(next.id);
  }
  const overdue = await inBatches(() => markOverdue(engine, at));
  await inBatches(() => markNear(engine, at));
  return { overdue, fired, failures };
}

/** Repeats a marking until it finds less than a whole batch; tells how many it marked. */
async function inBatches(mark: () => Promise<number>): Promise<number> {
  let sum = 0;
  for (let marked = batch; marked === batch; sum += marked) marked = await mark();
  return sum;
}

/** Each deadline gets the midnight in Shanghai from which it is late, and one event. */
async function markOverdue(engine: Engine, at: Date): Promise<number> {
  return inTransaction(engine.db, async (tx) => {
    const { rows } = await sql<Marked>`
      with late as (
        select id from matters.deadline
        where state = 'open' and overdue_since is null
          and due_on < (${at}::timestamptz at time zone 'Asia/Shanghai')::date
        order by due_on limit ${batch} for update skip locked
      )
      update matters.deadline d
      set overdue_since = (d.due_on + 1)::timestamp at time zone 'Asia/Shanghai'
      from late where late.id = d.id
      returning d.id, d.matter_id, d.kind, d.article, d.due_on`.execute(tx);
    await tell(engine, tx, "matters.deadline.overdue", rows);
    return rows.length;
  });
}

/** Limits that are about to end are called to mind once; those that have ended already are told of as late. */
async function markNear(engine: Engine, at: Date): Promise<number> {
  return inTransaction(engine.db, async (tx) => {
    const { rows } = await sql<Marked>`
      with near as (
        select id from matters.deadline
        where state = 'open' and reminded_at is null
          and remind_on <= (${at}::timestamptz at time zone 'Asia/Shanghai')::date
        order by remind_on limit ${batch} for update skip locked
      )
      update matters.deadline d set reminded_at = ${at}
      from near where near.id = d.id
      returning d.id, d.matter_id, d.kind, d.article, d.due_on`.execute(tx);
    const today = civilDate(at);
    await tell(
      engine,
      tx,
      "matters.deadline.near",
      rows.filter((row) => row.due_on >= today),
    );
    return rows.length;
  });
}

interface Marked {
  readonly id: string;
  readonly matter_id: string;
  readonly kind: string;
  readonly article: string;
  readonly due_on: string;
}

const tell = (engine: Engine, tx: Tx, type: string, rows: readonly Marked[]): Promise<void> =>
  engine.events.emitAll(
    tx,
    rows.map(({ id, matter_id: matter, kind, article, due_on: dueOn }) => ({
      type,
      version: 1,
      aggregate: `matter:${matter}`,
      body: { matter, deadline: id, kind, article, dueOn },
    })),
  );

interface DueTimer {
  readonly id: string;
  readonly matterId: string;
  readonly name: string;
  readonly firesAt: Date;
}

async function nextTimer(engine: Engine, at: Date, skipped: readonly string[]): Promise<DueTimer | null> {
  let query = engine.db
    .selectFrom("matters.timer")
    .select(["id", "matter_id as matterId", "name", "fires_at as firesAt"])
    .where("state", "=", "set")
    .where("fires_at", "<=", at)
    .orderBy("fires_at")
    .orderBy("id")
    .limit(1);
  if (skipped.length > 0) query = query.where("id", "not in", skipped);
  return (await query.executeTakeFirst()) ?? null;
}

/** Fires one timer, unless another process holds its matter or was faster; tells whether it did. */
async function fire(engine: Engine, timer: DueTimer): Promise<boolean> {
  return inTransaction(engine.db, async (tx) => {
    const row = await tx
      .selectFrom("matters.matter")
      .selectAll()
      .where("id", "=", timer.matterId)
      .forUpdate()
      .skipLocked()
      .executeTakeFirst();
    if (row === undefined || !(await stillSet(tx, timer.id))) return false;
    const taken = await takeFirstAllowed(engine, tx, row, timer);
    const state = taken ? "fired" : "refused";
    await tx
      .updateTable("matters.timer")
      .set({ state, ended_at: timer.firesAt })
      .where("id", "=", timer.id)
      .execute();
    return true;
  });
}

async function stillSet(tx: Tx, id: string): Promise<boolean> {
  const row = await tx.selectFrom("matters.timer").select("state").where("id", "=", id).executeTakeFirst();
  return row?.state === "set";
}

/** The first of the timer's steps that no guard refuses. */
async function takeFirstAllowed(engine: Engine, tx: Tx, row: MatterRow, timer: DueTimer): Promise<boolean> {
  const { procedure } = boundOf(engine, row.kind);
  for (const action of procedure.timers?.[timer.name]?.steps ?? []) {
    try {
      await takeAsPlatform(engine, tx, row, action, { at: timer.firesAt, reasons: null });
      return true;
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
    }
  }
  return false;
}
