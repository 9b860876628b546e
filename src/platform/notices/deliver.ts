import { sql } from "kysely";
import { z } from "zod";
import { inTransaction } from "../db/index.ts";
import type { Db, Tx } from "../db/tables.ts";
import { type NoticeChannel, Undeliverable } from "./channel.ts";
import "./tables.ts";

export interface Delivering {
  readonly db: Db;
  readonly channels: readonly NoticeChannel[];
  /** Persons who have left get nothing any more. */
  readonly isActive: (tx: Tx, personId: string) => Promise<boolean>;
  /** Scheme and authority of the links. */
  readonly publicUrl: string;
  /** How the platform signs a message. */
  readonly sender: string;
}

interface Due {
  readonly id: string;
  readonly channel: string;
  readonly attempts: number;
  readonly personId: string;
  readonly address: string | null;
  readonly title: string;
  readonly detail: string;
  readonly path: string;
  readonly dueOn: string | null;
}

/**
 * Makes the deliveries that are due, each in a transaction that holds its row, so that of several processes one sends.
 * A server that fails ends the round: the rest waits, for growing pauses up to an hour, and is never given up.
 * Returns the code of that failure, null where there was none.
 */
export async function deliverDue(delivering: Delivering): Promise<string | null> {
  for (;;) {
    const outcome = await deliverNext(delivering);
    if (outcome === "none") return null;
    if (typeof outcome === "object") return outcome.failed;
  }
}

async function deliverNext(delivering: Delivering): Promise<"none" | "done" | { failed: string }> {
  const { db, channels } = delivering;
  return inTransaction(db, async (tx) => {
    const due = await claim(tx, channels);
    if (due === undefined) return "none";
    const channel = channels.find(({ name }) => name === due.channel);
    if (channel === undefined || due.address === null || !(await delivering.isActive(tx, due.personId))) {
      await end(tx, due, "dropped", null);
      return "done";
    }
    try {
      await channel.send({ id: due.id, to: due.address, ...wording(delivering, due) });
    } catch (error) {
      if (error instanceof Undeliverable) {
        await end(tx, due, "refused", error.code);
        return "done";
      }
      const failed = codeOf(error);
      await postpone(tx, due, failed);
      return { failed };
    }
    await end(tx, due, "sent", null);
    return "done";
  });
}

async function claim(tx: Tx, channels: readonly NoticeChannel[]): Promise<Due | undefined> {
  const { rows } = await sql<Due>`
    select d.id, d.channel, d.attempts, n.person_id as "personId", n.title, n.detail, n.path, n.due_on as "dueOn",
      (select a.address from platform.notice_address a where a.person_id = n.person_id and a.channel = d.channel)
    from platform.notice_delivery d join platform.notice n on n.id = d.notice_id
    where d.state = 'waiting' and d.due_at <= platform.wall_now() and d.channel = any(${channels.map(({ name }) => name)})
    order by d.due_at limit 1
    for update of d skip locked`.execute(tx);
  return rows[0];
}

function wording({ publicUrl, sender }: Delivering, due: Due): { subject: string; text: string } {
  const day = due.dueOn === null ? [] : [`到期：${due.dueOn}`];
  const lines = [due.title, due.detail, ...day, `查看：${publicUrl}${due.path}`];
  return { subject: due.title, text: `${lines.join("\n")}\n\n${sender}自动发出，请勿回复。\n` };
}

async function end(
  tx: Tx,
  { id, attempts }: Due,
  state: "sent" | "refused" | "dropped",
  code: string | null,
): Promise<void> {
  await tx
    .updateTable("platform.notice_delivery")
    .set({ state, attempts: attempts + 1, ended_at: sql<Date>`platform.wall_now()`, error_code: code })
    .where("id", "=", id)
    .execute();
}

async function postpone(tx: Tx, { id, attempts }: Due, code: string): Promise<void> {
  const minutes = Math.min(60, 2 ** Math.min(attempts, 6));
  await tx
    .updateTable("platform.notice_delivery")
    .set({
      attempts: attempts + 1,
      due_at: sql<Date>`platform.wall_now() + ${minutes} * interval '1 minute'`,
      error_code: code,
    })
    .where("id", "=", id)
    .execute();
}

const named = z.object({ code: z.string().regex(/^[A-Z0-9_]{1,40}$/) });

/** The code of a failure, such as ECONNREFUSED; its message may quote an address and is not kept. */
function codeOf(error: unknown): string {
  const parsed = named.safeParse(error);
  return parsed.success ? parsed.data.code : "UNKNOWN";
}

/** Deliveries that ended a month ago are forgotten; to be run daily. */
export async function forgetDeliveries(db: Db): Promise<void> {
  await db
    .deleteFrom("platform.notice_delivery")
    .where("state", "!=", "waiting")
    .where(sql<boolean>`ended_at < platform.wall_now() - interval '30 days'`)
    .execute();
}
