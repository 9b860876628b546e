import type { FastifySchemaCompiler } from "fastify";
import { z } from "zod";
import type { FieldError } from "../../contract/problem.ts";
import { Problem } from "./problem.ts";
import { placeWords, sentence } from "./sentences.ts";
import { unfit } from "./unfit.ts";
import { unknownFields, unnamedFields } from "./unknown-fields.ts";

const parts: Readonly<Record<string, string>> = {
  querystring: "/query",
  params: "/path",
  headers: "/headers",
};

/** Validates a part of a request by its zod schema; all faults are told at once, as one `bad_request`. */
export const validatorCompiler: FastifySchemaCompiler<z.ZodType> = ({ schema, httpPart }) => {
  const prefix = parts[httpPart ?? "body"] ?? "";
  return (data: unknown) => {
    // A body was looked at when it was read.
    const fault = httpPart === "body" ? undefined : unfit(data, prefix);
    if (fault !== undefined) return { error: fault };
    const result = schema.safeParse(data, { error: sentence });
    const errors = [
      ...(result.success ? [] : fieldErrors(result.error, prefix)),
      ...(httpPart === "body" ? strangers(schema, data, result.data) : []),
    ];
    return result.success && errors.length === 0
      ? { value: result.data }
      : { error: invalid(schema, errors) };
  };
};

/** Fields of a body that its schema does not have. Addresses may carry more than is asked, as links of others do. */
const strangers = (schema: z.ZodType, sent: unknown, kept: unknown): FieldError[] =>
  kept === undefined ? unnamedFields(schema, sent) : unknownFields(sent, kept);

/** `pointer` is relative to the body; faults elsewhere stand under `/query`, `/path`, `/headers`. */
function invalid(schema: z.ZodType, errors: readonly FieldError[]): Problem {
  const { pointer, detail } = errors[0] ?? { pointer: "", detail: "内容有误" };
  const where = pointer === "" ? "请求内容" : (titleOf(schema, pointer) ?? placeWords(pointer));
  const more = errors.length > 1 ? `等，共 ${errors.length} 处有误` : "";
  return new Problem("bad_request", `${where}：${detail.replace(/。$/, "")}${more}。`, { errors });
}

/** The title of the field of a form, where it has one: people know it by that. */
function titleOf(schema: z.ZodType, pointer: string): string | undefined {
  const [, name = ""] = pointer.split("/");
  const forms = schema instanceof z.ZodDiscriminatedUnion ? schema.options : [schema];
  const fields = forms.flatMap((form) =>
    form instanceof z.ZodObject && Object.hasOwn(form.shape, name)
      ? [z.globalRegistry.get(form.shape[name])]
      : [],
  );
  return fields.find((field) => field?.title !== undefined)?.title;
}

/** The faults zod found, as JSON pointers (RFC 6901) and Chinese sentences. */
export function fieldErrors(error: z.ZodError, prefix = ""): FieldError[] {
  return error.issues.map((issue) => ({
    pointer:
      prefix +
      issue.path.map((key) => `/${String(key).replaceAll("~", "~0").replaceAll("/", "~1")}`).join(""),
    detail: issue.message,
  }));
}
