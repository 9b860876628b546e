import { type EntryItem, modesOfFormat } from "../contract/entry.ts";
import type { ColumnDecision } from "../contract/grant.ts";
import { dataFormatLabel } from "../contract/labels.zh.ts";
import { type Refusal, refuse } from "../law/refusal.ts";
import { momentWords } from "../platform/clocks/index.ts";
import { placeOf } from "../vault/index.ts";
import type { GrantInForce } from "./grant-cache.ts";

export type GrantedMode = "query" | "verify" | "file";

/** Why the grant does not carry this access; undefined when it does. Article 31: beyond scope; 33: beyond purpose. */
export function refusalOf(
  grant: GrantInForce,
  mode: GrantedMode,
  columns: readonly string[],
): Refusal | undefined {
  if (grant.state === "suspended")
    return refuse(
      "grant_suspended",
      "31",
      `使用权限已暂停：${reasonOf(grant)}。请联系数据提供部门整改后恢复`,
    );
  if (grant.state === "ended")
    return refuse(
      "grant_ended",
      grant.ended_article ?? "31",
      `使用权限已终止：${reasonOf(grant)}。仍需使用这类数据的，请另行申请共享`,
    );
  if (grant.law_at < grant.valid_from)
    return refuse(
      "grant_not_yet_valid",
      "31",
      `使用权限自 ${momentWords(grant.valid_from)} 起生效，请届时再调用`,
    );
  if (grant.state === "expired" && grant.valid_until !== null)
    return refuse(
      "grant_expired",
      "31",
      `使用权限已于 ${momentWords(grant.valid_until)} 到期，如仍需使用，请重新申请共享`,
    );
  if (!grant.modes.includes(mode))
    return refuse(
      "mode_not_granted",
      "31",
      `使用权限不含“${modeLabels[mode]}”方式，请按批准的方式调用或另行申请`,
    );
  if (!modesOfFormat[grant.kind].includes(mode) || (mode === "file" && grant.kind !== "file"))
    return refuse(
      "mode_not_granted",
      "12¶5",
      `该资源是${dataFormatLabel[grant.kind]}，不能以“${modeLabels[mode]}”方式提供`,
    );
  if (mode !== "verify" && placeOf(grant.items) === "zone")
    return refuse("zone_verify_only", "11¶3", "含重要数据的资源存放在专区，只提供核验，不提供查询和文件");
  const scope = grant.row_scope?.column;
  if (scope !== undefined && grant.items.every(({ column }) => column !== scope))
    return refuse(
      "column_not_granted",
      "31",
      "使用权限的行范围所依据的数据项，目录已经去掉，不能再判断范围；请与提供部门联系",
    );
  if (mode === "file") return wholeRefusal(grant.items, grant.columns);
  const outside = columns.flatMap((column, index) =>
    usable(grant.columns, mode, column)
      ? []
      : [
          {
            pointer: `/columns/${index}`,
            detail: `${grant.gone.includes(column) ? "目录已去掉这个数据项" : "未获授权"}，请从请求中去掉`,
            article: "31",
          },
        ],
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

/** A file leaves whole: every item of the entry as it is now must have been granted in clear. */
export function wholeRefusal(
  items: readonly EntryItem[],
  columns: readonly ColumnDecision[],
): Refusal | undefined {
  const plain = new Set(columns.flatMap(({ column, treatment }) => (treatment === "plain" ? [column] : [])));
  const held = items.filter(({ column }) => !plain.has(column)).map(({ name }) => name);
  if (held.length === 0) return undefined;
  return refuse(
    "file_not_whole",
    "11¶3",
    `文件只能整份提供，而“${held.join("、")}”没有以原值授权，或者已改为须脱敏、仅核验；请与提供部门联系`,
  );
}

const modeLabels = { query: "查询", verify: "核验", file: "文件" } as const;

/** Columns that the grant lets be seen (query) or compared (verify). */
export function usableColumns(decisions: readonly ColumnDecision[], mode: "query" | "verify"): string[] {
  return decisions.flatMap(({ column }) => (usable(decisions, mode, column) ? [column] : []));
}

function usable(decisions: readonly ColumnDecision[], mode: "query" | "verify", column: string): boolean {
  const treatment = decisions.find((decision) => decision.column === column)?.treatment ?? "refused";
  return treatment !== "refused" && (mode === "verify" || treatment !== "verify-only");
}

/** Why it was stopped, as whoever stopped it wrote it, with a full stop or without. */
const reasonOf = ({ ended_reason }: GrantInForce): string => (ended_reason ?? "").replace(/。+$/, "");
