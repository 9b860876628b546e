import { opinion } from "../contract/forms.ts";
import { projectAcceptance, projectApproval } from "../contract/project-forms.ts";
import { procedure, promised, silent } from "../law/language.ts";

/** Both gates, that of approval and that of acceptance, are one review that ends in a certificate. */
const states = {
  review: { title: "同级数据局审核", holder: "same-level-authority" },
  certified: { title: "已出具证明", final: "done" },
  refused: { title: "不通过", final: "refused" },
  withdrawn: { title: "已撤回", final: "withdrawn" },
} as const;

const refuse = {
  title: "不通过",
  cites: "14¶1",
  from: "review",
  to: "refused",
  by: "same-level-authority",
  reasons: "required",
  tone: "danger",
} as const;

const withdraw = { title: "撤回", cites: "14¶1", from: "review", to: "withdrawn", by: "starter" } as const;

const limit = {
  title: "审核",
  over: ["review"],
  statutory: silent("项目数据目录的审核，办法没有规定天数"),
  promised: promised("project-review"),
  overdue: "73(1)",
} as const;

/** Art. 14, 69 ¶3: without a catalogue and an opening catalogue no system is approved, built or bought. */
export const projectApprovalProcedure = procedure({
  kind: "project-approval",
  title: "信息化项目立项数据目录审核",
  articles: [14, 69],
  summary:
    "财政资金建设或者政府购买服务的信息系统，立项报批时提交数据目录和开放目录；审核通过后出具可核验的证明。",
  numbering: "项",
  subject: null,
  form: projectApproval,
  opens: {
    by: "department",
    to: "review",
    cites: "14¶1",
    guards: ["entriesAreOwn", "entriesAreComplete", "purchaseIsNamed"],
  },
  states,
  steps: {
    certify: {
      title: "审核通过，出具立项证明",
      cites: "14¶1",
      from: "review",
      to: "certified",
      by: "same-level-authority",
      form: opinion,
      guards: ["entriesAreComplete"],
      effects: ["issueCertificate"],
      tone: "primary",
    },
    refuse,
    withdraw,
  },
  deadlines: { review: limit },
  feedbackTo: "starter",
  documents: {
    certificate: {
      title: "信息化项目立项数据目录审核证明",
      kind: "certificate",
      cites: "14¶1",
      by: "same-level-authority",
      after: ["certify"],
      in: ["certified"],
      says: "你单位申报的信息化项目，公共数据目录和开放目录已经编制完整，通过立项审核，特此证明。",
    },
  },
});

/** Art. 14, 69 ¶3: before acceptance the catalogue is updated and published, and the data are shared and aggregated. */
export const projectAcceptanceProcedure = procedure({
  kind: "project-acceptance",
  title: "信息化项目验收数据归集审核",
  articles: [14, 69],
  summary: "竣工验收前，项目的目录已更新发布、数据已挂载并归集到平台；审核通过后出具可核验的证明。",
  numbering: "验",
  subject: null,
  form: projectAcceptance,
  opens: {
    by: "department",
    to: "review",
    cites: "14¶1",
    guards: ["projectWasApproved", "entriesAreOwn", "nothingLeftOut", "entriesAreDelivered"],
  },
  states,
  steps: {
    certify: {
      title: "审核通过，出具验收证明",
      cites: "14¶1",
      from: "review",
      to: "certified",
      by: "same-level-authority",
      form: opinion,
      guards: ["entriesAreDelivered"],
      effects: ["issueCertificate"],
      tone: "primary",
    },
    refuse,
    withdraw,
  },
  deadlines: { review: limit },
  feedbackTo: "starter",
  documents: {
    certificate: {
      title: "信息化项目验收数据归集审核证明",
      kind: "certificate",
      cites: "14¶1",
      by: "same-level-authority",
      after: ["certify"],
      in: ["certified"],
      says: "你单位建成的信息化项目，公共数据目录已经更新发布，数据已经挂载并归集到公共数据平台，通过验收审核，特此证明。",
    },
  },
});
