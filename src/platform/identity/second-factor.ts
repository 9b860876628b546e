import { randomBytes } from "node:crypto";
import { Secret, TOTP } from "otpauth";
import { wallNow } from "../clocks/index.ts";
import type { Db, Tx } from "../db/tables.ts";
import { codeHash, newCode } from "./codes.ts";
import { endSessionsOf } from "./sessions.ts";
import "./tables.ts";

/** Seals secrets under the platform's keys; `place` binds a secret to where it is kept. */
export interface Sealing {
  seal(plain: Buffer, place: string): Buffer;
  open(sealed: Buffer, place: string): Buffer;
}

const recoveryCodes = 10;
const period = 30;
const place = (accountId: string) => `second-factor:${accountId}`;

const totp = (secret: Buffer, issuer: string, label: string): TOTP =>
  new TOTP({
    issuer,
    label,
    algorithm: "SHA1",
    digits: 6,
    period,
    secret: new Secret({ buffer: Uint8Array.from(secret).buffer }),
  });

/** The time step whose code this is, one step early or late allowed; null for any other code. */
function stepOf(secret: Buffer, code: string): number | null {
  const timestamp = wallNow().getTime();
  const delta = totp(secret, "", "").validate({ token: code.replace(/\s/g, ""), timestamp, window: 1 });
  return delta === null ? null : Math.floor(timestamp / 1000 / period) + delta;
}

/** Whether the account has a second factor that was proven. */
export async function hasSecondFactor(db: Db | Tx, accountId: string): Promise<boolean> {
  return (await sealedSecret(db, accountId)) !== null;
}

async function sealedSecret(db: Db | Tx, accountId: string): Promise<Buffer | null> {
  const row = await db
    .selectFrom("platform.second_factor")
    .select("sealed_secret")
    .where("account_id", "=", accountId)
    .executeTakeFirst();
  return row?.sealed_secret ?? null;
}

/** Takes a code of the device, each time step once, or a recovery code, each once; false for any other. */
export async function takeCode(
  db: Db | Tx,
  sealing: Sealing,
  accountId: string,
  code: string,
): Promise<boolean> {
  const sealed = await sealedSecret(db, accountId);
  if (sealed === null) return false;
  const step = stepOf(sealing.open(sealed, place(accountId)), code);
  if (step === null) return takeRecoveryCode(db, accountId, code);
  const taken = await db
    .updateTable("platform.second_factor")
    .set({ last_step: step })
    .where("account_id", "=", accountId)
    .where("last_step", "<", step)
    .returning("account_id")
    .executeTakeFirst();
  return taken !== undefined;
}

async function takeRecoveryCode(db: Db | Tx, accountId: string, code: string): Promise<boolean> {
  const taken = await db
    .deleteFrom("platform.recovery_code")
    .where("account_id", "=", accountId)
    .where("code_hash", "=", codeHash(accountId, code))
    .returning("account_id")
    .executeTakeFirst();
  return taken !== undefined;
}

/** Hands out a secret for a device; it counts once a code proves it. The key URI is what authenticators scan. */
export async function beginEnrolment(
  tx: Tx,
  sealing: Sealing,
  accountId: string,
  { issuer, label }: { issuer: string; label: string },
): Promise<{ secret: string; uri: string }> {
  const secret = randomBytes(20);
  const pending_secret = sealing.seal(secret, place(accountId));
  await tx
    .insertInto("platform.second_factor")
    .values({ account_id: accountId, sealed_secret: null, pending_secret })
    .onConflict((conflict) => conflict.column("account_id").doUpdateSet({ pending_secret }))
    .execute();
  const code = totp(secret, issuer, label);
  return { secret: code.secret.base32, uri: code.toString() };
}

/** The secret handed out last is the second factor from now on; null where the code is not one of it. */
export async function confirmEnrolment(
  tx: Tx,
  sealing: Sealing,
  accountId: string,
  code: string,
): Promise<string[] | null> {
  const row = await tx
    .selectFrom("platform.second_factor")
    .select("pending_secret")
    .where("account_id", "=", accountId)
    .forUpdate()
    .executeTakeFirst();
  const pending = row?.pending_secret ?? null;
  const step = pending === null ? null : stepOf(sealing.open(pending, place(accountId)), code);
  if (step === null) return null;
  await tx
    .updateTable("platform.second_factor")
    .set({ sealed_secret: pending, pending_secret: null, last_step: step })
    .where("account_id", "=", accountId)
    .execute();
  return renewRecoveryCodes(tx, accountId);
}

async function renewRecoveryCodes(tx: Tx, accountId: string): Promise<string[]> {
  const codes = Array.from({ length: recoveryCodes }, newCode);
  await tx.deleteFrom("platform.recovery_code").where("account_id", "=", accountId).execute();
  await tx
    .insertInto("platform.recovery_code")
    .values(codes.map((code) => ({ account_id: accountId, code_hash: codeHash(accountId, code) })))
    .execute();
  return codes;
}

/** The account has no second factor any more, and its sessions end. */
export async function removeSecondFactor(tx: Tx, accountId: string): Promise<void> {
  await tx.deleteFrom("platform.recovery_code").where("account_id", "=", accountId).execute();
  await tx.deleteFrom("platform.second_factor").where("account_id", "=", accountId).execute();
  await endSessionsOf(tx, accountId);
}
