import { sql } from "kysely";
import { addDays } from "../law/calendar.ts";
import { civilDate, lastSoonDay, startOf } from "../law/deadlines.ts";
import { type Parameters, promisedDays } from "../law/parameters.ts";
import { loadCalendar } from "../matters/index.ts";
import { inTransaction } from "../platform/db/index.ts";
import type { Db } from "../platform/db/tables.ts";
import { emitAll } from "../platform/events/index.ts";

/** Grants told of in one transaction. */
const batch = 500;

/**
 * Gives word, once for each term, of each grant whose last day is at most so many working days ahead (parameter
 * `grant-ending`), so that its holder can apply anew in time. One given for less than that is told of from the day after it
 * began: on that day its holder knows. To be called often, by any process.
 */
export async function tellEnding(db: Db, at: Date, parameters: Parameters): Promise<void> {
  const days = promisedDays(parameters, "grant-ending");
  const lastDay = lastSoonDay(await loadCalendar(db), at, days);
  const until = startOf(addDays(lastDay, 1));
  for (let told = batch; told === batch; ) told = await tellSome(db, at, until);
}

const tellSome = (db: Db, at: Date, until: Date): Promise<number> =>
  inTransaction(db, async (tx) => {
    const { rows } = await sql<{ id: string; validUntil: Date }>`
      insert into access.ending (grant_id, valid_until, told_at)
      select held.id, held.valid_until, ${at}::timestamptz from access."grant" held
      where held.state <> 'ended' and held.valid_until > ${at} and held.valid_until <= ${until}
        and held.valid_from < ${startOf(civilDate(at))}
        and not exists (select from access.ending told
          where told.grant_id = held.id and told.valid_until = held.valid_until)
      order by held.valid_until, held.id limit ${batch}
      on conflict do nothing
      returning grant_id as id, valid_until as "validUntil"`.execute(tx);
    await emitAll(
      tx,
      rows.map(({ id, validUntil }) => ({
        type: "access.grant.ending",
        version: 1,
        aggregate: `grant:${id}`,
        body: { grant: id, validUntil: validUntil.toISOString() },
      })),
    );
    return rows.length;
  });
