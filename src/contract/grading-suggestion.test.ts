import { expect, test } from "vitest";
import { type EntryItem, entryItem } from "./entry.ts";
import { openSuggestion, suggestGrading } from "./grading-suggestion.ts";

const item = (more: Partial<EntryItem>): EntryItem =>
  entryItem.parse({
    name: "备注",
    column: "bz",
    type: "text",
    length: 20,
    required: false,
    standard: null,
    pattern: null,
    role: "none",
    category: "",
    grade: 1,
    masking: "none",
    storage: "plain",
    ...more,
  });
const graded = (more: Partial<EntryItem>) => {
  const suggestion = suggestGrading(item(more));
  return suggestion && [suggestion.category, suggestion.grade];
};

test("A11.6 class and grade are proposed from name, type, standard and role, the strictest first", () => {
  expect(graded({ name: "人脸照片" })).toEqual(["个人敏感信息", 4]);
  expect(graded({ name: "号码", standard: "identity-number" })).toEqual(["个人身份标识", 3]);
  expect(graded({ name: "监护人身份证号" })).toEqual(["个人身份标识", 3]);
  expect(graded({ name: "诊断结果", role: "quasi-identifier" })).toEqual(["个人敏感信息", 3]);
  expect(graded({ name: "联系人手机号" })).toEqual(["个人联系信息", 3]);
  expect(graded({ name: "所在街道", role: "quasi-identifier" })).toEqual(["个人基本信息", 2]);
  expect(graded({ name: "代码", standard: "credit-code" })).toEqual(["单位基本信息", 1]);
  expect(graded({ name: "就诊人数", type: "integer" })).toEqual(["业务信息", 1]);
  expect(graded({ name: "就诊人数", type: "text" })).toBeUndefined();
  expect(graded({ name: "备注" })).toBeUndefined();
});

test("A11.6 a proposal is shown where the category is missing or the grade is lower, and does not lower one", () => {
  const id = { name: "身份证号" };
  expect(openSuggestion(item(id))?.grade).toBe(3);
  expect(openSuggestion(item({ ...id, category: "个人身份标识", grade: 2 }))?.grade).toBe(3);
  expect(openSuggestion(item({ ...id, category: "个人身份标识", grade: 3 }))).toBeUndefined();
  expect(openSuggestion(item({ ...id, category: "另一类别", grade: 4 }))).toBeUndefined();
});
