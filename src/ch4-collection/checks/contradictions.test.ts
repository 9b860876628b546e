import { expect, test } from "vitest";
import { identityNumber, item } from "../../../test/support/tables.ts";
import type { EntryItem } from "../../contract/entry.ts";
import { compileContradictions } from "./contradictions.ts";

const number = item("公民身份号码", "id", { standard: "identity-number" });
const born = item("出生日期", "born", { type: "date" });
const sex = item("性别", "sex");
const found = (items: EntryItem[], values: (string | null)[]) =>
  compileContradictions(items)(values).map((one) => [one.item.column, one.fault.rule]);

/** 230599 19500102 001: born 1950-01-02, a man. */
const man = identityNumber(1);

test("A15.5 a row that states another birth date or sex than its identity number contradicts itself", () => {
  const items = [number, born, sex];
  for (const [date, said] of [
    ["1950-01-02", "1"],
    ["1950-01-02", "男"],
    ["1950-01-02", "0"],
    [null, null],
  ] as const)
    expect(found(items, [man, date, said])).toEqual([]);
  expect(found(items, [man, "1950-01-03", "女"])).toEqual([
    ["born", "contradiction"],
    ["sex", "contradiction"],
  ]);
  expect(found(items, [null, "1950-01-03", "女"])).toEqual([]);
});

test("A15.5 where a row is about several persons, nothing is held against it", () => {
  const mother = item("母亲身份号码", "mother", { standard: "identity-number" });
  expect(found([number, mother, born], [man, identityNumber(5), "2020-01-01"])).toEqual([]);
  expect(found([number, born, { ...born, column: "second" }], [man, "2020-01-01", "2021-01-01"])).toEqual([]);
  expect(found([born, sex], ["2020-01-01", "女"])).toEqual([]);
});
