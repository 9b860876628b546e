import { expect, test } from "vitest";
import { registerEntry } from "../../test/support/city.ts";
import { compareContents } from "./entry-comparison.ts";

const areas = new Map([["230500", "双鸭山市"]]);
const [first, second, ...rest] = registerEntry.items;
if (first === undefined || second === undefined) throw new Error("the register has items");

test("A12.8 a section and its division are told apart, by code and name", () => {
  const told = compareContents(
    { ...registerEntry, industry: "C" },
    { ...registerEntry, industry: "C13" },
    areas,
  );
  expect(told).toEqual([
    { title: "行业分类", kind: "changed", before: "C 制造业", after: "C13 农副食品加工业" },
  ]);
});

test("fields and items added, removed and changed are told in words; the order of items is no difference", () => {
  const after = {
    ...registerEntry,
    abstract: "",
    area: ["230500", "230599"],
    sharingClass: "not-shared" as const,
    timeTo: "2026-09-01",
    secrecyReview: { reviewer: "孙立群", date: null, result: null },
    items: [...rest, { ...second, grade: 4 }, { ...first, column: "sfzh" }],
  };
  expect(
    compareContents({ ...registerEntry, area: [], secrecyReview: null }, after, areas).map(
      ({ title, kind, before: was, after: is }) => [title, kind, was, is],
    ),
  ).toEqual([
    ["数据资源摘要", "removed", registerEntry.abstract, ""],
    ["数据覆盖时间止", "added", "", "2026-09-01"],
    ["数据覆盖地域", "added", "", "双鸭山市、230599"],
    ["共享类型", "changed", "有条件共享", "不予共享"],
    ["保密审查人", "added", "", "孙立群"],
    ["数据项“公民身份号码”（gmsfhm）", "removed", "公民身份号码，文本，3级", ""],
    ["数据项“姓名”（xm）的级别", "changed", "3级", "4级"],
    ["数据项“公民身份号码”（sfzh）", "added", "", "公民身份号码，文本，3级"],
  ]);
  expect(
    compareContents(registerEntry, { ...registerEntry, items: registerEntry.items.toReversed() }, areas),
  ).toEqual([]);
});
