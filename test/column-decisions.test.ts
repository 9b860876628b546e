import { expect, test } from "vitest";
import { byEntry, isStricter, opennessOf } from "../web/desk/matters/columns.ts";
import { registerEntry } from "./support/city.ts";

const [first] = registerEntry.items;
if (first === undefined) throw new Error("the register has no items");
const item = { ...first, column: "mz", grade: 2, masking: "none" } as const;
const open = { column: "mz", treatment: null, reason: "" };
const decided = (treatment: "plain" | "masked" | "verify-only" | "refused") => ({ ...open, treatment });

test("A11.5 what the entry proposes for a column is what its level allows, not its masking alone", () => {
  const proposed = (more: object) => byEntry([open], [{ ...item, ...more }])[0]?.treatment;
  expect(proposed({})).toBe("plain");
  expect(proposed({ masking: "name" })).toBe("masked");
  expect(proposed({ grade: 4 })).toBe("verify-only");
  expect(proposed({ importance: "important" })).toBe("verify-only");
  expect(proposed({ importance: "core" })).toBe("refused");
  expect([opennessOf(item), opennessOf({ ...item, grade: 4 })]).toEqual([0, 2]);
});

test("A63.1 a decision stricter than the entry is marked while it is made, a refusal is not", () => {
  expect(isStricter(decided("plain"), item)).toBe(false);
  expect(isStricter(decided("masked"), item)).toBe(true);
  expect(isStricter(decided("verify-only"), { ...item, masking: "name" })).toBe(true);
  expect(isStricter(decided("verify-only"), { ...item, grade: 4 })).toBe(false);
  expect(isStricter(decided("refused"), item)).toBe(false);
  expect(isStricter(open, item)).toBe(false);
});
