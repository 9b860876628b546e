import { sql } from "kysely";
import { inTransaction } from "../db/index.ts";
import type { Db, Tx } from "../db/tables.ts";
import type { Log } from "../logging/log.ts";
import type { Event, Handler } from "./events.ts";

interface Due extends Event {
  readonly seq: string;
  readonly attempts: number;
}

class HandlerFailed extends Error {
  readonly due: Due;

  constructor(due: Due, cause: unknown) {
    super("handler failed", { cause });
    this.due = due;
  }
}

/** Delivers the subscriber's next event in one transaction with the record of it; false when nothing is due. */
export async function deliverNext(
  db: Db,
  log: Log,
  subscriber: string,
  handlers: ReadonlyMap<string, Handler>,
): Promise<boolean> {
  try {
    return await inTransaction(db, async (tx) => {
      const due = await claim(tx, subscriber, [...handlers.keys()]);
      if (due === undefined) return false;
      await handle(due, subscriber, handlers.get(due.type), tx);
      log.info({ event: due.type, subscriber, attempt: due.attempts + 1 }, "event delivered");
      return true;
    });
  } catch (error) {
    if (!(error instanceof HandlerFailed)) throw error;
    await postpone(db, subscriber, error);
    log.error({ err: error.cause, event: error.due.type, subscriber }, "event failed");
    return true;
  }
}

async function handle(due: Due, subscriber: string, handler: Handler | undefined, tx: Tx): Promise<void> {
  const { seq, attempts: _attempts, ...event } = due;
  try {
    await handler?.(event, tx);
    await tx
      .deleteFrom("platform.delivery")
      .where("subscriber", "=", subscriber)
      .where("seq", "=", seq)
      .execute();
  } catch (cause) {
    throw new HandlerFailed(due, cause);
  }
}

/** The oldest event that is due and is not behind another of its aggregate; one that another process holds is passed over. */
async function claim(tx: Tx, subscriber: string, types: string[]): Promise<Due | undefined> {
  const { rows } = await sql<Due>`
    select o.id, o.type, o.version, o.aggregate, o.body, o.emitted_at as "emittedAt", d.seq, d.attempts
    from platform.delivery d join platform.outbox o using (seq)
    where d.subscriber = ${subscriber} and o.type = any(${types}) and d.due_at <= platform.wall_now()
      and not exists (
        select from platform.delivery earlier
        where earlier.subscriber = d.subscriber and earlier.aggregate = d.aggregate and earlier.seq < d.seq)
    order by d.seq limit 1
    for update of d skip locked
  `.execute(tx);
  return rows[0];
}

/** Pauses grow from a second to a minute. */
async function postpone(db: Db, subscriber: string, failed: HandlerFailed): Promise<void> {
  await sql`
    update platform.delivery
    set attempts = attempts + 1,
        due_at = platform.wall_now() + least(60, 2 ^ least(attempts, 6)) * interval '1 second',
        error_name = ${failed.cause instanceof Error ? failed.cause.name : "NotAnError"}
    where subscriber = ${subscriber} and seq = ${failed.due.seq}
  `.execute(db);
}
