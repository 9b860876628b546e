import { changeNotice } from "../contract/catalogue-forms.ts";
import { opinion } from "../contract/forms.ts";
import { procedure, workingDays } from "../law/language.ts";
import {
  approval,
  atReReview,
  atReview,
  atVerification,
  chainStations,
  returnToUnit,
  verification,
} from "./article-12-chain.ts";

/**
 * Art. 13: after a change of law or of function the department updates its entry and submits it within 10 working days
 * of the change; within 2 working days of its receipt the authorities review and publish it. The two days are one
 * deadline over the whole chain (design: readings of the law). Ten days run on where an update was returned.
 */
export const catalogueUpdate = procedure({
  kind: "catalogue-update",
  title: "数据目录变更更新",
  articles: [12, 13],
  summary:
    "法律、行政法规依据或者法定职能变化后，单位10个工作日内更新目录并报送，主管部门收到后2个工作日内审核发布。",
  numbering: "更",
  subject: "entry",
  form: changeNotice,
  opens: {
    by: "department",
    to: "updating",
    cites: "13¶1",
    guards: ["starterMayDeclare", "entryIsPublished", "changeHasHappened", "noOtherUpdate"],
  },
  states: {
    updating: { title: "待更新报送", holder: "provider" },
    ...chainStations,
    returned: { title: "退回修改", holder: "provider" },
    published: { title: "已更新发布", final: "done" },
    cancelled: { title: "不涉及，已核销", final: "withdrawn" },
    ended: { title: "目录已撤销，更新终止", final: "withdrawn" },
  },
  steps: {
    submit: {
      title: "报送更新",
      cites: "13¶1",
      from: ["updating", "returned"],
      to: "review",
      by: "provider",
      guards: ["draftIsFree", "entryIsUpdated", "closedClassesStay", "entryIsComplete", "remarksAreAnswered"],
      effects: ["settleRemarks", "freezeDraft"],
      tone: "primary",
    },
    cancel: {
      title: "核销",
      cites: "13¶1",
      from: ["updating", "returned"],
      to: "cancelled",
      by: "same-level-authority",
      reasons: "required",
      confirm: "核销表示经核实变化不涉及本目录，期限不再计算。",
    },
    // Under review the draft is held, and no withdrawal begins.
    end: {
      title: "目录撤销，更新终止",
      cites: "13¶1",
      from: ["updating", "returned"],
      to: "ended",
      by: "platform",
    },
    approve: { ...approval, cites: "13¶2", ...atReview, to: "verification" },
    returnFromReview: { ...returnToUnit, cites: "13¶2", ...atReview, to: "returned" },
    verify: {
      ...verification,
      cites: "12¶4",
      ...atVerification,
      to: "re-review",
      guards: ["noDuplicateName", "likenessesAreDecided"],
    },
    returnFromVerification: { ...returnToUnit, cites: "12¶4", ...atVerification, to: "returned" },
    publish: {
      title: "复核通过并发布",
      cites: "13¶2",
      ...atReReview,
      to: "published",
      form: opinion,
      guards: ["noDuplicateName", "likenessesAreDecided"],
      effects: ["publishEntry"],
      tone: "primary",
    },
    returnFromReReview: { ...returnToUnit, cites: "12¶4", ...atReReview, to: "returned" },
  },
  deadlines: {
    update: {
      title: "更新并报送",
      over: ["updating", "returned"],
      from: { field: "changedOn" },
      statutory: workingDays(10, "13¶1"),
      overdue: "73(1)",
    },
    chain: {
      title: "审核并发布",
      over: ["review", "verification", "re-review"],
      statutory: workingDays(2, "13¶2"),
      overdue: "73(1)",
    },
  },
  differentPersons: [
    ["approve", "publish"],
    ["submit", "approve"],
    ["submit", "verify"],
    ["submit", "publish"],
  ],
  feedbackTo: "provider",
  endsWithSubject: "end",
});
