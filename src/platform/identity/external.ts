import { createHash, randomBytes } from "node:crypto";
import { sql } from "kysely";
import * as client from "openid-client";
import type { Db, Tx } from "../db/tables.ts";
import { Problem } from "../http/problem.ts";
import "./tables.ts";

/** How long a sign-in at the provider may take, in minutes. */
export const externalMinutes = 10;

export interface ExternalSettings {
  /** As the provider names itself; https, or http on this very machine. */
  readonly issuer: string;
  readonly clientId: string;
  /** Null: a public client, which proves itself by PKCE alone. */
  readonly clientSecret: string | null;
}

/** Who signed in at the provider. A subject is never used again for another person (OpenID Connect Core, 2). */
export interface Subject {
  readonly issuer: string;
  readonly subject: string;
}

const hashOf = (token: string): Buffer => createHash("sha256").update(token).digest();
const until = sql<Date>`platform.wall_now() + ${externalMinutes} * interval '1 minute'`;

/** Asks the provider what it can do, once; after a failure anew at the next sign-in. */
export function discoverOnce(settings: ExternalSettings): () => Promise<client.Configuration> {
  let known: Promise<client.Configuration> | null = null;
  const discover = () => {
    const insecure = settings.issuer.startsWith("http:");
    const authentication =
      settings.clientSecret === null ? client.None() : client.ClientSecretBasic(settings.clientSecret);
    return client.discovery(new URL(settings.issuer), settings.clientId, undefined, authentication, {
      timeout: 10,
      execute: insecure ? [client.allowInsecureRequests] : [],
    });
  };
  return () => {
    known ??= discover().catch((cause: unknown) => {
      known = null;
      throw new Problem("external_unavailable", "统一身份认证暂时连不上，请稍后再试，或用平台账号登录。", {
        cause,
      });
    });
    return known;
  };
}

/** Begins a sign-in: where to send the browser, and the token by which it is known when it comes back. */
export async function beginExternal(
  db: Db,
  configuration: client.Configuration,
  redirectUri: string,
): Promise<{ token: string; url: string }> {
  const token = client.randomState();
  const verifier = client.randomPKCECodeVerifier();
  const nonce = client.randomNonce();
  await db
    .insertInto("platform.external_sign_in")
    .values({ token_hash: hashOf(token), verifier, nonce, issuer: null, subject: null, expires_at: until })
    .execute();
  const url = client.buildAuthorizationUrl(configuration, {
    redirect_uri: redirectUri,
    scope: "openid",
    state: token,
    nonce,
    code_challenge: await client.calculatePKCECodeChallenge(verifier),
    code_challenge_method: "S256",
  });
  return { token, url: url.href };
}

/**
 * Takes what the provider sent the browser back with. `begun` is the token of this browser's sign-in, used up here.
 * Resolves to a new token, which was in no address, for the subject that is proven.
 */
export async function completeExternal(
  db: Db,
  configuration: client.Configuration,
  begun: string,
  came: URL,
): Promise<string> {
  const row = await db
    .deleteFrom("platform.external_sign_in")
    .where("token_hash", "=", hashOf(begun))
    .where("expires_at", ">", sql<Date>`platform.wall_now()`)
    .where("verifier", "is not", null)
    .returning(["verifier", "nonce"])
    .executeTakeFirst();
  if (row === undefined || row.verifier === null || row.nonce === null) throw stale();
  const tokens = await client.authorizationCodeGrant(configuration, came, {
    pkceCodeVerifier: row.verifier,
    expectedState: begun,
    expectedNonce: row.nonce,
    idTokenExpected: true,
  });
  const claims = tokens.claims();
  if (claims === undefined) throw stale();
  const token = randomBytes(32).toString("base64url");
  await db
    .insertInto("platform.external_sign_in")
    .values({
      token_hash: hashOf(token),
      verifier: null,
      nonce: null,
      issuer: claims.iss,
      subject: claims.sub,
      expires_at: until,
    })
    .execute();
  return token;
}

/** The subject proven under a token. @throws Problem `external_sign_in_stale` */
export async function provenSubject(db: Db | Tx, token: string): Promise<Subject> {
  const row = await db
    .selectFrom("platform.external_sign_in")
    .select(["issuer", "subject"])
    .where("token_hash", "=", hashOf(token))
    .where("expires_at", ">", sql<Date>`platform.wall_now()`)
    .executeTakeFirst();
  if (row === undefined || row.issuer === null || row.subject === null) throw stale();
  return { issuer: row.issuer, subject: row.subject };
}

export async function forgetExternal(db: Db | Tx, token: string): Promise<void> {
  await db.deleteFrom("platform.external_sign_in").where("token_hash", "=", hashOf(token)).execute();
}

/** Clears away sign-ins that were not finished in time; to be run daily. */
export async function forgetExternalSignIns(db: Db): Promise<void> {
  await sql`delete from platform.external_sign_in where expires_at <= platform.wall_now()`.execute(db);
}

/** The account a subject is linked to, and is not suspended; undefined where there is none. */
export async function linkedAccount(db: Db | Tx, { issuer, subject }: Subject) {
  return db
    .selectFrom("platform.external_login as login")
    .innerJoin("platform.account as account", "account.id", "login.account_id")
    .select(["account.id", "account.username", "account.person_id as personId"])
    .where("login.issuer", "=", issuer)
    .where("login.subject", "=", subject)
    .where("account.suspended_at", "is", null)
    .executeTakeFirst();
}

/** Links a subject to an account, in the place of the account's former subject. A subject of another is refused. */
export async function linkSubject(tx: Tx, accountId: string, { issuer, subject }: Subject): Promise<void> {
  await tx
    .deleteFrom("platform.external_login")
    .where("account_id", "=", accountId)
    .where("issuer", "=", issuer)
    .execute();
  const linked = await tx
    .insertInto("platform.external_login")
    .values({ issuer, subject, account_id: accountId })
    .onConflict((conflict) => conflict.doNothing())
    .returning("account_id")
    .executeTakeFirst();
  if (linked === undefined)
    throw new Problem(
      "external_login_taken",
      "这个统一身份已经关联了另一个账号；一个统一身份只能关联一个账号，请核对，或联系安全管理员。",
    );
}

const stale = () =>
  new Problem("external_sign_in_stale", "统一身份认证已过时或者不是从本页发起的，请从登录页重新开始。");
