import { expect, test } from "vitest";
import { type ClassificationStandard, replacementOf } from "./standards.ts";

const standard = (number: string, supersedes: string): ClassificationStandard => ({
  record: number,
  version: 1,
  number,
  title: "公共数据分类分级指南",
  edition: "2026年版",
  effectiveFrom: "2026-01-01",
  effectiveUntil: null,
  supersedes,
});

test("A11.1 what has replaced a standard is followed to the newest, and once round where records stand in a circle", () => {
  const [first, second, third] = [standard("1", ""), standard("2", "1"), standard("3", "2")];
  expect(replacementOf(first, [first, second, third], "2026-09-21")).toBe(third);
  expect(replacementOf(third, [first, second, third], "2026-09-21")).toBeUndefined();
  const circle = [standard("1", "3"), second, third];
  expect(replacementOf(first, circle, "2026-09-21")).toBe(third);
});
