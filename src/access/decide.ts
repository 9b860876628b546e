import type { ColumnDecision } from "../contract/grant.ts";
import { type Refusal, refuse } from "../law/refusal.ts";
import { toInstant } from "../platform/clocks/index.ts";
import { placeOf } from "../vault/index.ts";
import type { GrantInForce } from "./grant-cache.ts";

/** Why the grant does not carry this access; undefined when it does. Article 31: beyond scope; 33: beyond purpose. */
export function refusalOf(
  grant: GrantInForce,
  mode: "query" | "verify",
  columns: readonly string[],
): Refusal | undefined {
  if (grant.state === "suspended")
    return refuse(
      "grant_suspended",
      "31",
      `使用权限已暂停：${grant.ended_reason ?? ""}。请联系数据提供部门整改后恢复`,
    );
  if (grant.state === "ended")
    return refuse(
      "grant_ended",
      grant.ended_article ?? "31",
      `使用权限已终止：${grant.ended_reason ?? ""}。仍需使用这类数据的，请另行申请共享`,
    );
  if (grant.law_at < grant.valid_from)
    return refuse(
      "grant_not_yet_valid",
      "31",
      `使用权限自 ${toInstant(grant.valid_from)} 起生效，请届时再调用`,
    );
  if (grant.valid_until && grant.law_at >= grant.valid_until)
    return refuse(
      "grant_expired",
      "31",
      `使用权限已于 ${toInstant(grant.valid_until)} 到期，如仍需使用，请重新申请共享`,
    );
  if (!grant.modes.includes(mode))
    return refuse(
      "mode_not_granted",
      "31",
      `使用权限不含“${modeLabels[mode]}”方式，请按批准的方式调用或另行申请`,
    );
  if (mode === "query" && placeOf(grant.items) === "zone")
    return refuse("zone_verify_only", "11¶3", "含重要数据的资源存放在专区，只提供核验，不提供查询");
  const outside = columns.flatMap((column, index) =>
    usable(grant.columns, mode, column)
      ? []
      : [{ pointer: `/columns/${index}`, detail: "未获授权，请从请求中去掉", article: "31" }],
  );
  if (outside.length > 0 || columns.length === 0)
    return refuse(
      "column_not_granted",
      "31",
      `有${outside.length}个数据项超出授权范围，未提供任何数据`,
      outside,
    );
  return undefined;
}

const modeLabels = { query: "查询", verify: "核验" } as const;

/** Columns that the grant lets be seen (query) or compared (verify). */
export function usableColumns(decisions: readonly ColumnDecision[], mode: "query" | "verify"): string[] {
  return decisions.flatMap(({ column }) => (usable(decisions, mode, column) ? [column] : []));
}

function usable(decisions: readonly ColumnDecision[], mode: "query" | "verify", column: string): boolean {
  const treatment = decisions.find((decision) => decision.column === column)?.treatment ?? "refused";
  return treatment !== "refused" && (mode === "verify" || treatment !== "verify-only");
}
