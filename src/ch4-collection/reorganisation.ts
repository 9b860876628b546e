import { sql } from "kysely";
import type { Holdings } from "../platform/holdings.ts";

/** Items whose one source the party is (Art. 15 ¶2), what it collects, alone or jointly, and how it divided that work. */
export const sourceHoldings: Holdings<"items"> = {
  kind: "items",
  held: async (db, party) => {
    const { rows } = await sql<{ id: string; title: string }>`
      select id, name as title from collection.data_item where source_id = ${party}
      union all
      select id, name as title from collection.collection_item where unit_id = ${party}
      union all
      select joint.id, '协同采集：' || subject as title from collection.joint
      where authority_id = ${party}
        or exists (select from collection.joint_share where joint_id = joint.id and unit_id = ${party})
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
    // A share that meets one of the successor's own is joined to it.
    await sql`
      insert into collection.joint_share (joint_id, unit_id, items, keys)
      select joint_id, ${rest}::uuid, items, keys from collection.joint_share where unit_id = ${from}
      on conflict (joint_id, unit_id) do update
        set items = joint_share.items || array(select unnest(excluded.items) except select unnest(joint_share.items)),
          keys = joint_share.keys || array(select unnest(excluded.keys) except select unnest(joint_share.keys))`.execute(
      tx,
    );
    await sql`delete from collection.joint_share where unit_id = ${from}`.execute(tx);
    await sql`
      update collection.joint set authority_id = ${rest} where authority_id = ${from}
        and not exists (select from collection.joint own where own.authority_id = ${rest} and own.key = joint.key)`.execute(
      tx,
    );
  },
};
