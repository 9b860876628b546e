import { sql } from "kysely";

/** Rows `(entry_id, at)`: when a batch of an entry was last taken in. */
export const lastArrivals = sql`
  select entry_id, max(finished_at) as at from collection.batch where state = 'done' group by entry_id`;
