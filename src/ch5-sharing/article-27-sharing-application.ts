import { columnDecisions, opinion, sharingRequest } from "../contract/forms.ts";
import { procedure, promised, silent, workingDays } from "../law/language.ts";

/**
 * Art. 27: a department applies to the municipal bureau. Unconditional data: the bureau reviews and the applicant
 * has it. Conditional data: the bureau checks form and passes on; the provider decides within one working day of
 * its receipt, column by column, and gives specific reasons for whatever it refuses.
 */
export const sharingApplication = procedure({
  kind: "sharing-application",
  title: "公共数据共享申请",
  articles: [24, 27],
  summary:
    "使用单位向市数据局申请；无条件共享的审核后直接使用，有条件共享的由提供部门自收到起1个工作日内审核。",
  numbering: "享",
  subject: "entry",
  form: sharingRequest,
  opens: {
    by: "department",
    to: "review",
    cites: "27¶1",
    guards: ["entryIsShareable", "modeIsOffered", "columnsExist", "notOwnData"],
  },
  states: {
    review: { title: "市数据局审核", holder: "municipal-authority" },
    supplement: { title: "待补正", holder: "starter" },
    provider: { title: "提供部门审核", holder: "provider" },
    granted: { title: "已同意", final: "done" },
    refused: { title: "不同意共享", final: "refused" },
    withdrawn: { title: "已撤回", final: "withdrawn" },
  },
  steps: {
    grantUnconditional: {
      title: "审核通过，直接使用",
      cites: "27¶2(1)",
      from: "review",
      to: "granted",
      by: "municipal-authority",
      form: opinion,
      guards: ["entryIsShareable", "entryIsUnconditional", "dataIsMounted"],
      effects: ["grantAll"],
      tone: "primary",
    },
    passToProvider: {
      title: "形式审查通过，转提供部门",
      cites: "27¶2(2)",
      from: "review",
      to: "provider",
      by: "municipal-authority",
      form: opinion,
      guards: ["entryIsShareable", "entryIsConditional", "dataIsMounted"],
      tone: "primary",
    },
    askSupplement: {
      title: "退回补正",
      cites: "27¶1",
      from: "review",
      to: "supplement",
      by: "municipal-authority",
      reasons: "required",
      supplement: true,
    },
    supplement: {
      title: "补正后重新提交",
      cites: "27¶1",
      from: "supplement",
      to: "review",
      by: "starter",
      tone: "primary",
    },
    grant: {
      title: "同意共享",
      cites: "27¶2(2)",
      from: "provider",
      to: "granted",
      by: "provider",
      form: columnDecisions,
      widget: "column-decisions",
      guards: ["entryIsShareable", "everyColumnDecided", "asStrictAsTheEntry", "refusedColumnsHaveReasons"],
      effects: ["grantDecided"],
      tone: "primary",
    },
    refuse: {
      title: "不同意共享",
      cites: "27¶2(2)",
      from: "provider",
      to: "refused",
      by: "provider",
      reasons: "required",
      tone: "danger",
      confirm: "不同意后本件办结，具体原因送申请单位和市数据局。",
    },
    withdraw: {
      title: "撤回申请",
      cites: "27¶1",
      from: ["review", "supplement", "provider"],
      to: "withdrawn",
      by: "starter",
      confirm: "撤回后本件办结，需要时可以重新申请。",
    },
  },
  deadlines: {
    review: {
      title: "市数据局审核",
      over: ["review"],
      statutory: silent("主管部门的审核，办法没有规定天数"),
      promised: promised("sharing-bureau-review"),
      overdue: "73(5)",
    },
    provider: {
      title: "提供部门审核",
      over: ["provider"],
      statutory: workingDays(1, "27¶2(2)"),
      overdue: "73(5)",
    },
  },
  differentPersons: [
    ["opens", "grantUnconditional"],
    ["opens", "passToProvider"],
    ["opens", "grant"],
    ["supplement", "grantUnconditional"],
    ["supplement", "passToProvider"],
    ["supplement", "grant"],
    ["passToProvider", "grant"],
  ],
  feedbackTo: "starter",
});
