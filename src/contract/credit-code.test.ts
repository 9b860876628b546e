import fc from "fast-check";
import { uscc } from "stdnum/lib/cjs/cn/index.js";
import { expect, test } from "vitest";
import { creditCodeCheck, isCreditCode } from "./credit-code.ts";

const alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";
const first17 = fc
  .tuple(
    fc.stringMatching(/^[0-9]{8}$/),
    fc.array(fc.constantFrom(...alphabet), { minLength: 9, maxLength: 9 }),
  )
  .map(([front, back]) => front + back.join(""));

test("a credit code has one check character, and stdnum agrees wherever that is not 0", () => {
  expect(isCreditCode("91350100M000100Y43")).toBe(true);
  fc.assert(
    fc.property(first17, (text) => {
      const check = creditCodeCheck(text);
      expect([...alphabet].filter((last) => isCreditCode(text + last))).toEqual([check]);
      if (check !== "0") expect(uscc.validate(text + check).isValid).toBe(true);
    }),
  );
});

test("a sum that 31 divides has the check character 0", () => {
  // 1×1 + 30×1: the first and the sixteenth place.
  expect(isCreditCode("100000000000000100")).toBe(true);
  expect(isCreditCode("100000000000000101")).toBe(false);
});

test("blanks, small letters and letters outside the alphabet are not overlooked", () => {
  for (const text of ["91350100m000100Y43", " 91350100M000100Y43", "91350100M000100Y4", "91350100M00O100Y43"])
    expect(isCreditCode(text)).toBe(false);
});
