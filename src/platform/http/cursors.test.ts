import { randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import { z } from "zod";
import { createCursors, pageOf } from "./cursors.ts";

const cursors = createCursors(randomBytes(32));
const last = z.tuple([z.string(), z.number()]);
const filter = ["matters", "party-1", { state: "open" }];

test("a cursor leads back to where the page ended", () => {
  expect(cursors.decode(filter, cursors.encode(filter, ["2026-09-21", 7]), last)).toEqual(["2026-09-21", 7]);
});

test.each([
  ["another filter", (cursor: string) => [["matters", "party-1", { state: "closed" }], cursor] as const],
  ["another party", (cursor: string) => [["matters", "party-2", { state: "open" }], cursor] as const],
  [
    "a changed key",
    (cursor: string) =>
      [filter, Buffer.from(cursor, "base64url").fill("9", 18, 19).toString("base64url")] as const,
  ],
  [
    "another platform's key",
    () => [filter, createCursors(randomBytes(32)).encode(filter, ["a", 1])] as const,
  ],
  ["nothing", () => [filter, ""] as const],
  ["no base64", () => [filter, "<script>"] as const],
])("a cursor is refused with %s", (_name, change) => {
  const [otherFilter, cursor] = change(cursors.encode(filter, ["2026-09-21", 7]));
  expect(() => cursors.decode(otherFilter, cursor, last)).toThrow("翻页标记无效");
});

test("a page has a next one only when there is more", () => {
  const page = (rows: number[]) =>
    pageOf(
      rows,
      2,
      (row) => row * 10,
      (row) => `after ${row}`,
    );
  expect(page([1, 2, 3])).toEqual({ items: [10, 20], next: "after 2" });
  expect(page([1, 2])).toEqual({ items: [10, 20], next: null });
  expect(page([])).toEqual({ items: [], next: null });
});
