import type { EntryItem } from "./entry.ts";

/** What could be said of an item before a person has looked at it (Art. 11 ¶4). */
export interface GradingSuggestion {
  readonly category: string;
  readonly grade: EntryItem["grade"];
  /** Why, in words that the officer can weigh. */
  readonly reason: string;
}

type Known = Pick<EntryItem, "name" | "standard" | "role" | "type">;

interface Rule extends GradingSuggestion {
  readonly holds: (item: Known) => boolean;
}

const named =
  (pattern: RegExp): Rule["holds"] =>
  ({ name }) =>
    pattern.test(name);

/** The first that holds counts, so the strictest stand first. */
const rules: readonly Rule[] = [
  {
    category: "个人敏感信息",
    grade: 4,
    reason: "名称是指纹、人脸、虹膜、基因等生物识别信息，属于敏感个人信息，一经泄露不能更换",
    holds: named(/指纹|人脸|虹膜|声纹|基因/),
  },
  {
    category: "个人身份标识",
    grade: 3,
    reason: "标准是公民身份号码，至少为3级",
    holds: ({ standard }) => standard === "identity-number",
  },
  {
    category: "个人身份标识",
    grade: 3,
    reason: "名称是个人证件号码",
    holds: named(/身份证|公民身份号码|护照号|社会保障号|驾驶证号/),
  },
  {
    category: "个人敏感信息",
    grade: 3,
    reason: "名称涉及健康、金融账户、行踪、宗教信仰或者未成年人，属于敏感个人信息",
    holds: named(/病史|诊断|病历|银行卡|银行账号|宗教|行踪|未成年/),
  },
  {
    category: "个人联系信息",
    grade: 3,
    reason: "是个人的联系方式或者住址",
    holds: (item) =>
      item.standard === "mobile-number" || named(/手机|电子邮箱|家庭住址|户籍地址|居住地址/)(item),
  },
  {
    category: "个人基本信息",
    grade: 2,
    reason: "标识角色是准标识符，同其他数据项合在一起可以识别个人",
    holds: ({ role }) => role === "quasi-identifier",
  },
  {
    category: "个人基本信息",
    grade: 2,
    reason: "名称是个人的基本情况",
    holds: named(/^(姓名|性别|民族|出生日期|婚姻状况|文化程度|政治面貌)$/),
  },
  {
    category: "单位基本信息",
    grade: 1,
    reason: "标准是统一社会信用代码，依法公示",
    holds: ({ standard }) => standard === "credit-code",
  },
  {
    category: "业务信息",
    grade: 1,
    reason: "名称和类型是统计数，不涉及个人",
    holds: (item) =>
      (item.type === "integer" || item.type === "decimal") && named(/数$|数量|总计|合计|率$|金额$/)(item),
  },
];

/**
 * Category and grade that fit an item's name, type, standard and role. Only a proposal: nothing is graded by it, and
 * where no rule holds nothing is proposed.
 */
export function suggestGrading(item: Known): GradingSuggestion | undefined {
  const rule = rules.find(({ holds }) => holds(item));
  return rule && { category: rule.category, grade: rule.grade, reason: rule.reason };
}

/** What is worth showing: an item without a category, or graded below what its rule proposes. */
export function openSuggestion(
  item: Known & Pick<EntryItem, "category" | "grade">,
): GradingSuggestion | undefined {
  const suggestion = suggestGrading(item);
  if (suggestion === undefined) return undefined;
  return item.category === "" || item.grade < suggestion.grade ? suggestion : undefined;
}
