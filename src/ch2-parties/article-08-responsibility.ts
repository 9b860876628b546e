import { responsibilityForm } from "../contract/duty.ts";
import { opinion } from "../contract/forms.ts";
import { procedure, promised, silent } from "../law/language.ts";

/**
 * Art. 8(6), 15 ¶2: the bureau names, together with the staffing office (机构编制部门) and by law, the department that
 * collects and supplies a category; Art. 3: there is one for each.
 */
export const responsibilityAssignment = procedure({
  kind: "responsibility-assignment",
  title: "明确数源部门",
  articles: [3, 8, 15],
  summary:
    "数据局会同机构编制部门，根据法律、法规明确每一类公共数据由哪个部门采集和提供；一类数据只有一个数源部门。",
  numbering: "源",
  subject: null,
  form: responsibilityForm,
  opens: {
    by: "department",
    to: "consent",
    cites: "8(6)",
    guards: ["starterIsAuthority", "departmentIsInArea", "kindFitsDepartment", "categoryIsFree"],
  },
  states: {
    consent: { title: "机构编制部门会商", holder: "staffing-office" },
    assigned: { title: "已明确", final: "done" },
    declined: { title: "会商未一致", final: "refused" },
    withdrawn: { title: "已撤回", final: "withdrawn" },
  },
  steps: {
    consent: {
      title: "会商同意",
      cites: "8(6)",
      from: "consent",
      to: "assigned",
      by: "staffing-office",
      form: opinion,
      guards: ["categoryIsFree"],
      effects: ["assignCategory"],
      tone: "primary",
    },
    decline: {
      title: "不同意",
      cites: "8(6)",
      from: "consent",
      to: "declined",
      by: "staffing-office",
      reasons: "required",
      tone: "danger",
    },
    withdraw: { title: "撤回", cites: "8(6)", from: "consent", to: "withdrawn", by: "starter" },
  },
  deadlines: {
    consent: {
      title: "会商",
      over: ["consent"],
      statutory: silent("会商，办法没有规定天数"),
      promised: promised("responsibility-consent"),
      overdue: "74(1)",
    },
  },
  feedbackTo: "provider",
  actors: { department: "数据局", starter: "提出的数据局", provider: "数源部门" },
});
