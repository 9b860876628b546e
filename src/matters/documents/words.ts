import { z } from "zod";
import type { Json, JsonObject } from "../../contract/json.ts";
import { fieldLabels, labelOf } from "../../contract/labels.zh.ts";

export interface Stated {
  readonly label: string;
  readonly value: string;
}

const titles = z.object({
  properties: z.record(z.string(), z.object({ title: z.string().optional() })).default({}),
});

/** Every field of a form in the words of its declaration, as a table has them: what was left blank has a dash. */
export const inWords: InWords = (schema, form, names) =>
  fieldsInWords(schema, form, names).map(({ label, value }) => ({ label, value: value || "—" }));

/** What a form states and nothing else, as a letter has it. */
export const statedInWords: InWords = (schema, form, names) =>
  fieldsInWords(schema, form, names).filter(({ value }) => value !== "");

/** `names` says what codes such as columns mean. */
type InWords = (
  schema: z.ZodObject | undefined,
  form: JsonObject,
  names: ReadonlyMap<string, string>,
) => Stated[];

const fieldsInWords: InWords = (schema, form, names) => {
  if (schema === undefined) return [];
  const { properties } = titles.parse(z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }));
  return Object.entries(properties).map(([name, { title }]) => ({
    label: title ?? name,
    value: wordsOf(name, form[name], names),
  }));
};

function wordsOf(name: string, value: Json | undefined, names: ReadonlyMap<string, string>): string {
  if (value === undefined || value === null) return "";
  if (typeof value === "boolean") return value ? "是" : "否";
  if (typeof value === "number") return String(value);
  if (typeof value === "string") return names.get(value) ?? labelOf(fieldLabels[name] ?? {}, dated(value));
  if (!isList(value)) {
    const parts = Object.entries(value).map(([key, part]) => wordsOf(key, part, names));
    return parts.filter((part) => part !== "").join("：");
  }
  const parts = value.map((part) => wordsOf(name, part, names));
  return parts.join(value.some((part) => typeof part === "object") ? "\n" : "、");
}

const isList = (value: Json): value is readonly Json[] => Array.isArray(value);

const dated = (text: string): string => (/^\d{4}-\d{2}-\d{2}$/.test(text) ? chineseDate(text) : text);

/** 2026-09-21 → 2026年9月21日. */
export function chineseDate(date: string): string {
  const [year, month, day] = date.split("-").map(Number);
  return `${year}年${month}月${day}日`;
}
