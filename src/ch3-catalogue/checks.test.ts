import { expect, test } from "vitest";
import { epidemicEntry, registerEntry } from "../../test/support/city.ts";
import type { EntryContent, EntryItem } from "../contract/entry.ts";
import { gradeOf, issuesOf } from "./checks.ts";

const pointers = (content: EntryContent) => issuesOf(content).map((issue) => issue.pointer);

test("the demonstration's entries can be submitted", () => {
  expect(issuesOf(epidemicEntry)).toEqual([]);
  expect(issuesOf(registerEntry)).toEqual([]);
});

test("A12.8 every statutory field left out is named with its number", () => {
  const empty: EntryContent = {
    ...epidemicEntry,
    name: "",
    abstract: "",
    format: null,
    industry: null,
    timeFrom: null,
    area: [],
    updateFrequency: null,
    sharingModes: [],
    openingClass: null,
    operationStatus: null,
    secrecyReview: null,
    items: [],
  };
  expect(issuesOf(empty).map((issue) => [issue.field, issue.pointer])).toEqual([
    [1, "/name"],
    [2, "/abstract"],
    [3, "/format"],
    [4, "/industry"],
    [5, "/timeFrom"],
    [6, "/area"],
    [7, "/updateFrequency"],
    [12, "/sharingModes"],
    [13, "/openingClass"],
    [15, "/operationStatus"],
    [17, "/items"],
    [null, "/secrecyReview/reviewer"],
    [null, "/secrecyReview/date"],
    [null, "/secrecyReview/result"],
  ]);
});

test("A16.1 A19.1 what identifies a thing is no key of a person or organisation", () => {
  const [first, ...rest] = epidemicEntry.items;
  if (first === undefined) throw new Error("the figures have items");
  const keyed = (standard: EntryItem["standard"], role: EntryItem["role"]) =>
    pointers({ ...epidemicEntry, items: [{ ...first, type: "text", length: 28, standard, role }, ...rest] });
  for (const standard of ["real-estate-unit", "land-parcel", "longitude", "latitude"] as const) {
    expect(keyed(standard, "subject-key")).toEqual(["/items/0/role"]);
    expect(keyed(standard, "business-key")).toEqual([]);
  }
  expect(keyed("credit-code", "subject-key")).toEqual([]);
});

test("A3.1 an entry goes in only with its secrecy review: by whom, when, to what result", () => {
  const review = { reviewer: "孙立群", date: "2026-09-01", result: "no-secrets" } as const;
  expect(pointers({ ...epidemicEntry, secrecyReview: review })).toEqual([]);
  expect(pointers({ ...epidemicEntry, secrecyReview: { ...review, reviewer: "" } })).toEqual([
    "/secrecyReview/reviewer",
  ]);
  expect(pointers({ ...epidemicEntry, secrecyReview: { ...review, date: null } })).toEqual([
    "/secrecyReview/date",
  ]);
  expect(pointers({ ...epidemicEntry, secrecyReview: { ...review, result: null } })).toEqual([
    "/secrecyReview/result",
  ]);
  expect(pointers({ ...epidemicEntry, secrecyReview: undefined })).toHaveLength(3);
});

test.each([
  ["file", ["query", "file"], "文件不能以接口查询方式共享，可选的是文件、安全工作间"],
  ["interface", ["verify", "table", "file"], "接口不能以库表交换、文件方式共享，可选的是接口查询、接口核验"],
] as const)("A12.8 a %s is shared only by modes that fit it", (format, sharingModes, detail) => {
  const content: EntryContent = { ...epidemicEntry, format, sharingModes: [...sharingModes] };
  expect(issuesOf(content)).toEqual([{ pointer: "/sharingModes", field: 12, detail, article: "12¶5" }]);
});

test("A25.2 a conditional or not-shared class needs its legal basis", () => {
  expect(pointers({ ...registerEntry, sharingBasis: "" })).toContain("/sharingBasis");
  expect(pointers({ ...registerEntry, sharingClass: "not-shared", sharingBasis: "" })).toContain(
    "/sharingBasis",
  );
  expect(pointers({ ...registerEntry, sharingClass: "unconditional", sharingBasis: "" })).not.toContain(
    "/sharingBasis",
  );
});

test("A25.3 a conditional class lists scope and purpose", () => {
  expect(pointers({ ...registerEntry, sharingScope: "", sharingPurpose: "" })).toEqual([
    "/sharingScope",
    "/sharingPurpose",
  ]);
});

test("A37.2 personal data and grade 3 are not opened unconditionally", () => {
  expect(pointers({ ...registerEntry, openingClass: "unconditional" })).toContain("/openingClass");
});

test("A11.5 items of grade 3 are sealed and masked", () => {
  const [first, ...rest] = registerEntry.items;
  if (first === undefined) throw new Error("the register has items");
  const items = [{ ...first, storage: "plain" as const, masking: "none" as const }, ...rest];
  expect(pointers({ ...registerEntry, items })).toEqual(["/items/0/storage", "/items/0/masking"]);
});

test("A11.6 an identity number is at least grade 3, and the entry takes the highest grade", () => {
  const [first, ...rest] = registerEntry.items;
  if (first === undefined) throw new Error("the register has items");
  expect(pointers({ ...registerEntry, items: [{ ...first, grade: 2 }, ...rest] })).toContain(
    "/items/0/grade",
  );
  expect(gradeOf(registerEntry)).toBe(3);
  expect(gradeOf(epidemicEntry)).toBe(1);
});

test("A12.8 a rule of format that cannot be read, by which every file would be refused, is told at its item", () => {
  const [first, ...rest] = epidemicEntry.items;
  if (first === undefined) throw new Error("the figures have items");
  const ruled = (expression: string) =>
    pointers({ ...epidemicEntry, items: [{ ...first, pattern: { expression, message: "" } }, ...rest] });
  for (const expression of ["([", "(a)\\1", "(?=a)", "", " "])
    expect([expression, ruled(expression)]).toEqual([expression, ["/items/0/pattern/expression"]]);
  expect(ruled("\\d{6}")).toEqual([]);
});

test("a column is not named like a parameter of the open interface, by which it could not be filtered", () => {
  const [first, ...rest] = epidemicEntry.items;
  if (first === undefined) throw new Error("the figures have items");
  for (const column of ["limit", "cursor"])
    expect(pointers({ ...epidemicEntry, items: [{ ...first, column }, ...rest] })).toEqual([
      "/items/0/column",
    ]);
});
