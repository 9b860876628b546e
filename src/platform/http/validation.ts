import type { FastifySchemaCompiler } from "fastify";
import type { z } from "zod";
import type { FieldError } from "../../contract/problem.ts";
import { Problem } from "./problem.ts";
import { sentence } from "./sentences.ts";
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
    return result.success && errors.length === 0 ? { value: result.data } : { error: invalid(errors) };
  };
};

/** Fields of a body that its schema does not have. Addresses may carry more than is asked, as links of others do. */
const strangers = (schema: z.ZodType, sent: unknown, kept: unknown): FieldError[] =>
  kept === undefined ? unnamedFields(schema, sent) : unknownFields(sent, kept);

/** `pointer` is relative to the body; faults elsewhere stand under `/query`, `/path`, `/headers`. */
function invalid(errors: readonly FieldError[]): Problem {
  const first = errors[0];
  const where = first === undefined || first.pointer === "" ? "请求内容" : first.pointer;
  const more = errors.length > 1 ? `等，共 ${errors.length} 处有误` : "";
  return new Problem("bad_request", `${where}：${first?.detail ?? "内容有误"}${more}。`, { errors });
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
