import { z } from "zod";
import type { FieldError } from "../../contract/problem.ts";

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const told = (pointer: string, name: string): FieldError => ({
  pointer: `${pointer}/${name.replaceAll("~", "~0").replaceAll("/", "~1")}`,
  detail: "没有这个字段",
});

/**
 * Fields that were sent and that the schema does not have, wherever they stand: what it has, it keeps under its name. A
 * misspelt field would else be dropped without a word.
 */
export function unknownFields(sent: unknown, kept: unknown, pointer = ""): FieldError[] {
  if (Array.isArray(sent) && Array.isArray(kept) && sent.length === kept.length)
    return sent.flatMap((one, index) => unknownFields(one, kept[index], `${pointer}/${index}`));
  if (!isObject(sent) || !isObject(kept)) return [];
  return Object.entries(sent).flatMap(([name, value]) =>
    Object.hasOwn(kept, name)
      ? unknownFields(value, kept[name], told(pointer, name).pointer)
      : [told(pointer, name)],
  );
}

/** The same where the content has other faults too and nothing was kept of it: by the names of the schema itself. */
export function unnamedFields(schema: z.ZodType, sent: unknown, pointer = ""): FieldError[] {
  if (!(schema instanceof z.ZodObject) || !isObject(sent)) return [];
  return Object.keys(sent).flatMap((name) =>
    Object.hasOwn(schema.shape, name) ? [] : [told(pointer, name)],
  );
}
