import { createHash, createHmac, randomBytes } from "node:crypto";
import { sql } from "kysely";
import type { Db, Tx } from "../db/tables.ts";
import { uuid } from "../ids/index.ts";
import "./tables.ts";

/** A session ends this long after signing in, and this long after its last use, in minutes of wall time. */
export const absoluteMinutes = 12 * 60;
export const idleMinutes = 60;

export interface LiveSession {
  readonly id: string;
  readonly accountId: string;
  readonly personId: string;
  readonly postId: string | null;
  /** Whether the account has a second factor; then no session of it was opened without one. */
  readonly secondFactor: boolean;
}

const hashOf = (token: string): Buffer => createHash("sha256").update(token).digest();

/** Derived from the session's token, so it changes with it and need not be kept. */
export const csrfTokenOf = (token: string): string =>
  createHmac("sha256", token).update("csrf").digest("base64url");

/** Opens a session under a new token; the caller's former session, if any, ends (no token outlives a sign-in). */
export async function openSession(
  tx: Tx,
  accountId: string,
  former: string | null,
): Promise<{ id: string; token: string }> {
  const token = randomBytes(32).toString("base64url");
  const id = uuid();
  if (former !== null) await tx.deleteFrom("platform.session").where("id", "=", former).execute();
  await tx
    .insertInto("platform.session")
    .values({
      id,
      token_hash: hashOf(token),
      account_id: accountId,
      post_id: null,
      expires_at: sql<Date>`platform.wall_now() + ${absoluteMinutes} * interval '1 minute'`,
    })
    .execute();
  return { id, token };
}

/** The live session of a token: known, within both expiries, its account not suspended. Notes its use once a minute. */
export async function findSession(db: Db, token: string): Promise<LiveSession | null> {
  const { rows } = await sql<LiveSession & { stale: boolean }>`
    select s.id, a.id as "accountId", a.person_id as "personId", s.post_id as "postId",
      exists (select from platform.second_factor f
        where f.account_id = a.id and f.sealed_secret is not null) as "secondFactor",
      s.last_used_at < platform.wall_now() - interval '1 minute' as stale
    from platform.session s join platform.account a on a.id = s.account_id
    where s.token_hash = ${hashOf(token)} and a.suspended_at is null
      and s.expires_at > platform.wall_now()
      and s.last_used_at > platform.wall_now() - ${idleMinutes} * interval '1 minute'
  `.execute(db);
  const [row] = rows;
  if (row === undefined) return null;
  if (row.stale) {
    await db
      .updateTable("platform.session")
      .set({ last_used_at: sql<Date>`platform.wall_now()` })
      .where("id", "=", row.id)
      .execute();
  }
  const { stale: _, ...live } = row;
  return live;
}

/** Clears away sessions past either expiry; to be run daily. */
export async function forgetSessions(db: Db): Promise<void> {
  await sql`
    delete from platform.session where expires_at <= platform.wall_now()
      or last_used_at <= platform.wall_now() - ${idleMinutes} * interval '1 minute'
  `.execute(db);
}

export async function endSession(db: Db | Tx, id: string): Promise<void> {
  await db.deleteFrom("platform.session").where("id", "=", id).execute();
}

/** Ends the sessions of an account, all or all but one. */
export async function endSessionsOf(tx: Tx, accountId: string, except?: string): Promise<void> {
  let sessions = tx.deleteFrom("platform.session").where("account_id", "=", accountId);
  if (except !== undefined) sessions = sessions.where("id", "<>", except);
  await sessions.execute();
}
