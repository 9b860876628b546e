import { createHash } from "node:crypto";
import canonicalize from "canonicalize";
import type { FastifyRequest } from "fastify";
import { sql } from "kysely";
import type { z } from "zod";
import { type Database, type Db, inTransaction, type Tx } from "../db/index.ts";
import { callerOf } from "./access.ts";
import { Problem } from "./problem.ts";
import "./tables.ts";

/** A result can be asked for again for a day of wall time. */
const expired = sql<boolean>`at < platform.wall_now() - interval '24 hours'`;

interface Key {
  readonly personId: string;
  readonly route: string;
  readonly key: string;
  readonly hash: Buffer;
}

/**
 * Runs a mutation in one transaction; under an `Idempotency-Key` at most once per person, route and key. The result,
 * in the shape of the answer's schema, is kept in that same transaction and given again to the same request; another
 * request under the key is refused, also one that comes while the first is under way.
 * The route says `once: true` in its config. `part`: where one request is several transactions, the name of this one.
 */
export async function once<T>(
  database: Database,
  request: FastifyRequest,
  answer: z.ZodType<T>,
  work: (tx: Tx) => Promise<T>,
  part?: string,
): Promise<T> {
  const key = keyOf(request, part);
  return inTransaction(database.kysely, async (tx) => {
    if (key === null) return work(tx);
    await claim(tx, key);
    const before = await find(tx, key);
    if (before !== undefined) return answer.parse(before);
    const result = await work(tx);
    await keep(tx, key, result);
    return result;
  });
}

/** Hook: a key on a route that would not honour it is refused, not overlooked. */
export async function refuseUnhonoured(request: FastifyRequest): Promise<void> {
  if (request.headers["idempotency-key"] === undefined || request.routeOptions.config.once === true) return;
  throw new Problem("bad_request", "本接口不支持幂等键（Idempotency-Key），请去掉后重试。");
}

function keyOf(request: FastifyRequest, part: string | undefined): Key | null {
  const key = request.headers["idempotency-key"];
  if (key === undefined) return null;
  if (typeof key !== "string" || !/^[\x21-\x7e]{1,128}$/.test(key))
    throw new Problem("bad_request", "幂等键（Idempotency-Key）须为 1 至 128 个可见的 ASCII 字符。");
  const { personId, postId } = callerOf(request);
  // What was answered to a person in one post is not shown to them in another.
  const content = canonicalize({ url: request.url, body: request.body ?? null, postId }) ?? "";
  return {
    personId,
    route: `${request.method} ${request.routeOptions.url}`,
    key: part === undefined ? key : `${key} ${part}`,
    hash: createHash("sha256").update(content).digest(),
  };
}

/** A lock that ends with the transaction, however it ends: a killed process leaves no key "in flight" behind. */
async function claim(tx: Tx, { personId, route, key }: Key): Promise<void> {
  const { rows } = await sql<{ claimed: boolean }>`
    select pg_try_advisory_xact_lock(hashtextextended(${JSON.stringify([personId, route, key])}, 2)) as claimed
  `.execute(tx);
  if (rows[0]?.claimed !== true) throw new Problem("in_flight", "同一请求正在处理，请稍候再查询结果。");
}

async function find(tx: Tx, { personId, route, key, hash }: Key): Promise<unknown> {
  // Only its own row: clearing all expired ones here would make requests wait for one another.
  await tx
    .deleteFrom("platform.idempotency")
    .where("person_id", "=", personId)
    .where("route", "=", route)
    .where("key", "=", key)
    .where(expired)
    .execute();
  const row = await tx
    .selectFrom("platform.idempotency")
    .select(["request_hash", "result"])
    .where("person_id", "=", personId)
    .where("route", "=", route)
    .where("key", "=", key)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  if (!hash.equals(row.request_hash))
    throw new Problem("idempotency_mismatch", "此幂等键已用于内容不同的请求，请换用新的幂等键。");
  return row.result;
}

async function keep(tx: Tx, { personId, route, key, hash }: Key, result: unknown): Promise<void> {
  await tx
    .insertInto("platform.idempotency")
    .values({ person_id: personId, route, key, request_hash: hash, result: JSON.stringify(result) })
    .execute();
}

/** Clears away results that can no longer be asked for; to be run daily. */
export async function forgetResults(db: Db): Promise<void> {
  await db.deleteFrom("platform.idempotency").where(expired).execute();
}
