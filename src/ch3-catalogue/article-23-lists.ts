import { opinion } from "../contract/forms.ts";
import { listForm } from "../contract/lists.ts";
import { procedure, promised, silent } from "../law/language.ts";

/** Art. 23, 38: a department submits its list as the platform derives it; its bureau confirms it. */
export const listSubmission = procedure({
  kind: "list-submission",
  title: "清单报送",
  articles: [9, 23, 38],
  summary: "单位报送共享需求、共享责任、不予共享、开放责任和采集清单；内容由平台按现行目录生成，不另行填写。",
  numbering: "单",
  subject: null,
  form: listForm,
  opens: { by: "department", to: "confirmation", cites: "23", guards: ["listHasLines", "noOtherSubmission"] },
  states: {
    confirmation: { title: "同级数据局确认", holder: "same-level-authority" },
    confirmed: { title: "已确认", final: "done" },
    returned: { title: "退回", final: "refused" },
    withdrawn: { title: "已撤回", final: "withdrawn" },
  },
  steps: {
    confirm: {
      title: "确认清单",
      cites: "23",
      from: "confirmation",
      to: "confirmed",
      by: "same-level-authority",
      form: opinion,
      effects: ["keepList"],
      tone: "primary",
    },
    returnList: {
      title: "退回",
      cites: "23",
      from: "confirmation",
      to: "returned",
      by: "same-level-authority",
      reasons: "required",
    },
    withdraw: { title: "撤回", cites: "23", from: "confirmation", to: "withdrawn", by: "starter" },
  },
  deadlines: {
    confirmation: {
      title: "确认",
      over: ["confirmation"],
      statutory: silent("清单的确认，办法没有规定天数"),
      promised: promised("list-confirmation"),
      overdue: "73(1)",
    },
  },
  feedbackTo: "starter",
});

/** Art. 23, 38: the bureau merges what its departments have confirmed and publishes a version; two persons. */
export const listPublication = procedure({
  kind: "list-publication",
  title: "清单发布",
  articles: [8, 23, 38],
  summary: "数据局汇总本行政区域各单位已确认的清单，经另一人复核后发布新版本，并写入操作存证。",
  numbering: "布",
  subject: null,
  form: listForm,
  opens: {
    by: "department",
    to: "re-review",
    cites: "23",
    guards: ["starterMayPublish", "somethingConfirmed"],
  },
  states: {
    "re-review": { title: "复核", holder: "starter" },
    published: { title: "已发布", final: "done" },
    withdrawn: { title: "已撤回", final: "withdrawn" },
  },
  steps: {
    publish: {
      title: "复核并发布",
      cites: "23",
      from: "re-review",
      to: "published",
      by: "starter",
      effects: ["publishList"],
      tone: "primary",
    },
    withdraw: { title: "撤回", cites: "23", from: "re-review", to: "withdrawn", by: "starter" },
  },
  deadlines: {},
  differentPersons: [["opens", "publish"]],
  feedbackTo: "starter",
});
