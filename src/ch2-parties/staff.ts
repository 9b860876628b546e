import { sql } from "kysely";
import type { Role } from "../contract/roles.ts";
import type { Db, Tx } from "../platform/db/tables.ts";
import "./tables.ts";

/** Who holds a post in the party now and is not suspended, by unit and name; nobody where the party has ended. */
export async function staff(
  db: Db | Tx,
  partyId: string,
): Promise<{ personId: string; personName: string; postId: string; unit: string | null; roles: Role[] }[]> {
  return db
    .selectFrom("parties.post as post")
    .innerJoin("parties.person as person", "person.id", "post.person_id")
    .innerJoin("parties.party as party", "party.id", "post.party_id")
    .select(["person.id as personId", "person.name as personName"])
    .select(["post.id as postId", "post.unit", "post.roles"])
    .where("post.party_id", "=", partyId)
    .where("post.held_until", "is", null)
    .where("person.suspended_at", "is", null)
    .where("party.active_until", "is", null)
    .orderBy("post.unit")
    .orderBy("person.name")
    .orderBy("post.id")
    .execute();
}

/** Ids of the persons who hold a post of this role now and are not suspended. */
export async function withRole(db: Db | Tx, role: Role): Promise<string[]> {
  const rows = await db
    .selectFrom("parties.post as post")
    .innerJoin("parties.person as person", "person.id", "post.person_id")
    .select("person.id")
    .distinct()
    .where(sql<boolean>`${role} = any(post.roles)`)
    .where("post.held_until", "is", null)
    .where("person.suspended_at", "is", null)
    .execute();
  return rows.map(({ id }) => id);
}
