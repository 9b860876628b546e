import { createPublicKey, randomBytes } from "node:crypto";
import type { Pool } from "pg";
import type { Client, SignatureAlgorithm } from "../contract/client.ts";
import { lawNow, toInstant, wallNow } from "../platform/clocks/index.ts";
import type { Db, Tx } from "../platform/db/tables.ts";
import type { Caller } from "../platform/http/caller.ts";
import { Problem } from "../platform/http/problem.ts";
import { uuid } from "../platform/ids/index.ts";
import { party } from "./directory.ts";
import "./tables.ts";

/** Seals secrets of client keys under the platform's keys; `context` binds a secret to its key. */
export interface SecretBox {
  seal(plain: Buffer, context: string): Buffer;
  open(sealed: Buffer, context: string): Buffer;
}

/** What the gateway needs to check a signature and to know whose it is. */
export interface VerificationKey {
  readonly clientId: string;
  readonly clientName: string;
  readonly partyId: string;
  readonly algorithm: SignatureAlgorithm;
  readonly material: { readonly secret: Buffer } | { readonly publicKey: string };
}

const notFound = () => new Problem("not_found", "没有这个客户端，或者不属于本单位");
const article = "60¶2";

/** Only the data officers of a unit keep its client systems. */
function assertKeeper(caller: Caller): void {
  if (!caller.roles.some((role) => role === "data-officer" || role === "operator" || role === "developer"))
    throw new Problem("forbidden", "只有单位的数据经办人可以管理客户端密钥", { article });
}

export async function createClient(tx: Tx, caller: Caller, name: string): Promise<string> {
  assertKeeper(caller);
  const id = uuid();
  const created = await tx
    .insertInto("parties.client")
    .values({
      id,
      party_id: caller.party.id,
      name,
      created_by: caller.personId,
      created_at: await lawNow(tx),
    })
    .onConflict((conflict) => conflict.columns(["party_id", "name"]).doNothing())
    .returning("id")
    .executeTakeFirst();
  if (created === undefined)
    throw new Problem("client_name_taken", `本单位已有名为“${name}”的系统，请换一个名称`);
  return id;
}

/**
 * Issues a key; the secret of an HMAC key is returned this one time (base64).
 * At most two keys of a client are live, so that one can be rotated while the other works.
 */
export async function issueKey(
  tx: Tx,
  box: SecretBox,
  caller: Caller,
  clientId: string,
  wanted: { algorithm: SignatureAlgorithm; publicKey?: string | undefined },
): Promise<{ keyid: string; secret: string | null }> {
  assertKeeper(caller);
  await lockOwn(tx, caller, clientId);
  const live = await tx
    .selectFrom("parties.client_key")
    .select("id")
    .where("client_id", "=", clientId)
    .where("revoked_at", "is", null)
    .execute();
  if (live.length >= 2)
    throw new Problem("too_many_keys", "一个系统最多同时有两把有效密钥，请先停用一把再签发");
  if (wanted.algorithm !== "ed25519" && wanted.publicKey !== undefined)
    throw new Problem("bad_request", "只有 Ed25519 密钥附公钥；HMAC 密钥由平台生成，请去掉公钥");
  const keyid = `k-${randomBytes(9).toString("base64url")}`;
  const secret = wanted.algorithm === "ed25519" ? null : randomBytes(32);
  await tx
    .insertInto("parties.client_key")
    .values({
      id: uuid(),
      client_id: clientId,
      keyid,
      algorithm: wanted.algorithm,
      sealed_secret: secret && box.seal(secret, `client-key:${keyid}`),
      public_key: wanted.algorithm === "ed25519" ? ed25519Key(wanted.publicKey) : null,
      issued_by: caller.personId,
      issued_at: await lawNow(tx),
      expires_at: null,
      revoked_at: null,
    })
    .execute();
  return { keyid, secret: secret?.toString("base64") ?? null };
}

/** Revocation holds from the next request on. */
export async function revokeKey(tx: Tx, caller: Caller, clientId: string, keyid: string): Promise<void> {
  assertKeeper(caller);
  await lockOwn(tx, caller, clientId);
  const revoked = await tx
    .updateTable("parties.client_key")
    .set({ revoked_at: wallNow() })
    .where("client_id", "=", clientId)
    .where("keyid", "=", keyid)
    .where("revoked_at", "is", null)
    .executeTakeFirst();
  if (revoked.numUpdatedRows !== 1n) throw new Problem("not_found", "没有这把密钥，或者已经停用");
}

async function lockOwn(tx: Tx, caller: Caller, clientId: string): Promise<void> {
  const own = await tx
    .selectFrom("parties.client")
    .select("id")
    .where("id", "=", clientId)
    .where("party_id", "=", caller.party.id)
    .forUpdate()
    .executeTakeFirst();
  if (own === undefined) throw notFound();
}

function ed25519Key(pem: string | undefined): string {
  if (pem === undefined) throw new Problem("bad_request", "Ed25519 密钥须附公钥（PEM，SPKI 格式）");
  try {
    const key = createPublicKey(pem);
    if (key.asymmetricKeyType === "ed25519") return key.export({ type: "spki", format: "pem" }).toString();
  } catch {
    // Falls through to the same answer: whatever was sent is not an Ed25519 public key.
  }
  throw new Problem("bad_request", "公钥不是 Ed25519 公钥，请用 PEM（SPKI）格式重新导出");
}

/** The clients of the caller's unit with their keys, newest first. */
export async function listClients(db: Db | Tx, caller: Caller): Promise<Client[]> {
  const owner = await party(db, caller.party.id);
  const clients = await db
    .selectFrom("parties.client")
    .selectAll()
    .where("party_id", "=", caller.party.id)
    .orderBy("created_at", "desc")
    .limit(200)
    .execute();
  if (clients.length === 0) return [];
  const keys = await db
    .selectFrom("parties.client_key")
    .selectAll()
    .where(
      "client_id",
      "in",
      clients.map((client) => client.id),
    )
    .orderBy("issued_at", "desc")
    .execute();
  return clients.map((client) => ({
    id: client.id,
    name: client.name,
    party: { id: owner.id, name: owner.name },
    createdAt: toInstant(client.created_at),
    keys: keys
      .filter((key) => key.client_id === client.id)
      .map((key) => ({
        id: key.id,
        keyid: key.keyid,
        algorithm: key.algorithm,
        issuedAt: toInstant(key.issued_at),
        expiresAt: key.expires_at && toInstant(key.expires_at),
        revokedAt: key.revoked_at && toInstant(key.revoked_at),
      })),
  }));
}

interface LiveKey {
  readonly algorithm: SignatureAlgorithm;
  readonly sealed_secret: Buffer | null;
  readonly public_key: string | null;
  readonly expires_at: Date | null;
  readonly client_id: string;
  readonly client_name: string;
  readonly party_id: string;
}

/**
 * The live key of a `keyid`, or null; a revoked or expired key verifies nothing. Read anew for every call, so that a
 * revocation holds from the next one on; as a named statement, which the database plans once.
 */
export async function verificationKey(
  pool: Pool,
  box: SecretBox,
  keyid: string,
): Promise<VerificationKey | null> {
  const { rows } = await pool.query<LiveKey>({
    name: "parties.verification-key",
    text: `select key.algorithm, key.sealed_secret, key.public_key, key.expires_at, client.id as client_id,
        client.name as client_name, client.party_id
      from parties.client_key key
      join parties.client client on client.id = key.client_id
      join parties.party party on party.id = client.party_id
      where key.keyid = $1 and key.revoked_at is null and party.active_until is null`,
    values: [keyid],
  });
  const row = rows[0];
  if (row === undefined || (row.expires_at !== null && row.expires_at <= wallNow())) return null;
  const { client_id: clientId, client_name: clientName, party_id: partyId, algorithm } = row;
  if (row.sealed_secret !== null)
    return {
      clientId,
      clientName,
      partyId,
      algorithm,
      material: { secret: box.open(row.sealed_secret, `client-key:${keyid}`) },
    };
  return row.public_key === null
    ? null
    : { clientId, clientName, partyId, algorithm, material: { publicKey: row.public_key } };
}
