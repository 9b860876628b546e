import { RE2JS } from "re2js";

/**
 * Whether a whole value matches; undefined where the expression is none that RE2 knows. RE2 has no backtracking: no
 * expression of the catalogue can stall the platform.
 */
export function wholeMatch(expression: string): ((value: string) => boolean) | undefined {
  try {
    const compiled = RE2JS.compile(expression);
    return (value) => compiled.testExact(value);
  } catch {
    return undefined;
  }
}
