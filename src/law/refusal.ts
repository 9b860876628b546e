import type { ErrorCode } from "../contract/errors/index.ts";
import type { FieldError } from "../contract/problem.ts";
import type { Citation } from "./language.ts";

/** A rule of the law says no: a value, not an exception. `detail` says what is wrong and how to mend it, in Chinese. */
export interface Refusal {
  readonly code: ErrorCode;
  readonly article: Citation;
  readonly detail: string;
  readonly errors?: readonly FieldError[];
}

export const refuse = (
  code: ErrorCode,
  article: Citation,
  detail: string,
  errors?: readonly FieldError[],
): Refusal => (errors === undefined ? { code, article, detail } : { code, article, detail, errors });
