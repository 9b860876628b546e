import { sql } from "kysely";
import type { Db, Tx } from "../db/tables.ts";
import { uuid } from "../ids/index.ts";
import { hashPassword } from "./passwords.ts";

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
    await tx.deleteFrom("platform.session").where("account_id", "=", id).execute();
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
  for (const { id } of changed) {
    await tx.deleteFrom("platform.session").where("account_id", "=", id).execute();
  }
}
