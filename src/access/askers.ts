import type { Database } from "../platform/db/index.ts";
import { type Access, keyOf, personOf } from "./access.ts";

/** Client keys that are live, with whose they are. */
export const liveKeys = `
  select key.keyid, client.party_id
  from parties.client_key key
  join parties.client client on client.id = key.client_id
  join parties.party party on party.id = client.party_id
  where key.revoked_at is null and (key.expires_at is null or platform.wall_now() < key.expires_at)
    and party.active_until is null`;

/** Posts that somebody holds who may act in them. */
export const heldPosts = `
  select post.id, post.party_id
  from parties.post post
  join parties.person person on person.id = post.person_id
  join parties.party party on party.id = post.party_id
  where post.held_until is null and person.suspended_at is null and party.active_until is null`;

/** Whether who asked may still ask: the key is live, or the post is held. */
export async function mayStillAsk({ pool }: Database, access: Access): Promise<boolean> {
  const { rows } = await pool.query<{ may: boolean }>({
    name: "access.asker",
    text: `select exists (select from (${liveKeys}) live where live.keyid = $1 and live.party_id = $3)
      or exists (select from (${heldPosts}) held where held.id = $2 and held.party_id = $3) as may`,
    values: [keyOf(access)?.keyid ?? null, personOf(access)?.post ?? null, access.holderId],
  });
  return rows[0]?.may === true;
}
