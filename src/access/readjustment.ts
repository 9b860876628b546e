import { sql } from "kysely";
import type { EntryItem } from "../contract/entry.ts";
import { leastTreatment } from "../contract/treatment.ts";
import type { Tx } from "../platform/db/tables.ts";
import { readjust } from "../vault/index.ts";
import { raiseEpoch, recordVersion, stateAt } from "./grants.ts";
import type { AppendLeaf } from "./ledger.ts";
import { atLeast } from "./strictness.ts";
import "./tables.ts";

/**
 * Art. 11: a higher grade or a stricter masking protects at once. Grants stand, in a new version: each of their columns
 * at least as strict as the entry now asks. What the entry loosens stays as it was decided.
 */
export async function readjustGrants(
  tx: Tx,
  append: AppendLeaf,
  entry: { readonly id: string; readonly items: readonly EntryItem[] },
  at: Date,
): Promise<void> {
  for (const { code, items, columns: changed, moved, remade } of await readjust(tx, entry.id, entry.items)) {
    if (remade) await raiseEpoch(tx);
    if (changed.length === 0) continue;
    const grants = await tx
      .selectFrom("access.grant as grant")
      .select(["id", "columns"])
      .where("resource", "=", code)
      .where(stateAt("grant", at), "in", ["active", "suspended"])
      .orderBy("id")
      .forUpdate()
      .execute();
    for (const { id, columns } of grants) {
      if (!moved && !columns.some(({ column }) => changed.includes(column))) continue;
      const decided = columns.map((decision) => {
        const item = items.find(({ column }) => column === decision.column);
        return item
          ? { ...decision, treatment: atLeast(decision.treatment, leastTreatment(item)) }
          : decision;
      });
      await tx
        .updateTable("access.grant")
        .set({ columns: JSON.stringify(decided), version: sql<number>`version + 1` })
        .where("id", "=", id)
        .execute();
      await recordVersion(tx, append, id, { reason: "数据目录调整了级别或者脱敏方式", article: "11¶3", at });
    }
  }
}
