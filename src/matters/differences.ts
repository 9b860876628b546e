import { z } from "zod";
import type { Json, JsonObject } from "../contract/json.ts";
import type { Change } from "../contract/office.ts";

const titled = z.object({
  title: z.string().optional(),
  enum: z.array(z.json()).optional(),
  properties: z.record(z.string(), z.unknown()).optional(),
});
type Titled = z.infer<typeof titled>;

const propertiesOf = (schema: unknown): Record<string, unknown> =>
  titled.safeParse(schema).data?.properties ?? {};

/** What differs between two states of one form, field by field under the titles of its declaration. */
export function differences(schema: z.ZodObject, before: JsonObject, after: JsonObject): Change[] {
  return between(z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }), before, after, "");
}

function between(schema: unknown, before: JsonObject, after: JsonObject, path: string): Change[] {
  const fields = propertiesOf(schema);
  const names = [...new Set([...Object.keys(fields), ...Object.keys(before), ...Object.keys(after)])];
  return names.flatMap((name) => {
    const field: Titled = titled.safeParse(fields[name]).data ?? {};
    const title = `${path}${field.title ?? name}`;
    const [was, is] = [before[name], after[name]];
    if (isObject(was) && isObject(is)) return between(fields[name], was, is, `${title}：`);
    if (same(was, is)) return [];
    return [{ title, before: text(was), after: text(is) }];
  });
}

const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const same = (one: Json | undefined, other: Json | undefined): boolean =>
  JSON.stringify(one ?? null) === JSON.stringify(other ?? null);

/** A value as the form shows it: a list in one line, nothing as nothing. */
function text(value: Json | undefined): string {
  if (value === undefined || value === null || value === "") return "未填";
  if (typeof value === "boolean") return value ? "是" : "否";
  if (Array.isArray(value)) return value.map(text).join("、");
  if (isObject(value)) return Object.values(value).map(text).join(" ");
  return String(value);
}
