import { opinion } from "../contract/forms.ts";
import { openCatalogueForm, openingPriorityForm } from "../contract/open-catalogue.ts";
import { procedure, promised, silent } from "../law/language.ts";

/**
 * Art. 36 ¶1, ¶2, ¶4: entry by entry the open catalogue has passed its reviews; here a bureau compiles that of its area
 * by the standard in force, the service agency consolidates, and the municipal bureau publishes one version.
 */
export const openCataloguePublication = procedure({
  kind: "open-catalogue-publication",
  title: "开放目录编制发布",
  articles: [36],
  summary:
    "数据局按现行编制标准，把本行政区域审核纳入的开放目录编成一版；经市大数据中心校核汇总、市数据局复核后统一发布。内容由平台生成，不另行填写，校核通过时固定，发布的就是校核过的。",
  numbering: "编",
  subject: null,
  form: openCatalogueForm,
  opens: {
    by: "department",
    to: "verification",
    cites: "36¶1",
    guards: ["starterIsAuthority", "standardInForce", "somethingNew"],
  },
  states: {
    verification: { title: "市大数据中心校核汇总", holder: "service-agency" },
    "re-review": { title: "市数据局复核", holder: "municipal-authority" },
    published: { title: "已发布", final: "done" },
    returned: { title: "退回", final: "refused" },
    withdrawn: { title: "已撤回", final: "withdrawn" },
  },
  steps: {
    verify: {
      title: "校核通过",
      cites: "36¶4",
      from: "verification",
      to: "re-review",
      by: "service-agency",
      form: opinion,
      effects: ["fixRows"],
      tone: "primary",
    },
    returnFromVerification: {
      title: "退回",
      cites: "36¶4",
      from: "verification",
      to: "returned",
      by: "service-agency",
      reasons: "required",
    },
    publish: {
      title: "复核通过并发布",
      cites: "36¶4",
      from: "re-review",
      to: "published",
      by: "municipal-authority",
      form: opinion,
      guards: ["standardInForce", "somethingNew"],
      effects: ["keepVersion"],
      tone: "primary",
    },
    returnFromReReview: {
      title: "退回",
      cites: "36¶4",
      from: "re-review",
      to: "returned",
      by: "municipal-authority",
      reasons: "required",
    },
    withdraw: { title: "撤回", cites: "36¶1", from: "verification", to: "withdrawn", by: "starter" },
  },
  deadlines: {
    verification: {
      title: "校核汇总",
      over: ["verification"],
      statutory: silent("开放目录的校核汇总，办法没有规定天数"),
      promised: promised("opening-verification"),
      overdue: "73(5)",
    },
    reReview: {
      title: "复核",
      over: ["re-review"],
      statutory: silent("开放目录的复核，办法没有规定天数"),
      promised: promised("opening-re-review"),
      overdue: "73(5)",
    },
  },
  differentPersons: [["opens", "publish"]],
  feedbackTo: "starter",
});

/** Art. 36 ¶1: a department says what of its field is opened first. It decides that itself; nobody reviews it. */
export const openingPriorityProcedure = procedure({
  kind: "opening-priority",
  title: "开放重点确定",
  articles: [36],
  summary:
    "提供单位确定本行业、本领域优先开放的数据；与民生紧密相关、社会需求迫切的，在目录和门户上排在前面。",
  numbering: "重",
  subject: "entry",
  form: openingPriorityForm,
  opens: {
    by: "provider",
    to: "set",
    cites: "36¶1",
    guards: ["entryMayBeOpened", "markChanges"],
    effects: ["setMark"],
  },
  states: { set: { title: "已确定", final: "done" } },
  steps: {},
  deadlines: {},
  feedbackTo: "starter",
});
