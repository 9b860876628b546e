import { createHash } from "node:crypto";
import { type SqlBool, sql } from "kysely";
import type { Db } from "../db/tables.ts";

/** What attempts are counted by, and the failures in a row until it is locked. Many people may share an address. */
const allowed = { account: 5, factor: 5, address: 100 } as const;

/** Failures in a row until an account, or its second factor, is locked, and for how long, in minutes. */
export const allowedFailures = allowed.account;
export const lockMinutes = 15;

/** An account by its name, the second factor of an account by its id, an address as the proxies tell it. */
export interface Counted {
  readonly kind: keyof typeof allowed;
  readonly name: string;
}

const key = ({ kind, name }: Counted): Buffer => createHash("sha256").update(`${kind}\0${name}`).digest();

export interface Attempt {
  /** False while it is locked: the password or code is not looked at. */
  readonly admitted: boolean;
  /** If this one fails it is locked. */
  readonly last: boolean;
  /** Until when a lock holds. */
  readonly until: Date;
}

/**
 * Counts an attempt before its password is looked at, so that no number of attempts at once gets more guesses than
 * allowed. Names nobody has are counted alike. A lock is not prolonged by knocking.
 */
export async function countAttempt(db: Db, counted: Counted): Promise<Attempt> {
  const most = allowed[counted.kind];
  const lapse = sql`platform.wall_now() + ${lockMinutes} * interval '1 minute'`;
  const { rows } = await sql<{ failures: number; lapses_at: Date }>`
    insert into platform.sign_in_attempt as a (username_hash, failures, lapses_at)
    values (${key(counted)}, 1, ${lapse})
    on conflict (username_hash) do update set
      failures = case when a.lapses_at <= platform.wall_now() then 1 else least(a.failures, 1000) + 1 end,
      lapses_at = case
        when a.lapses_at > platform.wall_now() and a.failures >= ${most} then a.lapses_at
        else ${lapse} end
    returning failures, lapses_at
  `.execute(db);
  const [row] = rows;
  if (row === undefined) throw new Error("the attempt was not counted");
  return { admitted: row.failures <= most, last: row.failures === most, until: row.lapses_at };
}

/** After a success: the account or factor starts anew. */
export async function forgetAttempts(db: Db, counted: Counted): Promise<void> {
  await db.deleteFrom("platform.sign_in_attempt").where("username_hash", "=", key(counted)).execute();
}

/** After a success from an address only that attempt is taken back: one good account does not buy more guesses. */
export async function takeBackAttempt(db: Db, counted: Counted): Promise<void> {
  await db
    .updateTable("platform.sign_in_attempt")
    .set({ failures: sql<number>`failures - 1` })
    .where("username_hash", "=", key(counted))
    .where(sql<SqlBool>`failures > 0`)
    .execute();
}

/** Clears away what has lapsed; to be run daily. */
export async function forgetLapsedAttempts(db: Db): Promise<void> {
  await sql`delete from platform.sign_in_attempt where lapses_at <= platform.wall_now()`.execute(db);
}
