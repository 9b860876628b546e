import { hash } from "node:crypto";
import type { EntryItem } from "../../contract/entry.ts";

/** Positions of the items that tell one row from another: the business key, else the subject key, else none. */
export function keyPositions(items: readonly EntryItem[]): number[] {
  const having = (role: EntryItem["role"]) => items.flatMap((item, i) => (item.role === role ? [i] : []));
  const business = having("business-key");
  return business.length > 0 ? business : having("subject-key");
}

/** Remembers the keys of accepted rows as digests: a slice of the text would keep its whole chunk in memory. */
export class KeyRegister {
  private readonly rows = new Map<string, number>();
  private readonly positions: readonly number[];

  constructor(positions: readonly number[]) {
    this.positions = positions;
  }

  /** The earlier row with the same key, or null after remembering this one. */
  earlier(values: readonly (string | null)[], row: number): number | null {
    if (this.positions.length === 0) return null;
    const key = JSON.stringify(this.positions.map((position) => values[position]));
    const digest = hash("sm3", key, "base64");
    const first = this.rows.get(digest);
    if (first === undefined) this.rows.set(digest, row);
    return first ?? null;
  }
}
