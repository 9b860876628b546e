import type { z } from "zod";

const kinds: Readonly<Record<string, string>> = {
  string: "文字",
  number: "数字",
  int: "整数",
  bigint: "整数",
  boolean: "是或否",
  array: "列表",
  object: "对象",
  record: "对象",
  date: "日期",
  null: "空值",
};

const formats: Readonly<Record<string, string>> = {
  date: "日期须写作 YYYY-MM-DD",
  datetime: "时间须写作 2026-10-09T09:30:00+08:00 的形式",
  uuid: "编号格式不对",
  url: "网址格式不对",
  email: "电子邮箱格式不对",
  base64: "须为 Base64 编码",
};

/** A place of a request as people say it, where it is not a field of its content. */
export const placeWords = (pointer: string): string =>
  pointer.replace(/^\/query\//, "参数 ").replace(/^\/path\//, "网址中的 ");

const counted = (origin: string): string => (origin === "string" ? "个字" : origin === "array" ? "项" : "");

/** How much there is of what is too much, where it can be counted; 𠮷 is one character, as where it is checked. */
function surplus(input: unknown): string {
  if (typeof input === "string") return `，现在有 ${[...input].length}，请缩减`;
  return Array.isArray(input) ? `，现在有 ${input.length}，请缩减` : "";
}

/** What is wrong with a field, for people, where the schema itself does not say it. */
export function sentence(issue: z.core.$ZodRawIssue): string {
  switch (issue.code) {
    case "invalid_type":
      return issue.input === undefined ? "此项必填" : `此项应为${kinds[issue.expected] ?? issue.expected}`;
    case "too_small":
      if (issue.origin === "string" && Number(issue.minimum) === 1) return "此项不能为空";
      return `不能少于 ${issue.minimum} ${counted(issue.origin)}`.trimEnd();
    case "too_big":
      return `不能超过 ${issue.maximum} ${counted(issue.origin)}`.trimEnd() + surplus(issue.input);
    case "invalid_format":
      return formats[issue.format] ?? "格式不对";
    case "not_multiple_of":
      return `须为 ${issue.divisor} 的倍数`;
    case "unrecognized_keys":
      return "含有不认识的字段，请删去";
    case "invalid_value":
      return `须为下列之一：${issue.values.map(String).join("、")}`;
    case "invalid_union":
      return "内容不符合任何一种允许的形式";
    default:
      return "内容有误";
  }
}
