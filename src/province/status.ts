import { sql } from "kysely";
import type { LoggedMessage, ProvinceStatus } from "../contract/province.ts";
import { toInstant } from "../platform/clocks/index.ts";
import type { Db, Tx } from "../platform/db/tables.ts";
import type { Caller } from "../platform/http/caller.ts";
import { mayRetry } from "./policy.ts";
import type { Province } from "./province.ts";
import "./tables.ts";

export async function statusOf(db: Db | Tx, province: Province, caller: Caller): Promise<ProvinceStatus> {
  const { endpoint, seal } = province.options;
  const delivery = await db.selectFrom("province.delivery").selectAll().executeTakeFirstOrThrow();
  const { delivered, delivered_at: deliveredAt, failure } = delivery;
  const last = await db
    .selectFrom("province.message")
    .select("seq")
    .orderBy("seq", "desc")
    .limit(1)
    .executeTakeFirst();
  const messages = last?.seq ?? "0";
  const next = await db
    .selectFrom("province.message")
    .select(["seq", "code", "catalogue_code as catalogueCode"])
    .where("seq", ">", delivered)
    .orderBy("seq")
    .limit(1)
    .executeTakeFirst();
  return {
    endpoint,
    since: endpoint === null || delivery.since === null ? null : toInstant(delivery.since),
    publicKey: seal.publicKey,
    messages,
    waiting: String(BigInt(messages) - BigInt(delivered)),
    delivered: deliveredAt === null ? null : { seq: delivered, at: toInstant(deliveredAt) },
    failure:
      failure === null || delivery.stopped
        ? null
        : { reason: failure, attempts: delivery.attempts, nextAt: toInstant(delivery.due_at) },
    stopped: delivery.stopped && next ? { ...next, reason: failure ?? "" } : null,
    lastRetry: await lastRetry(db),
    mayRetry: mayRetry(caller),
  };
}

async function lastRetry(db: Db | Tx): Promise<ProvinceStatus["lastRetry"]> {
  const row = await db
    .selectFrom("province.retry")
    .select(["at", "body", "receipt"])
    .orderBy("id", "desc")
    .limit(1)
    .executeTakeFirst();
  return row === undefined
    ? null
    : { at: toInstant(row.at), person: row.body.person.name, receipt: row.receipt };
}

/** The message log, newest first, one more than asked for. */
export async function loggedMessages(
  db: Db,
  before: string | undefined,
  limit: number,
): Promise<LoggedMessage[]> {
  let rows = db
    .selectFrom("province.message as message")
    .innerJoin("province.delivery as delivery", (join) => join.onTrue())
    .select(["message.seq", "message.kind", "message.code", "message.version", "message.at"])
    .select(["message.catalogue_code as catalogueCode", "message.digest"])
    .select(sql<string | null>`message.body ->> 'name'`.as("name"))
    .select(
      sql<LoggedMessage["state"]>`case when message.seq <= delivery.delivered then 'delivered'
        when delivery.stopped and message.seq = delivery.delivered + 1 then 'refused' else 'waiting' end`.as(
        "state",
      ),
    )
    .orderBy("message.seq", "desc")
    .limit(limit + 1);
  if (before !== undefined) rows = rows.where("message.seq", "<", before);
  return (await rows.execute()).map(({ at, digest, ...row }) => ({
    ...row,
    at: toInstant(at),
    digest: digest.toString("hex"),
  }));
}
