import { assessmentForm } from "../../contract/registers.ts";
import { refuse } from "../../law/refusal.ts";
import { isInArea, unitNamed } from "../units.ts";
import { either, isAuthority, keptInArea, namesUnit, nobody, register, works } from "./register.ts";

/** Art. 8(7): the bureau assesses departments of its area; the one assessed reads the result. */
export const assessments = register({
  name: "assessments",
  title: "监督评估",
  article: "8(7)",
  summary: "数据局对部门公共数据工作的评估结果和整改要求。评估周期办法没有规定。",
  form: assessmentForm,
  columns: ["unit", "period", "score", "assessedOn"],
  titleOf: (assessment) => `${assessment.unit}${assessment.period}评估`,
  mayKeep: (caller) => works(caller) && isAuthority(caller),
  mayRead: (caller) =>
    either(namesUnit(caller, "unit"), caller.party.kind === "government" ? keptInArea(caller) : nobody),
  check: async ({ tx, caller, content }) => {
    const unit = await unitNamed(tx, content.unit);
    if (unit !== undefined && unit.id !== caller.party.id && isInArea(caller.party, unit)) return undefined;
    const detail = `“${content.unit}”不是本行政区域内可以评估的单位，请从单位名录里选择`;
    return refuse("unit_unknown", "8(7)", detail, [{ pointer: "/form/unit", detail }]);
  },
});
