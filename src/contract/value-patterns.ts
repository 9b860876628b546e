import { z } from "zod";
import { isCreditCode } from "./credit-code.ts";
import type { GradingSuggestion } from "./grading-suggestion.ts";

/** Kinds of values that are known by how they are written, checksum included where they have one. */
export const valuePattern = z.enum(["identity-number", "credit-code", "bank-card", "mobile-number", "email"]);
export type ValuePattern = z.infer<typeof valuePattern>;

/** GB 11643: weights and check characters of the first seventeen digits. */
const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const checks = "10X98765432";

function isIdentityNumber(text: string): boolean {
  if (!/^\d{6}(19|20)\d{2}(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])\d{3}[\dX]$/i.test(text)) return false;
  const sum = weights.reduce((total, weight, at) => total + weight * Number(text.charAt(at)), 0);
  return checks.charAt(sum % 11) === text.charAt(17).toUpperCase();
}

/** ISO/IEC 7812: 16 to 19 digits with a Luhn check digit. */
function isBankCard(text: string): boolean {
  if (!/^[3-6]\d{15,18}$/.test(text)) return false;
  const digits = [...text].reverse().map(Number);
  const sum = digits.reduce((total, digit, at) => {
    const doubled = at % 2 === 0 ? digit : digit * 2;
    return total + (doubled > 9 ? doubled - 9 : doubled);
  }, 0);
  return sum % 10 === 0;
}

const tests: Readonly<Record<ValuePattern, (text: string) => boolean>> = {
  "identity-number": isIdentityNumber,
  "credit-code": isCreditCode,
  "bank-card": isBankCard,
  "mobile-number": (text) => /^1[3-9]\d{9}$/.test(text),
  email: (text) => /^[\w.+-]{1,64}@[\w-]+(\.[\w-]+)+$/.test(text),
};

/** The first kind that a value is written as; the stricter stand first. */
export const patternOf = (text: string): ValuePattern | undefined =>
  valuePattern.options.find((pattern) => tests[pattern](text));

/** How many of an item's values in a sample are written as one kind; never the values themselves. */
export const sampledItem = z.object({
  column: z.string(),
  /** Values that are there. */
  values: z.int(),
  found: z.array(z.object({ pattern: valuePattern, count: z.int() })),
});
export type SampledItem = z.infer<typeof sampledItem>;

/** Fewer values say nothing. */
const leastValues = 5;
const mostly = 0.5;

const proposals: Readonly<Record<ValuePattern, Omit<GradingSuggestion, "reason"> & { words: string }>> = {
  "identity-number": { category: "个人身份标识", grade: 3, words: "公民身份号码" },
  "credit-code": { category: "单位基本信息", grade: 1, words: "统一社会信用代码" },
  "bank-card": { category: "个人敏感信息", grade: 3, words: "银行卡号" },
  "mobile-number": { category: "个人联系信息", grade: 3, words: "手机号码" },
  email: { category: "个人联系信息", grade: 3, words: "电子邮箱" },
};

/** What could be said of an item by the values of a sample (Art. 11 ¶4). */
export function suggestFromSample({ values, found }: SampledItem): GradingSuggestion | undefined {
  const likely = found.find(({ count }) => values >= leastValues && count >= mostly * values);
  if (likely === undefined) return undefined;
  const { words, ...proposal } = proposals[likely.pattern];
  return { ...proposal, reason: `抽样 ${values} 个值，其中 ${likely.count} 个符合${words}的格式和校验规则` };
}
