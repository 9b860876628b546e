import type { Selectable } from "kysely";
import type { JsonObject } from "../contract/json.ts";
import type { GrantTable } from "./tables.ts";

/** What a version of a grant says, whole: kept beside the grant and covered by its leaf in the ledger. */
export function grantContent(
  { columns, row_scope, valid_from, valid_until, ...rest }: Selectable<GrantTable>,
  ground: { readonly reason: string; readonly article: string | null },
): JsonObject {
  return {
    ...rest,
    columns: columns.map(({ column, treatment, reason }) => ({ column, treatment, reason })),
    row_scope: row_scope && { column: row_scope.column, values: [...row_scope.values] },
    valid_from: valid_from.toISOString(),
    valid_until: valid_until?.toISOString() ?? null,
    reason: ground.reason,
    article: ground.article,
  };
}
