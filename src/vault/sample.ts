import { patternOf, type SampledItem, type ValuePattern } from "../contract/value-patterns.ts";
import type { Cryptography } from "../platform/crypto/index.ts";
import type { Tx } from "../platform/db/tables.ts";
import { Problem } from "../platform/http/problem.ts";
import type { VaultKeyring } from "./keys.ts";
import { openResource } from "./read.ts";
import { placeOf } from "./reseal-plan.ts";

/** Rows looked at. They come in the order of their keyed hashes, which says nothing about their subjects. */
const rowsAtMost = 200;

/**
 * Looks at some rows of a resource and tells of each item how many of its values are written as identity numbers, card
 * numbers and the like. The values do not leave this function. Throws Problem `zone_not_copied`, `row_tampered`.
 */
export async function sampleResource(
  tx: Tx,
  cryptography: Cryptography,
  keyring: VaultKeyring,
  code: string,
): Promise<{ rows: number; items: SampledItem[] }> {
  const reader = await openResource(tx, cryptography, keyring, code);
  const { items, plan } = reader.resource;
  if (plan.place === "zone" || placeOf(items) === "zone")
    throw new Problem("zone_not_copied", "重要数据专区的数据不抽样，请由本单位人工定级", { article: "11¶3" });
  const rows = await reader.some(
    tx,
    items.map(({ column }) => column),
    rowsAtMost,
  );
  return {
    rows: rows.length,
    items: items.map(({ column }, index) => {
      const counts = new Map<ValuePattern, number>();
      const values = rows.flatMap((row) => row.values[index] ?? []);
      for (const value of values) {
        const pattern = patternOf(value.trim());
        if (pattern !== undefined) counts.set(pattern, (counts.get(pattern) ?? 0) + 1);
      }
      return {
        column,
        values: values.length,
        found: [...counts].map(([pattern, count]) => ({ pattern, count })),
      };
    }),
  };
}
