import { createHmac, timingSafeEqual } from "node:crypto";
import type { z } from "zod";
import { Problem } from "./problem.ts";

const macBytes = 16;

/**
 * Cursors of lists: the sort key of the last item, MACed together with the filter, so that a cursor can neither be
 * made up nor carried to another list or caller. The sort key is readable: no personal values in it.
 */
export function createCursors(key: Buffer) {
  const mac = (filter: unknown, last: string): Buffer =>
    createHmac("sha256", key)
      .update(JSON.stringify([filter, last]))
      .digest()
      .subarray(0, macBytes);
  return {
    /** `filter` names the list, the caller's party and every condition, always in the same order. */
    encode(filter: unknown, last: unknown): string {
      const text = JSON.stringify(last);
      return Buffer.concat([mac(filter, text), Buffer.from(text)]).toString("base64url");
    },
    /** @throws Problem `bad_request` where the cursor is not one we gave for this filter */
    decode<T>(filter: unknown, cursor: string, last: z.ZodType<T>): T {
      const bytes = Buffer.from(cursor, "base64url");
      const text = bytes.subarray(macBytes).toString();
      const claimed = bytes.subarray(0, macBytes);
      if (claimed.length !== macBytes || !timingSafeEqual(claimed, mac(filter, text)))
        throw new Problem("bad_request", "翻页标记无效或与查询条件不符，请从第一页重新查询。", {
          errors: [{ pointer: "/query/cursor", detail: "翻页标记无效" }],
        });
      return last.parse(JSON.parse(text));
    },
  };
}
export type Cursors = ReturnType<typeof createCursors>;

/** Makes a page of rows that were fetched with `limit + 1`; `next` encodes the last row shown. */
export function pageOf<Row, Item>(
  rows: readonly Row[],
  limit: number,
  item: (row: Row) => Item,
  next: (last: Row) => string,
): { items: Item[]; next: string | null } {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return { items: shown.map(item), next: rows.length > limit && last !== undefined ? next(last) : null };
}
