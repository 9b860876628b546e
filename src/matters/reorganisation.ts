import { sql } from "kysely";
import type { Holdings, Move } from "../platform/holdings.ts";
import { openStages } from "./draft-record.ts";
import "./office-tables.ts";
import "./tables.ts";

/** Who gets a matter: whoever gets the entry it is about, else whoever gets the rest. */
const heir = ({ entries, rest }: Move, subject: string) =>
  sql<string>`coalesce((${JSON.stringify(entries)}::jsonb ->> ${sql.ref(subject)}::text)::uuid, ${rest}::uuid)`;

/**
 * Open matters that the party started, provides for or holds. One statement moves any number of them; every step that
 * was taken keeps the party's name of its time. Work given to a person follows the post of that person.
 */
export const matterHoldings: Holdings<"matters"> = {
  kind: "matters",
  held: async (db, party) =>
    db
      .selectFrom("matters.matter")
      .select(["id", sql<string>`number || '　' || title`.as("title")])
      .where("outcome", "is", null)
      .where((eb) =>
        eb.or([
          eb("starter_party", "=", party),
          eb("provider_party", "=", party),
          eb("holder_party", "=", party),
        ]),
      )
      .orderBy("id")
      .execute(),
  async move(tx, move) {
    const { from, rest, by, at, basis } = move;
    const to = heir(move, "m.subject_id");
    await sql`
      insert into matters.participant (matter_id, party_id)
      select m.id, ${to} from matters.matter m
      join matters.participant p on p.matter_id = m.id and p.party_id = ${from}
      on conflict do nothing`.execute(tx);
    await sql`
      with moving as (
        select m.id, ${to} as heir from matters.matter m
        where m.outcome is null and ${from} in (m.starter_party, m.provider_party, m.holder_party)
          and ${to} <> ${from}),
      moved as (
        update matters.matter m set
          starter_party = case when m.starter_party = ${from} then moving.heir else m.starter_party end,
          provider_party = case when m.provider_party = ${from} then moving.heir else m.provider_party end,
          holder_party = case when m.holder_party = ${from} then moving.heir else m.holder_party end,
          assigned_person = case when m.holder_party = ${from} and moving.heir <> ${rest} then null else m.assigned_person end,
          assigned_name = case when m.holder_party = ${from} and moving.heir <> ${rest} then null else m.assigned_name end,
          assigned_unit = case when m.holder_party = ${from} and moving.heir <> ${rest} then null else m.assigned_unit end
        from moving where moving.id = m.id
        returning m.id, moving.heir)
      insert into matters.hand_over (id, matter_id, from_party, to_party, reason, recorded_by, recorded_at)
      select gen_random_uuid(), moved.id, ${from}::uuid, moved.heir, ${basis}::text, ${by.personId}::uuid, ${at}::timestamptz
      from moved`.execute(tx);
    await sql`
      update matters.supervision s set to_party = ${to}
      from matters.matter m
      where m.id = s.matter_id and s.to_party = ${from} and s.answer is null and m.outcome is null`.execute(
      tx,
    );
  },
};

/** What waits for review inside the office; lent posts end where the office does. */
export const draftHoldings: Holdings<"drafts"> = {
  kind: "drafts",
  held: async (db, party) =>
    db
      .selectFrom("matters.internal_review")
      .select(["id", "title"])
      .where("party_id", "=", party)
      .where("stage", "in", openStages)
      .orderBy("id")
      .execute(),
  async move(tx, move) {
    const { from, rest, by, at } = move;
    const to = heir(move, "subject");
    // Of two drafts on one matter that come together in one office, the moved one lapses.
    await sql`
      with moving as (
        select r.id, ${to} as heir, r.matter_id from (
          select r.id, r.matter_id, coalesce(m.subject_id, r.subject_id) as subject
          from matters.internal_review r left join matters.matter m on m.id = r.matter_id
          where r.party_id = ${from} and r.stage = any(${[...openStages]})) r)
      update matters.internal_review r set party_id = moving.heir, stage = case when exists (
          select from matters.internal_review other where other.matter_id = moving.matter_id
            and other.party_id = moving.heir and other.id <> r.id and other.stage = any(${[...openStages]}))
        then 'lapsed' else r.stage end
      from moving where moving.id = r.id`.execute(tx);
    if (rest === from) return;
    await tx
      .updateTable("matters.delegation")
      .set({ revoked_at: at, revoked_by: by.personId, revoked_by_name: by.personName })
      .where("party_id", "=", from)
      .where("revoked_at", "is", null)
      .execute();
  },
};
