import type { PostChoice } from "../contract/session.ts";
import { postsLentTo } from "../matters/index.ts";
import type { Db, Tx } from "../platform/db/tables.ts";
import type { Caller } from "../platform/http/caller.ts";
import { isAdministrator } from "./separation.ts";
import "./tables.ts";

/**
 * The person as acting in one current post: the one asked for, else their own oldest. A post asked for may be one
 * that a colleague has lent them today. Null when there is no such post (any more) or its holder is suspended, which
 * ends the session: nobody goes on unawares in another post than the one they chose.
 */
export async function resolveCaller(
  db: Db | Tx,
  personId: string,
  postId: string | null,
): Promise<Caller | null> {
  const own = await posts(db, personId);
  if (own.length === 0) return null;
  const chosen = own.find((post) => postId === null || post.postId === postId);
  if (chosen !== undefined) return callerIn(chosen);
  const lent = (await lentTo(db, own)).find((post) => post.postId === postId);
  const [self] = own;
  if (lent === undefined || self === undefined) return null;
  return {
    ...callerIn(lent),
    personId: self.personId,
    personName: self.personName,
    actingFor: { id: lent.personId, name: lent.personName },
  };
}

/** Every post the person may act in now: their own, and those lent to them today. */
export async function postsOf(db: Db | Tx, personId: string): Promise<PostChoice[]> {
  const own = await posts(db, personId);
  const choice = (post: HeldPost, lent: boolean): PostChoice => ({
    id: post.postId,
    party: { id: post.partyId, name: post.partyName },
    unit: post.unit,
    roles: [...post.roles],
    actingFor: lent ? { id: post.personId, name: post.personName } : null,
  });
  return [
    ...own.map((post) => choice(post, false)),
    ...(await lentTo(db, own)).map((post) => choice(post, true)),
  ];
}

type HeldPost = Awaited<ReturnType<typeof posts>>[number];

/** Posts a person holds now, oldest first; none of a suspended person or of a party that has ended. */
function posts(db: Db | Tx, personId: string) {
  return db
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
    .orderBy("post.id")
    .execute();
}

/** Posts that colleagues of the same party have lent and hold still; an administrator is lent none (三员分立). */
async function lentTo(db: Db | Tx, own: readonly HeldPost[]): Promise<HeldPost[]> {
  const [self] = own;
  if (self === undefined || own.some(({ roles }) => isAdministrator(roles))) return [];
  const lent = await postsLentTo(db, self.personId);
  const held = await Promise.all(
    lent.map(async ({ postId, fromPerson }) =>
      (await posts(db, fromPerson)).find(
        (post) => post.postId === postId && own.some(({ partyId }) => partyId === post.partyId),
      ),
    ),
  );
  return held.filter((post) => post !== undefined);
}

function callerIn(post: HeldPost): Caller {
  return {
    personId: post.personId,
    personName: post.personName,
    postId: post.postId,
    unit: post.unit,
    roles: post.roles,
    party: {
      id: post.partyId,
      name: post.partyName,
      kind: post.kind,
      level: post.level,
      region: post.region,
    },
  };
}
