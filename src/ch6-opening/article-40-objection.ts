import { objection, objectionResult } from "../contract/forms.ts";
import { procedure, promised, silent } from "../law/language.ts";

/**
 * Art. 40: an identified person or organisation objects to open data with evidence; opening is suspended at once;
 * the provider verifies and withdraws, restores, or opens after processing, and tells the objector;
 * who disagrees may ask the bureau of the provider's level for a review.
 */
export const openingObjection = procedure({
  kind: "opening-objection",
  title: "开放数据异议",
  articles: [40],
  summary:
    "认为开放数据有错漏或者侵犯权益的，附证据提出异议；提供单位立即中止开放并核实，依结果撤回、恢复或者处理后开放，并反馈。",
  numbering: "异",
  subject: "dataset",
  form: objection,
  opens: {
    by: "public",
    to: "verifying",
    cites: "40",
    guards: ["datasetIsOpen", "evidenceIsAttached"],
    effects: ["suspendOpening"],
  },
  states: {
    verifying: { title: "提供单位核实", holder: "provider" },
    answered: { title: "已反馈，可申请复核", holder: "starter" },
    "bureau-review": { title: "同级数据局复核", holder: "same-level-authority" },
    closed: { title: "已办结", final: "done" },
  },
  steps: {
    restore: {
      title: "恢复开放",
      cites: "40",
      from: "verifying",
      to: "answered",
      by: "provider",
      form: objectionResult,
      reasons: "required",
      guards: ["datasetIsOpen"],
      effects: ["restoreOpening"],
      tone: "primary",
      confirm: "恢复后公众可以再次查看、下载和调用，结果反馈异议人。",
    },
    withdrawData: {
      title: "撤回数据",
      cites: "40",
      from: "verifying",
      to: "answered",
      by: "provider",
      form: objectionResult,
      reasons: "required",
      effects: ["withdrawOpening"],
      tone: "danger",
      confirm: "撤回后公众不能再获取这些数据，结果反馈异议人。",
    },
    reopenProcessed: {
      title: "处理后开放",
      cites: "40",
      from: "verifying",
      to: "answered",
      by: "provider",
      form: objectionResult,
      reasons: "required",
      guards: ["datasetIsOpen", "newDataSinceObjection"],
      effects: ["republish"],
    },
    accept: {
      title: "认可结果",
      cites: "40",
      from: "answered",
      to: "closed",
      by: "starter",
      tone: "primary",
    },
    lapse: {
      title: "逾期未表示意见，办结",
      cites: "40",
      from: "answered",
      to: "closed",
      by: "platform",
    },
    askReview: {
      title: "申请复核",
      cites: "40",
      from: "answered",
      to: "bureau-review",
      by: "starter",
      reasons: "required",
    },
    uphold: {
      title: "维持结果",
      cites: "40",
      from: "bureau-review",
      to: "closed",
      by: "same-level-authority",
      reasons: "required",
      tone: "primary",
    },
    overturn: {
      title: "改变结果，重新核实",
      cites: "40",
      from: "bureau-review",
      to: "verifying",
      by: "same-level-authority",
      reasons: "required",
      effects: ["suspendAgain"],
    },
  },
  deadlines: {
    verifying: {
      title: "核实并反馈",
      over: ["verifying"],
      statutory: silent("核实和反馈，办法没有规定天数；中止开放须立即"),
      promised: promised("objection-verification"),
      overdue: "73(6)",
    },
    review: {
      title: "复核",
      over: ["bureau-review"],
      statutory: silent("复核，办法没有规定天数"),
      promised: promised("objection-re-review"),
      overdue: "74(2)",
    },
  },
  timers: {
    acceptance: {
      title: "异议人未表示意见",
      in: "answered",
      after: promised("objection-acceptance"),
      steps: ["lapse"],
    },
  },
  feedbackTo: "starter",
});
