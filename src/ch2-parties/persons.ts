import { type SqlBool, sql } from "kysely";
import type { HeldPost, Person } from "../contract/person.ts";
import { toInstant } from "../platform/clocks/index.ts";
import type { Db } from "../platform/db/tables.ts";
import type { Caller } from "../platform/http/caller.ts";
import { accountStates } from "../platform/identity/index.ts";
import { isAdministrator } from "./separation.ts";
import { openRequests } from "./takeovers.ts";
import "./tables.ts";

export interface WantedPersons {
  /** Part of a name or of an account. */
  readonly q?: string | undefined;
  readonly after?: string | undefined;
  readonly limit: number;
  /** How many days a request waits for its confirmation. */
  readonly requestDays: number;
}

/** Persons by id, newest last. Administrators see all; whoever else may call sees those who hold a post in their unit. */
export async function listPersons(db: Db, caller: Caller, wanted: WantedPersons): Promise<Person[]> {
  let rows = db
    .selectFrom("parties.person as person")
    .select(["person.id", "person.name", "person.suspended_at"])
    .orderBy("person.id")
    .limit(wanted.limit);
  if (wanted.after !== undefined) rows = rows.where("person.id", ">", wanted.after);
  if (wanted.q !== undefined && wanted.q.trim() !== "") {
    const q = wanted.q.trim().toLowerCase();
    rows = rows.where(sql<SqlBool>`(position(${q} in lower(person.name)) > 0 or exists (
      select from platform.account a where a.person_id = person.id and position(${q} in a.username) > 0))`);
  }
  const own = isAdministrator(caller.roles) ? null : caller.party.id;
  if (own !== null)
    rows = rows.where(({ exists, selectFrom }) =>
      exists(
        selectFrom("parties.post as held")
          .select("held.id")
          .whereRef("held.person_id", "=", "person.id")
          .where("held.party_id", "=", own)
          .where("held.held_until", "is", null),
      ),
    );
  const persons = await rows.execute();
  const ids = persons.map(({ id }) => id);
  const posts = await heldBy(db, ids, own);
  const accounts = await accountStates(db, ids);
  const requests =
    own === null ? await openRequests(db, ids, wanted.requestDays) : new Map<string, Person["requests"]>();
  return persons.map(({ id, name, suspended_at }) => {
    const account = accounts.get(id);
    return {
      id,
      name,
      username: account?.username ?? null,
      suspended: suspended_at !== null || account?.suspended === true,
      awaitsActivation: account?.awaitsActivation ?? false,
      secondFactor: account?.secondFactor ?? false,
      externalLogin: account?.externalLogin ?? false,
      posts: posts.get(id) ?? [],
      requests: requests.get(id) ?? [],
    };
  });
}

/** Posts of persons, present ones first; those of one party only where one is given. */
async function heldBy(
  db: Db,
  persons: readonly string[],
  party: string | null,
): Promise<Map<string, HeldPost[]>> {
  if (persons.length === 0) return new Map();
  let rows = db
    .selectFrom("parties.post as post")
    .innerJoin("parties.party as party", "party.id", "post.party_id")
    .select(["post.id", "post.person_id", "post.unit", "post.roles", "post.held_from", "post.held_until"])
    .select(["party.id as partyId", "party.name as partyName"])
    .where("post.person_id", "in", [...persons])
    .orderBy(sql`post.held_until desc nulls first`)
    .orderBy("post.held_from");
  if (party !== null) rows = rows.where("post.party_id", "=", party);
  const grouped = Map.groupBy(await rows.execute(), ({ person_id }) => person_id);
  return new Map(
    [...grouped].map(([id, posts]) => [
      id,
      posts.map((post) => ({
        id: post.id,
        party: { id: post.partyId, name: post.partyName },
        unit: post.unit,
        roles: post.roles,
        from: toInstant(post.held_from),
        until: post.held_until && toInstant(post.held_until),
      })),
    ]),
  );
}
