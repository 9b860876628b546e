import { sql } from "kysely";
import { inTransaction } from "../platform/db/index.ts";
import type { Tx } from "../platform/db/tables.ts";
import { boundOf, type Engine, viewOf } from "./engine.ts";
import type { MatterRow } from "./tables.ts";
import { ownHand, Refused, take } from "./take.ts";

export interface Swept {
  readonly overdue: number;
  readonly fired: number;
  /** What timers threw; each is tried again at the next sweep. */
  readonly failures: readonly unknown[];
}

/** Deadlines marked in one transaction. */
const batch = 500;

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
  let overdue = 0;
  for (let marked = batch; marked === batch; overdue += marked) marked = await markOverdue(engine, at);
  return { overdue, fired, failures };
}

/** Each deadline gets the midnight in Shanghai from which it is late, and one event. */
async function markOverdue(engine: Engine, at: Date): Promise<number> {
  return inTransaction(engine.db, async (tx) => {
    const { rows } = await sql<{ id: string; matter_id: string; kind: string; article: string }>`
      with late as (
        select id from matters.deadline
        where state = 'open' and overdue_since is null
          and due_on < (${at}::timestamptz at time zone 'Asia/Shanghai')::date
        order by due_on, id limit ${batch} for update skip locked
      )
      update matters.deadline d
      set overdue_since = (d.due_on + 1)::timestamp at time zone 'Asia/Shanghai'
      from late where late.id = d.id
      returning d.id, d.matter_id, d.kind, d.article`.execute(tx);
    for (const { id, matter_id, kind, article } of [...rows].sort((a, b) =>
      a.matter_id < b.matter_id ? -1 : 1,
    )) {
      const body = { matter: matter_id, deadline: id, kind, article };
      const aggregate = `matter:${matter_id}`;
      await engine.events.emit(tx, { type: "matters.deadline.overdue", version: 1, aggregate, body });
    }
    return rows.length;
  });
}

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
  const bound = boundOf(engine, row.kind);
  const { rows } = await sql<{ wallAt: Date }>`select platform.wall_now() as "wallAt"`.execute(tx);
  const matter = viewOf(row);
  for (const action of bound.procedure.timers?.[timer.name]?.steps ?? []) {
    const step = bound.procedure.steps[action];
    if (step === undefined) continue;
    try {
      await take(engine, tx, bound, {
        action,
        title: step.title,
        step,
        matter: { ...matter, version: matter.version + 1 },
        before: row.state,
        form: {},
        reasons: null,
        caller: null,
        at: timer.firesAt,
        wallAt: rows[0]?.wallAt ?? timer.firesAt,
        attachments: [],
        ...ownHand,
      });
      return true;
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
    }
  }
  return false;
}
