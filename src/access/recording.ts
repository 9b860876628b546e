import { resourceCode } from "../contract/common.ts";
import type { UsageOperation } from "../contract/grant.ts";
import { type Refusal, refuse } from "../law/refusal.ts";
import type { Database } from "../platform/db/index.ts";
import { Problem } from "../platform/http/problem.ts";
import type { Access } from "./access.ts";
import { stateAt } from "./grants.ts";
import type { UsageWriter } from "./usage.ts";

/** Who asks, for whom, and for which resource. */
export interface Asker {
  readonly by: Access["by"];
  readonly name: string;
  readonly partyId: string;
  /** `r-…` code. */
  readonly resource: string;
  readonly nonce: Access["nonce"];
}

export function accessOf(asker: Asker, operation: UsageOperation, purpose: string): Access {
  return {
    grant: null,
    by: asker.by,
    client: asker.name,
    holderId: asker.partyId,
    operation,
    // Paths are the caller's words: only a well-formed code goes on record.
    resource: resourceCode.safeParse(asker.resource).data ?? "",
    columns: [],
    purpose,
    refusal: null,
    article: null,
    subject: null,
    file: null,
    entry: null,
    bytes: null,
    nonce: asker.nonce,
  };
}

export const replayed = refuse("nonce_replayed", "31", "这个请求已经提交过，请重新生成随机数（nonce）并签名");

/** Puts the refusal on record, then throws it. */
export const refusing = (usage: UsageWriter) =>
  async function refuseCall(access: Access, refusal: Refusal): Promise<never> {
    const verdict = await usage.record({ ...access, refusal: refusal.code, article: refusal.article });
    if (verdict.outcome === "replayed" && access.nonce)
      return refuseCall({ ...access, nonce: null }, replayed);
    throw new Problem(refusal.code, refusal.detail, { article: refusal.article, errors: refusal.errors });
  };

/** Another purpose than the granted one (Art. 33), or no grant at all (Art. 27). */
export async function noGrant({ kysely }: Database, partyId: string, resource: string): Promise<Refusal> {
  const other = await kysely
    .selectFrom("access.grant as grant")
    .select("id")
    .where("holder_id", "=", partyId)
    .where("resource", "=", resource)
    .where(stateAt("grant"), "=", "active")
    .executeTakeFirst();
  return other
    ? refuse("purpose_not_granted", "33", "所填用途代码不是本单位在该资源上获批的用途，请按批准的用途调用")
    : refuse("grant_missing", "27", "本单位没有该资源的使用权限，请先申请共享");
}
