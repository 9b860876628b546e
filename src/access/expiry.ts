import { sql } from "kysely";
import { inTransaction } from "../platform/db/index.ts";
import type { Db } from "../platform/db/tables.ts";
import { emitAll } from "../platform/events/index.ts";
import { over } from "./grants.ts";

/** Grants told of in one transaction. */
const batch = 500;

/**
 * Gives word, once, of each grant whose term is over at an instant of the law clock. One that ended otherwise before its
 * day has been told of as that. To be called often, by any process.
 */
export async function tellExpired(db: Db, at: Date): Promise<void> {
  for (let told = batch; told === batch; ) told = await tellSome(db, at);
}

const tellSome = (db: Db, at: Date): Promise<number> =>
  inTransaction(db, async (tx) => {
    const { rows } = await sql<{ id: string }>`
      insert into access.expiry (grant_id, valid_until, told_at)
      select held.id, held.valid_until, ${at}::timestamptz from access."grant" held
      -- What access.state_at calls expired, in the words of the index grant_with_term.
      where held.state <> 'ended' and held.valid_until <= ${at}
        and not exists (select from access.expiry told
          where told.grant_id = held.id and told.valid_until = held.valid_until)
      order by held.valid_until, held.id limit ${batch}
      on conflict do nothing
      returning grant_id as id`.execute(tx);
    await emitAll(
      tx,
      rows.map(({ id }) => over(id, "expired")),
    );
    return rows.length;
  });
