import { classChange, classEvaluation } from "../contract/catalogue-forms.ts";
import { opinion } from "../contract/forms.ts";
import { procedure, promised, silent } from "../law/language.ts";

/**
 * Art. 25, 26, 37: a stricter class of sharing or opening, and closed data that is to be shared or opened, are
 * reviewed by the bureau of the level; until then the class in force stands. The Measures give no days.
 */
export const classChangeProcedure = procedure({
  kind: "class-change",
  title: "共享、开放属性变更",
  articles: [25, 26, 37],
  summary:
    "收紧共享、开放类型，或者不予共享、不予开放的数据脱密脱敏后转换的，须经同级数据局审核；审核前原类型有效。",
  numbering: "属",
  subject: "entry",
  form: classChange,
  opens: {
    by: "provider",
    to: "review",
    cites: "26",
    guards: ["entryIsPublished", "draftIsFree", "classesChange", "classesAreComplete", "conversionIsProven"],
  },
  states: {
    review: { title: "同级数据局审核", holder: "same-level-authority" },
    changed: { title: "已变更", final: "done" },
    refused: { title: "不同意变更", final: "refused" },
    withdrawn: { title: "已撤回", final: "withdrawn" },
    ended: { title: "目录已撤销，变更终止", final: "withdrawn" },
  },
  steps: {
    approve: {
      title: "同意变更",
      cites: "26",
      from: "review",
      to: "changed",
      by: "same-level-authority",
      form: opinion,
      effects: ["applyClasses"],
      tone: "primary",
    },
    refuse: {
      title: "不同意变更",
      cites: "26",
      from: "review",
      to: "refused",
      by: "same-level-authority",
      reasons: "required",
      tone: "danger",
    },
    withdraw: {
      title: "撤回",
      cites: "26",
      from: "review",
      to: "withdrawn",
      by: "starter",
    },
    end: {
      title: "目录撤销，变更终止",
      cites: "13¶2",
      from: "review",
      to: "ended",
      by: "platform",
    },
  },
  deadlines: {
    review: {
      title: "审核",
      over: ["review"],
      statutory: silent("属性变更的审核，办法没有规定天数"),
      promised: promised("class-change-review"),
      overdue: "73(1)",
    },
  },
  differentPersons: [["opens", "approve"]],
  feedbackTo: "starter",
  endsWithSubject: "end",
});

/** Art. 25 ¶3, 37 ¶3: periodic evaluation of conditional data; what qualifies becomes unconditional at once. */
export const classEvaluationProcedure = procedure({
  kind: "class-evaluation",
  title: "有条件共享、开放数据评估",
  articles: [25, 37],
  summary: "提供单位定期评估有条件共享、有条件开放的数据；具备条件的，评估办结时即转为无条件。",
  numbering: "评",
  subject: "entry",
  form: classEvaluation,
  opens: {
    by: "provider",
    to: "evaluated",
    cites: "25¶3",
    guards: ["entryIsPublished", "classIsConditional", "mayBeUnconditional"],
    effects: ["recordEvaluation"],
  },
  states: { evaluated: { title: "已评估", final: "done" } },
  steps: {},
  deadlines: {},
  feedbackTo: "same-level-authority",
});
