import type { Db, Tx } from "../platform/db/tables.ts";
import type { Caller } from "../platform/http/caller.ts";
import "./tables.ts";

/**
 * The person as acting in one current post: the one asked for, else the oldest.
 * Null when the person is suspended or holds no such post, which ends the session.
 */
export async function resolveCaller(
  db: Db | Tx,
  personId: string,
  postId: string | null,
): Promise<Caller | null> {
  let query = db
    .selectFrom("parties.post as post")
    .innerJoin("parties.person as person", "person.id", "post.person_id")
    .innerJoin("parties.party as party", "party.id", "post.party_id")
    .select([
      "post.id as postId",
      "post.unit",
      "post.roles",
      "person.id as personId",
      "person.name as personName",
    ])
    .select(["party.id as partyId", "party.name as partyName", "party.kind", "party.level", "party.region"])
    .where("person.id", "=", personId)
    .where("person.suspended_at", "is", null)
    .where("post.held_until", "is", null)
    .where("party.active_until", "is", null)
    .orderBy("post.held_from")
    .orderBy("post.id");
  if (postId !== null) query = query.where("post.id", "=", postId);
  const row = await query.executeTakeFirst();
  if (row === undefined) return null;
  return {
    personId: row.personId,
    personName: row.personName,
    postId: row.postId,
    unit: row.unit,
    roles: row.roles,
    party: { id: row.partyId, name: row.partyName, kind: row.kind, level: row.level, region: row.region },
  };
}
