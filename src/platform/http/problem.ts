import { type ErrorCode, errors } from "../../contract/errors/index.ts";
import type { FieldError } from "../../contract/problem.ts";

/** An answer that is not the one asked for. The HTTP layer turns it into RFC 9457 `application/problem+json`. */
export class Problem extends Error {
  readonly code: ErrorCode;
  readonly status: number;
  readonly title: string;
  readonly detail: string;
  /** Citation such as `27¶2(2)`, where a rule of the law refuses. */
  readonly article: string | undefined;
  readonly errors: readonly FieldError[] | undefined;

  constructor(
    code: ErrorCode,
    detail: string,
    more: { article?: string | undefined; errors?: readonly FieldError[] | undefined; cause?: unknown } = {},
  ) {
    super(`${code}: ${detail}`, more.cause === undefined ? undefined : { cause: more.cause });
    this.name = "Problem";
    this.code = code;
    this.status = errors[code].status;
    this.title = errors[code].title;
    this.detail = detail;
    this.article = more.article;
    this.errors = more.errors;
  }
}
