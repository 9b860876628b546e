import { filingForm } from "../contract/filing.ts";
import { opinion } from "../contract/forms.ts";
import { procedure, promised, silent } from "../law/language.ts";

/**
 * Art. 12 ¶1: the municipal bureau organises the city's one catalogue. What the provincial or an old platform had
 * approved is entered by one filing and one decision; no step of its past is played again, no limit starts before it.
 */
export const catalogueFiling = procedure({
  kind: "catalogue-filing",
  title: "存量目录备案",
  articles: [12, 27],
  summary:
    "省级平台或者旧平台已经批准的目录和使用权限，由市数据局成批备案；原代码留作别名，原批准日期只作记载，不补办程序，不倒算时限。",
  numbering: "备",
  subject: null,
  form: filingForm,
  opens: {
    by: "department",
    to: "review",
    cites: "12¶1",
    guards: ["starterIsTheCity", "batchIsReady", "noOtherFiling"],
  },
  states: {
    review: { title: "市数据局另一人审定", holder: "municipal-authority" },
    filed: { title: "已备案", final: "done" },
    refused: { title: "不予备案", final: "refused" },
    withdrawn: { title: "已撤回", final: "withdrawn" },
  },
  steps: {
    file: {
      title: "同意备案",
      cites: "12¶1",
      from: "review",
      to: "filed",
      by: "municipal-authority",
      form: opinion,
      guards: ["batchIsReady", "uploadedByAnother"],
      effects: ["fileBatch"],
      tone: "primary",
      confirm: "备案后，批次中的目录立即成为已发布的目录，使用权限立即生效，并写入操作存证。",
    },
    refuse: {
      title: "不予备案",
      cites: "12¶1",
      from: "review",
      to: "refused",
      by: "municipal-authority",
      reasons: "required",
      tone: "danger",
    },
    withdraw: { title: "撤回", cites: "12¶1", from: "review", to: "withdrawn", by: "starter" },
  },
  deadlines: {
    review: {
      title: "审定",
      over: ["review"],
      statutory: silent("存量目录的备案，办法没有规定天数"),
      promised: promised("catalogue-re-review"),
      overdue: "73(1)",
    },
  },
  differentPersons: [
    ["opens", "file"],
    ["opens", "refuse"],
  ],
  feedbackTo: "starter",
});
