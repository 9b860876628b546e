import { createHash } from "node:crypto";
import { sql } from "kysely";
import type { Db } from "../db/tables.ts";

/** Failures in a row until the name is locked, and for how long, in minutes. */
export const allowedFailures = 5;
export const lockMinutes = 15;

const key = (username: string): Buffer => createHash("sha256").update(username).digest();

export interface Attempt {
  /** False while the name is locked: the password is not looked at. */
  readonly admitted: boolean;
  /** If this one fails the name is locked. */
  readonly last: boolean;
  /** Until when a lock holds. */
  readonly until: Date;
}

/**
 * Counts an attempt before its password is looked at, so that no number of attempts at once gets more than
 * `allowedFailures` guesses. Names nobody has are counted alike. A lock is not prolonged by knocking.
 */
export async function countAttempt(db: Db, username: string): Promise<Attempt> {
  const lapse = sql`platform.wall_now() + ${lockMinutes} * interval '1 minute'`;
  const { rows } = await sql<{ failures: number; lapses_at: Date }>`
    insert into platform.sign_in_attempt as a (username_hash, failures, lapses_at)
    values (${key(username)}, 1, ${lapse})
    on conflict (username_hash) do update set
      failures = case when a.lapses_at <= platform.wall_now() then 1 else least(a.failures, 1000) + 1 end,
      lapses_at = case
        when a.lapses_at > platform.wall_now() and a.failures >= ${allowedFailures} then a.lapses_at
        else ${lapse} end
    returning failures, lapses_at
  `.execute(db);
  const [row] = rows;
  if (row === undefined) throw new Error("the attempt was not counted");
  return {
    admitted: row.failures <= allowedFailures,
    last: row.failures === allowedFailures,
    until: row.lapses_at,
  };
}

/** After a success: the name starts anew. */
export async function forgetAttempts(db: Db, username: string): Promise<void> {
  await db.deleteFrom("platform.sign_in_attempt").where("username_hash", "=", key(username)).execute();
}

/** Clears away what has lapsed; to be run daily. */
export async function forgetLapsedAttempts(db: Db): Promise<void> {
  await sql`delete from platform.sign_in_attempt where lapses_at <= platform.wall_now()`.execute(db);
}
