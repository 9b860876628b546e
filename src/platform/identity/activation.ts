import { sql } from "kysely";
import type { Db, Tx } from "../db/tables.ts";
import { codeHash, newCode } from "./codes.ts";
import "./tables.ts";

/** How long a code to take over an account is good, in hours of wall time. */
export const activationHours = 72;

/** A new code for the account, told this one time; an earlier one is good no more. */
export async function issueActivation(tx: Tx, accountId: string): Promise<{ code: string; expiresAt: Date }> {
  const code = newCode();
  const kept = {
    code_hash: codeHash(accountId, code),
    expires_at: sql<Date>`platform.wall_now() + ${activationHours} * interval '1 hour'`,
  };
  const { expires_at } = await tx
    .insertInto("platform.activation")
    .values({ account_id: accountId, ...kept })
    .onConflict((conflict) => conflict.column("account_id").doUpdateSet(kept))
    .returning("expires_at")
    .executeTakeFirstOrThrow();
  return { code, expiresAt: expires_at };
}

/** Uses the code up; false where it is not the account's, was used, or has expired. */
export async function takeActivation(db: Db | Tx, accountId: string, code: string): Promise<boolean> {
  const taken = await db
    .deleteFrom("platform.activation")
    .where("account_id", "=", accountId)
    .where("code_hash", "=", codeHash(accountId, code))
    .where("expires_at", ">", sql<Date>`platform.wall_now()`)
    .returning("account_id")
    .executeTakeFirst();
  return taken !== undefined;
}
