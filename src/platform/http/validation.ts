import type { FastifySchemaCompiler } from "fastify";
import type { z } from "zod";
import type { FieldError } from "../../contract/problem.ts";
import { Problem } from "./problem.ts";
import { sentence } from "./sentences.ts";

const parts: Readonly<Record<string, string>> = {
  querystring: "/query",
  params: "/path",
  headers: "/headers",
};

/** Validates a part of a request by its zod schema; all faults are told at once, as one `bad_request`. */
export const validatorCompiler: FastifySchemaCompiler<z.ZodType> = ({ schema, httpPart }) => {
  const prefix = parts[httpPart ?? "body"] ?? "";
  return (data: unknown) => {
    const fault = unfit(data);
    if (fault !== undefined) return { error: new Problem("bad_request", fault) };
    const result = schema.safeParse(data, { error: sentence });
    if (result.success) return { value: result.data };
    return { error: invalid(result.error, prefix) };
  };
};

/** Deeper than any form of ours; what walks a value need not fear for its stack. */
const deepest = 64;

/** Texts that no database holds, and nesting that nobody means, wherever they stand: refused before anything reads them. */
function unfit(data: unknown): string | undefined {
  const pending: [value: unknown, depth: number][] = [[data, 0]];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const [value, depth] = next;
    if (typeof value === "string" && (value.includes("\0") || !value.isWellFormed()))
      return "内容含有无法保存的字符（空字符或者不成对的代理字符），请删去后重试。";
    if (typeof value !== "object" || value === null || ArrayBuffer.isView(value)) continue;
    if (depth === deepest) return `内容的嵌套超过 ${deepest} 层，请检查后重试。`;
    for (const [key, inner] of Object.entries(value)) pending.push([key, depth], [inner, depth + 1]);
  }
  return undefined;
}

/** `pointer` is relative to the body; faults elsewhere stand under `/query`, `/path`, `/headers`. */
function invalid(error: z.ZodError, prefix: string): Problem {
  const errors = fieldErrors(error, prefix);
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
