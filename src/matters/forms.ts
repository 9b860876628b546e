import { z } from "zod";
import type { Json, JsonObject } from "../contract/json.ts";
import { Problem } from "../platform/http/problem.ts";
import { sentence } from "../platform/http/sentences.ts";
import { unknownFields, unnamedFields } from "../platform/http/unknown-fields.ts";
import { fieldErrors } from "../platform/http/validation.ts";

const json: z.ZodType<Json> = z.json();
/** The form of a step that asks for none. */
export const noForm = z.object({});

const jsonObject = z.record(z.string(), json);

/**
 * What a form states, checked and with defaults filled in; all faults at once, as pointers under `/form`. A field that
 * the form does not have is a fault: dropped, whoever misspelt it would never know.
 * @throws Problem `form_invalid`
 */
export function readForm(schema: z.ZodObject, form: unknown, article: string | undefined): JsonObject {
  const result = schema.safeParse(form, { error: sentence });
  const errors = result.success
    ? unknownFields(form, result.data, "/form")
    : [...fieldErrors(result.error, "/form"), ...unnamedFields(schema, form, "/form")];
  if (result.success && errors.length === 0) return jsonObject.parse(result.data);
  const first = errors[0]?.detail ?? "内容有误";
  const more = errors.length > 1 ? `（共 ${errors.length} 处）` : "";
  throw new Problem("form_invalid", `${first}${more}。请改正后重新提交。`, { article, errors });
}

/** JSON Schema (2020-12) of a form, with its titles, for whoever draws it. */
export function formSchema(schema: z.ZodObject): Record<string, unknown> {
  return { ...z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }) };
}
