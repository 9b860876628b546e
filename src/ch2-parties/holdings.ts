import { sql } from "kysely";
import type { Holdings } from "../platform/holdings.ts";
import { uuid } from "../platform/ids/index.ts";
import "./tables.ts";

/** What the register of parties itself keeps for a party, and how it passes on. */

/** Client systems with their keys; a name the successor has already gets the name of where it came from. */
const clients: Holdings<"clients"> = {
  kind: "clients",
  held: (db, party) =>
    db
      .selectFrom("parties.client")
      .select(["id", "name as title"])
      .where("party_id", "=", party)
      .orderBy("id")
      .execute(),
  async move(tx, { from, rest }) {
    await sql`
      update parties.client c set party_id = ${rest}, name = case when exists (
          select from parties.client own where own.party_id = ${rest} and own.name = c.name)
        then c.name || '（原' || (select short_name from parties.party where id = ${from}) || '）' else c.name end
      where party_id = ${from} and ${from}::uuid <> ${rest}::uuid`.execute(tx);
  },
};

/** A post ends and one like it begins, so that who held which post when stays on record. */
const posts: Holdings<"posts"> = {
  kind: "posts",
  held: async (db, party) => {
    const rows = await db
      .selectFrom("parties.post as post")
      .innerJoin("parties.person as person", "person.id", "post.person_id")
      .select(["post.id", "person.name", "post.unit"])
      .where("post.party_id", "=", party)
      .where("post.held_until", "is", null)
      .orderBy("post.id")
      .execute();
    return rows.map(({ id, name, unit }) => ({ id, title: [name, unit].filter(Boolean).join("　") }));
  },
  async move(tx, { from, rest, at }) {
    if (from === rest) return;
    const ended = await tx
      .updateTable("parties.post")
      .set({ held_until: at })
      .where("party_id", "=", from)
      .where("held_until", "is", null)
      .returning(["person_id", "unit", "roles"])
      .execute();
    if (ended.length === 0) return;
    const begun = { party_id: rest, held_from: at, held_until: null };
    await tx
      .insertInto("parties.post")
      .values(ended.map((post) => ({ id: uuid(), ...post, ...begun })))
      .execute();
  },
};

/** Categories the party answers for, and offices it holds: ended for it and begun for the successor. */
const responsibilities: Holdings<"responsibilities"> = {
  kind: "responsibilities",
  held: (db, party) =>
    db
      .selectFrom("parties.responsibility")
      .select(["id", "category as title"])
      .where("department_id", "=", party)
      .where("until", "is", null)
      .orderBy("id")
      .execute(),
  async move(tx, { from, rest, effectiveOn, at }) {
    if (from === rest) return;
    const ended = await tx
      .updateTable("parties.responsibility")
      .set({ until: effectiveOn })
      .where("department_id", "=", from)
      .where("until", "is", null)
      .returning(["region", "category", "data_kind", "basis", "scope", "matter_id"])
      .execute();
    const begun = { department_id: rest, since: effectiveOn, until: null };
    if (ended.length > 0)
      await tx
        .insertInto("parties.responsibility")
        .values(ended.map((row) => ({ id: uuid(), ...row, ...begun })))
        .execute();
    const offices = await tx
      .updateTable("parties.office")
      .set({ until: at })
      .where("party_id", "=", from)
      .where("until", "is", null)
      .returning(["office", "region"])
      .execute();
    if (offices.length > 0)
      await tx
        .insertInto("parties.office")
        .values(offices.map((office) => ({ ...office, party_id: rest, since: at, until: null })))
        .execute();
  },
};

const channels: Holdings<"channels"> = {
  kind: "channels",
  held: (db, party) =>
    db
      .selectFrom("parties.channel")
      .select(["id", "name as title"])
      .where("owner_id", "=", party)
      .where("state", "!=", "merged")
      .orderBy("id")
      .execute(),
  async move(tx, { from, rest }) {
    await sql`
      update parties.channel c set owner_id = ${rest}
      where owner_id = ${from} and state <> 'merged'
        and not exists (select from parties.channel own where own.owner_id = ${rest} and own.name = c.name)`.execute(
      tx,
    );
  },
};

/** Records the party keeps, and its part in tasks. Who answers inside it (Art. 9) is the party's own and stays. */
const records: Holdings<"records"> = {
  kind: "records",
  held: async (db, party) => {
    const { rows } = await sql<{ id: string; title: string }>`
      select record.id, coalesce(version.content ->> 'title', record.register) as title
      from parties.record record
      join parties.record_version version on version.record_id = record.id and version.version = record.version
      where record.keeper_id = ${party} and not record.ended and record.register not in ('duties', 'reorganisations')
      order by record.id`.execute(db);
    return rows;
  },
  async move(tx, { from, rest }) {
    await sql`
      update parties.record set keeper_id = ${rest}
      where keeper_id = ${from} and not ended and register not in ('duties', 'reorganisations')`.execute(tx);
    await sql`update parties.task_matter set addressee_id = ${rest} where addressee_id = ${from}`.execute(tx);
    await sql`update parties.task_matter set issuer_id = ${rest} where issuer_id = ${from}`.execute(tx);
  },
};

export const partyHoldings = [clients, posts, responsibilities, channels, records] as const;
