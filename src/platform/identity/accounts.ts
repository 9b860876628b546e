import { randomBytes } from "node:crypto";
import { sql } from "kysely";
import type { Db, Tx } from "../db/tables.ts";
import { Problem } from "../http/problem.ts";
import { uuid } from "../ids/index.ts";
import { issueActivation } from "./activation.ts";
import { linkSubject, type Subject } from "./external.ts";
import { hashPassword } from "./passwords.ts";
import { removeSecondFactor } from "./second-factor.ts";
import { endSessionsOf } from "./sessions.ts";

export interface NewAccount {
  readonly username: string;
  readonly password: string;
  /** One account per person. */
  readonly personId: string;
}

/** Names are compared without case and outer blanks. */
export const normalised = (username: string): string => username.trim().toLowerCase();

export async function createAccount(tx: Tx, account: NewAccount): Promise<string> {
  const id = uuid();
  await tx
    .insertInto("platform.account")
    .values({
      id,
      username: normalised(account.username),
      password_hash: await hashPassword(account.password),
      person_id: account.personId,
      suspended_at: null,
    })
    .execute();
  return id;
}

/** The person of an account, or null where nobody has the name. */
export async function personOfAccount(db: Db | Tx, username: string): Promise<string | null> {
  const account = await db
    .selectFrom("platform.account")
    .select("person_id")
    .where("username", "=", normalised(username))
    .executeTakeFirst();
  return account?.person_id ?? null;
}

/** Ends the account's sessions with it: its next request finds none. */
export async function suspendAccount(tx: Tx, personId: string): Promise<void> {
  const suspended = await tx
    .updateTable("platform.account")
    .set({ suspended_at: sql<Date>`platform.wall_now()` })
    .where("person_id", "=", personId)
    .returning("id")
    .execute();
  for (const { id } of suspended) {
    await tx.deleteFrom("platform.activation").where("account_id", "=", id).execute();
    await endSessionsOf(tx, id);
  }
}

/** Sets a new password and ends every session opened under the old one. */
export async function setPassword(tx: Tx, personId: string, password: string): Promise<void> {
  const changed = await tx
    .updateTable("platform.account")
    .set({ password_hash: await hashPassword(password) })
    .where("person_id", "=", personId)
    .returning("id")
    .execute();
  for (const { id } of changed) await endSessionsOf(tx, id);
}

/** A code to take over an account, told this one time. */
export interface IssuedActivation {
  readonly code: string;
  readonly expiresAt: Date;
}

/** An account that nobody has a password for until its code is used. @throws Problem `username_taken` */
export async function openAccount(
  tx: Tx,
  { username, personId }: { username: string; personId: string },
): Promise<IssuedActivation> {
  if ((await personOfAccount(tx, username)) !== null)
    throw new Problem("username_taken", `账号“${normalised(username)}”已经有人用，请换一个。`);
  const id = await createAccount(tx, { username, password: randomBytes(32).toString("base64url"), personId });
  return issueActivation(tx, id);
}

/** Password and sessions end; a new code opens the account again. */
export async function reactivate(tx: Tx, personId: string): Promise<IssuedActivation> {
  const id = await lockAccount(tx, personId);
  await setPassword(tx, personId, randomBytes(32).toString("base64url"));
  return issueActivation(tx, id);
}

export async function resetSecondFactor(tx: Tx, personId: string): Promise<void> {
  await removeSecondFactor(tx, await lockAccount(tx, personId));
}

export async function linkExternally(tx: Tx, personId: string, subject: Subject): Promise<void> {
  await linkSubject(tx, await lockAccount(tx, personId), subject);
}

/** Signing in is open again; sessions are not. */
export async function resumeAccount(tx: Tx, personId: string): Promise<void> {
  await tx
    .updateTable("platform.account")
    .set({ suspended_at: null })
    .where("person_id", "=", personId)
    .execute();
}

/** The account of a person, held until the transaction ends. @throws Problem `not_found` */
export async function lockAccount(tx: Tx, personId: string): Promise<string> {
  const account = await tx
    .selectFrom("platform.account")
    .select("id")
    .where("person_id", "=", personId)
    .forUpdate()
    .executeTakeFirst();
  if (account === undefined) throw new Problem("not_found", "没有这个人员，或者没有账号。");
  return account.id;
}

/** What an administrator sees of an account; nothing that opens it. */
export interface AccountState {
  readonly username: string;
  readonly suspended: boolean;
  /** A code is out and was not used yet. */
  readonly awaitsActivation: boolean;
  readonly secondFactor: boolean;
  readonly externalLogin: boolean;
}

/** The accounts of persons, by person. */
export async function accountStates(
  db: Db | Tx,
  persons: readonly string[],
): Promise<Map<string, AccountState>> {
  const { rows } = await sql<AccountState & { person: string }>`
    select a.person_id as person, a.username, a.suspended_at is not null as suspended,
      exists (select from platform.activation c where c.account_id = a.id) as "awaitsActivation",
      exists (select from platform.second_factor f
        where f.account_id = a.id and f.sealed_secret is not null) as "secondFactor",
      exists (select from platform.external_login l where l.account_id = a.id) as "externalLogin"
    from platform.account a where a.person_id = any(${persons})
  `.execute(db);
  return new Map(rows.map(({ person, ...state }) => [person, state]));
}
