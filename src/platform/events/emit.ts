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

/** Writes many events in one statement; the locks are taken in the order of the aggregates, so that no two wait in a ring. */
export async function emitAll(tx: Tx, events: readonly NewEvent[]): Promise<void> {
  if (events.length === 0) return;
  const rows = events
    .toSorted((a, b) => (a.aggregate < b.aggregate ? -1 : 1))
    .map((event) => ({ ...event, id: uuid() }));
  await sql`
    with given as materialized (
      select (e ->> 'id')::uuid as id, e ->> 'type' as type, (e ->> 'version')::int as version,
        e ->> 'aggregate' as aggregate, e -> 'body' as body, place
      from jsonb_array_elements(${JSON.stringify(rows)}::jsonb) with ordinality as given(e, place)
    ), locked as materialized (
      select given.*, pg_advisory_xact_lock(hashtextextended(aggregate, 1)) from given order by place
    ), event as (
      insert into platform.outbox (id, type, version, aggregate, body)
      select id, type, version, aggregate, body from locked order by place
      returning seq, type, aggregate
    ), delivery as (
      insert into platform.delivery (subscriber, seq, aggregate)
      select subscriber, seq, aggregate from event join platform.subscription using (type)
      returning seq
    )
    select pg_notify('gongshu_events', '') from delivery limit 1
  `.execute(tx);
}

/**
 * Writes an event with the change it tells of: both are committed, or neither. The lock on the aggregate, held to the
 * end of the transaction, makes the order of numbers the order of commits, which delivery relies on. Nobody is woken
 * where nobody subscribes: transactions that notify commit one after the other.
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
      returning seq
    )
    select pg_notify('gongshu_events', '') from delivery limit 1
  `.execute(tx);
}
