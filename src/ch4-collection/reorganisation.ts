import { sql } from "kysely";
import type { Holdings } from "../platform/holdings.ts";

/** Items whose one source the party is (Art. 15 ¶2), and what it collects. */
export const sourceHoldings: Holdings<"items"> = {
  kind: "items",
  held: async (db, party) => {
    const { rows } = await sql<{ id: string; title: string }>`
      select id, name as title from collection.data_item where source_id = ${party}
      union all
      select id, name as title from collection.collection_item where unit_id = ${party}
      order by id`.execute(db);
    return rows;
  },
  async move(tx, { from, rest }) {
    if (rest === from) return;
    await sql`update collection.data_item set source_id = ${rest} where source_id = ${from}`.execute(tx);
    // What the successor collects already stays with it; the other remains as history of the unit that ended.
    await sql`
      update collection.collection_item c set unit_id = ${rest} where unit_id = ${from}
        and not exists (select from collection.collection_item own where own.unit_id = ${rest} and own.key = c.key)`.execute(
      tx,
    );
  },
};
