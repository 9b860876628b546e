import type { z } from "zod";
import { gradingRuleForm } from "../../contract/registers.ts";
import { type Refusal, refuse } from "../../law/refusal.ts";
import { cityAuthority } from "../actors.ts";
import { isInside, isUnit } from "../units.ts";
import { gradeLine, ruleOf } from "./grading-floors.ts";
import { type Entry, everybody, isAuthority, nobody, register, works } from "./register.ts";
import { classificationStandards } from "./standards.ts";
import { currentOf } from "./store.ts";

type Content = z.infer<typeof gradingRuleForm>;

/** Art. 11 ¶1, ¶4: the city's table of least grades, and the departments' rules, which are never laxer. */
export const gradingRules = register({
  name: "grading-rules",
  title: "分类分级细则",
  article: "11",
  summary:
    "市数据局登记本市标准各类别的最低级别；各部门在数据汇聚之前按现行标准制定本部门、本行业细则，可以更严，不能更宽。",
  form: gradingRuleForm,
  columns: ["standard", "edition", "effectiveFrom"],
  titleOf: (rule) => rule.title,
  mayKeep: (caller) => works(caller) && (isUnit(caller) || isAuthority(caller)),
  mayRead: (caller) => (isInside(caller) ? everybody : nobody),
  check: async (entry) =>
    (await standardIsKnown(entry)) ??
    categoriesAreDistinct(entry) ??
    (await isOnly(entry)) ??
    isStrict(entry),
});

const fault = (pointer: string, detail: string): Refusal =>
  refuse("form_invalid", "11¶4", detail, [{ pointer: `/form/${pointer}`, detail }]);

async function standardIsKnown({ tx, content }: Entry<Content>): Promise<Refusal | undefined> {
  const known = (await classificationStandards(tx)).map(({ number }) => number);
  if (known.includes(content.standard)) return undefined;
  const named = known.length === 0 ? "还没有登记" : `现有：${known.join("、")}`;
  return fault("standard", `“政策标准”里没有标准号为“${content.standard}”的本市分类分级标准（${named}）`);
}

function categoriesAreDistinct({ content }: Entry<Content>): Refusal | undefined {
  const names = content.grades.map((line) => gradeLine(line).category);
  const twice = names.findIndex((name, index) => names.indexOf(name) < index);
  return twice === -1 ? undefined : fault(`grades/${twice}`, `类别“${names[twice]}”写了两次，请只留一行`);
}

/** Of one keeper under one standard there is one rule, changed by new versions. */
async function isOnly({ tx, caller, content, record }: Entry<Content>): Promise<Refusal | undefined> {
  const other = (await currentOf(tx, "grading-rules")).find(
    (row) =>
      row.keeperId === caller.party.id && row.id !== record && ruleOf(row).standard === content.standard,
  );
  if (other !== undefined)
    return refuse(
      "record_exists",
      "11¶4",
      "本单位已经按这个标准登记过细则，请在原记录上修改，不要另登记一条",
    );
}

/** Art. 11 ¶4: made by the city's standard, a department's rule may ask for more and never for less. */
async function isStrict({ tx, caller, content }: Entry<Content>): Promise<Refusal | undefined> {
  const city = await cityAuthority(tx);
  if (caller.party.id === city) return undefined;
  const table = (await currentOf(tx, "grading-rules"))
    .filter(({ keeperId }) => keeperId === city)
    .map(ruleOf)
    .find(({ standard }) => standard === content.standard);
  const least = new Map(table?.grades.map(gradeLine).map(({ category, grade }) => [category, grade]));
  const laxer = content.grades.flatMap((line, index) => {
    const { category, grade } = gradeLine(line);
    const wanted = least.get(category) ?? 0;
    if (grade >= wanted) return [];
    const detail = `“${category}”定为${grade}级，本市标准至少为${wanted}级；细则可以更严，不能更宽`;
    return [{ pointer: `/form/grades/${index}`, detail, article: "11¶4" }];
  });
  const [first] = laxer;
  if (first !== undefined) return refuse("rule_looser", "11¶4", first.detail, laxer);
}
