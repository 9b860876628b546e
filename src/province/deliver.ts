import { sql } from "kysely";
import { inTransaction } from "../platform/db/index.ts";
import type { Db, Tx } from "../platform/db/tables.ts";
import { messagesAfter } from "./messages.ts";
import { type Outcome, post } from "./post.ts";
import "./tables.ts";

export interface Delivering {
  readonly db: Db;
  readonly endpoint: string;
  /** How the platform names itself. */
  readonly sender: string;
}

const batchSize = 20;

/**
 * Delivers what waits, in order, until nothing is left, a refusal stops it or a failure puts it off. A batch that is
 * refused is sent again one by one, so that the one at fault is found and what stands before it arrives.
 */
export async function deliverWaiting(delivering: Delivering): Promise<void> {
  let size = batchSize;
  for (;;) {
    const done = await deliverNext(delivering, size);
    if (done === "over") return;
    if (done === "refused") size = 1;
  }
}

/** One batch in a transaction that holds a lock, so that of several processes one delivers. */
function deliverNext(delivering: Delivering, size: number): Promise<"more" | "refused" | "over"> {
  const { db, endpoint, sender } = delivering;
  return inTransaction(db, async (tx) => {
    if (!(await claim(tx))) return "over";
    const from = await dueFrom(tx, endpoint);
    if (from === undefined) return "over";
    const messages = await messagesAfter(tx, from, size);
    const last = messages.at(-1);
    if (last === undefined) return "over";
    const outcome = checked(await post(endpoint, { sender, messages }), from, last.seq);
    if (outcome.kind === "refused" && messages.length > 1) return "refused";
    await keep(tx, outcome);
    return outcome.kind === "acknowledged" ? "more" : "over";
  });
}

async function claim(tx: Tx): Promise<boolean> {
  const { rows } = await sql<{ claimed: boolean }>`
    select pg_try_advisory_xact_lock(hashtext('province.delivery')) as claimed`.execute(tx);
  return rows[0]?.claimed === true;
}

/** The number up to which the province has everything; undefined while it is not time to try. */
async function dueFrom(tx: Tx, endpoint: string): Promise<string | undefined> {
  await tx
    .updateTable("province.delivery")
    .set({ endpoint, since: sql<Date>`platform.wall_now()` })
    .where("endpoint", "is distinct from", endpoint)
    .execute();
  const due = await tx
    .selectFrom("province.delivery")
    .select("delivered")
    .where("stopped", "=", false)
    .where(sql<boolean>`due_at <= platform.wall_now()`)
    .executeTakeFirst();
  return due?.delivered;
}

/** An acknowledgement is believed only of what was sent. */
function checked(outcome: Outcome, from: string, last: string): Outcome {
  if (outcome.kind !== "acknowledged") return outcome;
  const seq = BigInt(outcome.seq);
  if (seq > BigInt(from) && seq <= BigInt(last)) return outcome;
  return { kind: "failed", reason: `答复确认到 ${outcome.seq}，而送出的是 ${BigInt(from) + 1n} 至 ${last}` };
}

/** After a failure the pauses grow up to an hour; it is never given up. */
const pause = sql<Date>`platform.wall_now() + least(60, 2 ^ least(attempts, 6)) * interval '1 minute'`;

async function keep(tx: Tx, outcome: Outcome): Promise<void> {
  const row = tx.updateTable("province.delivery");
  switch (outcome.kind) {
    case "acknowledged":
      await row
        .set({
          delivered: outcome.seq,
          delivered_at: sql<Date>`platform.wall_now()`,
          attempts: 0,
          failure: null,
        })
        .execute();
      return;
    case "refused":
      await row.set({ stopped: true, failure: outcome.reason }).execute();
      return;
    case "failed":
      await row
        .set((eb) => ({ attempts: eb("attempts", "+", 1), due_at: pause, failure: outcome.reason }))
        .execute();
  }
}
