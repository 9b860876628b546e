import { sql } from "kysely";
import type { JsonObject } from "../../contract/json.ts";
import type { Tx } from "../db/tables.ts";
import { uuid } from "../ids/index.ts";
import "./tables.ts";

export interface NewEvent {
  /** `catalogue.entry.published` */
  readonly type: string;
  /** Of the shape of the body; a changed meaning is a new version. */
  readonly version: number;
  /** The thing whose events keep their order, such as `entry:<uuid>`. */
  readonly aggregate: string;
  readonly body: JsonObject;
}

/**
 * Writes an event with the change it tells of: both are committed, or neither. The lock on the aggregate, held to the
 * end of the transaction, makes the order of numbers the order of commits, which delivery relies on.
 */
export async function emit(tx: Tx, event: NewEvent): Promise<void> {
  await sql`
    with locked as materialized (
      select pg_advisory_xact_lock(hashtextextended(${event.aggregate}, 1))
    ), event as (
      insert into platform.outbox (id, type, version, aggregate, body)
      select ${uuid()}::uuid, ${event.type}, ${event.version}, ${event.aggregate}, ${JSON.stringify(event.body)}::jsonb
      from locked
      returning seq, type, aggregate
    ), delivery as (
      insert into platform.delivery (subscriber, seq, aggregate)
      select subscriber, seq, aggregate from event join platform.subscription using (type)
    )
    select pg_notify('gongshu_events', '') from event
  `.execute(tx);
}
