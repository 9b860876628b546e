import { type RawBuilder, sql } from "kysely";
import type { DataUpdate } from "../contract/data-due.ts";
import { civilDate } from "../law/deadlines.ts";
import { lawNow } from "../platform/clocks/index.ts";
import type { Db, Tx } from "../platform/db/tables.ts";
import type { Caller } from "../platform/http/caller.ts";
import { mayRead } from "./policy.ts";

/** Rows `(entry_id, at)`: when data last arrived on an entry; a later chapter knows. */
export type LastArrivals = RawBuilder<unknown>;

/** How long before its day an update is called for, in days. */
const soon = 7;

/** The day by which the update frequency of an entry asks for data again after `last` (Art. 12 ¶5). */
export const dueAfter = (last: RawBuilder<unknown>, frequency: RawBuilder<unknown>) => sql`
  ((${last} at time zone 'Asia/Shanghai')::date
    + case ${frequency} when 'realtime' then interval '1 day' when 'daily' then interval '1 day'
      when 'weekly' then interval '7 days' when 'monthly' then interval '1 month'
      when 'quarterly' then interval '3 months' when 'half-yearly' then interval '6 months'
      when 'yearly' then interval '1 year' end)::date`;

/** An interface is live: it has no rhythm in which its data arrive. */
export const rhythm = sql`case when resource.kind <> 'interface' then version.update_frequency end`;

/** Mounted entries in force and the day of their next update; those without a rhythm have none. */
const updates = (arrivals: LastArrivals) => sql`
  select catalogue.entry.id, catalogue.entry.published_name as name, catalogue.entry.provider_id,
    version.update_frequency as frequency, (arrival.at at time zone 'Asia/Shanghai')::date::text as "lastOn",
    ${dueAfter(sql`coalesce(arrival.at, resource.mounted_at)`, rhythm)} as due
  from catalogue.entry
  join catalogue.entry_version version
    on version.entry_id = catalogue.entry.id and version.version = catalogue.entry.published_version
  join catalogue.resource on resource.entry_id = catalogue.entry.id
  left join (${arrivals}) arrival on arrival.entry_id = catalogue.entry.id`;

/** Of the named entries those that the caller may read and that have a day. */
export async function updatesOf(
  db: Db,
  caller: Caller,
  arrivals: LastArrivals,
  ids: readonly string[],
): Promise<DataUpdate[]> {
  if (ids.length === 0) return [];
  const readable = await db
    .selectFrom("catalogue.entry")
    .select("id")
    .where("id", "in", [...ids])
    .where(mayRead(caller))
    .where("status", "!=", "withdrawn")
    .execute();
  return nextUpdates(
    db,
    arrivals,
    readable.map(({ id }) => id),
  );
}

/** The day of the next update of each of these entries that has one, whoever asks. */
export async function nextUpdates(
  db: Db,
  arrivals: LastArrivals,
  ids: readonly string[],
): Promise<DataUpdate[]> {
  const { rows } = await sql<DataUpdate>`
    select id, name, frequency, "lastOn", due::text as "dueOn", due < ${await today(db)}::date as overdue
    from (${updates(arrivals)} where catalogue.entry.id = any(${[...ids]}::uuid[])) as each
    where due is not null order by due, name`.execute(db);
  return rows;
}

/** Of the named entries those on which data has arrived. */
export async function arrivedAmong(
  db: Db | Tx,
  arrivals: LastArrivals,
  ids: readonly string[],
): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ id: string }>`
    select entry_id as id from (${arrivals}) arrival where entry_id = any(${[...ids]}::uuid[])`.execute(db);
  return new Set(rows.map(({ id }) => id));
}

/** What the caller's own unit has to update now or within a week, the most overdue first; no more than are shown. */
export async function ownUpdates(
  db: Db,
  caller: Caller,
  arrivals: LastArrivals,
  limit: number,
): Promise<{ items: DataUpdate[]; overdue: number; soon: number }> {
  const day = await today(db);
  const { rows } = await sql<DataUpdate & { allOverdue: number; allSoon: number }>`
    select id, name, frequency, "lastOn", due::text as "dueOn", due < ${day}::date as overdue,
      (count(*) filter (where due < ${day}::date) over ())::int as "allOverdue",
      (count(*) filter (where due >= ${day}::date) over ())::int as "allSoon"
    from (${updates(arrivals)}
      where catalogue.entry.provider_id = ${caller.party.id} and catalogue.entry.status <> 'withdrawn') as each
    where due <= ${day}::date + ${soon}::int order by due, name limit ${limit}`.execute(db);
  return {
    items: rows.map(({ allOverdue: _, allSoon: __, ...update }) => update),
    overdue: rows[0]?.allOverdue ?? 0,
    soon: rows[0]?.allSoon ?? 0,
  };
}

const today = async (db: Db): Promise<string> => civilDate(await lawNow(db));
