import { collectionItem, jointCollection, sourceClaim } from "../contract/collection-forms.ts";
import { opinion } from "../contract/forms.ts";
import { procedure, promised, silent } from "../law/language.ts";

/**
 * Art. 15 ¶2: the bureau names the one source of an item and its standard. Where there is a source already the claim
 * is a dispute: nobody loses an item unheard.
 */
export const sourceDesignation = procedure({
  kind: "source-designation",
  title: "数源部门认定",
  articles: [15, 16],
  summary: "按“一数一源一标准”认定数据项的唯一数源部门；已有数源部门的按争议办理，先听取其意见。",
  numbering: "源",
  subject: null,
  form: sourceClaim,
  opens: { by: "department", to: "review", cites: "15¶2", guards: ["notOwnAlready", "lawNamesTheStarter"] },
  states: {
    review: { title: "数据局认定", holder: "same-level-authority" },
    answer: { title: "现数源部门陈述意见", holder: "provider" },
    designated: { title: "已认定", final: "done" },
    refused: { title: "不予认定", final: "refused" },
    withdrawn: { title: "已撤回", final: "withdrawn" },
  },
  steps: {
    answer: {
      title: "陈述意见",
      cites: "15¶2",
      from: "answer",
      to: "review",
      by: "provider",
      reasons: "required",
      tone: "primary",
    },
    lapse: { title: "逾期未陈述意见", cites: "15¶2", from: "answer", to: "review", by: "platform" },
    designate: {
      title: "认定为数源部门",
      cites: "15¶2",
      from: "review",
      to: "designated",
      by: "same-level-authority",
      form: opinion,
      guards: ["currentSourceWasHeard"],
      effects: ["designate"],
      tone: "primary",
    },
    hear: {
      title: "听取现数源部门意见",
      cites: "15¶2",
      from: "review",
      to: "answer",
      by: "same-level-authority",
      guards: ["itemIsDisputed"],
    },
    refuse: {
      title: "不予认定",
      cites: "15¶2",
      from: "review",
      to: "refused",
      by: "same-level-authority",
      reasons: "required",
      tone: "danger",
    },
    withdraw: { title: "撤回", cites: "15¶2", from: ["review", "answer"], to: "withdrawn", by: "starter" },
  },
  deadlines: {
    // Anew after the source was heard: the time of its answer is not the bureau's.
    review: {
      title: "认定",
      over: ["review"],
      statutory: silent("数源部门的认定，办法没有规定天数"),
      promised: promised("source-designation-review"),
      overdue: "15¶2",
    },
    answer: {
      title: "陈述意见",
      over: ["answer"],
      statutory: silent("数源争议中陈述意见，办法没有规定天数"),
      promised: promised("source-answer"),
      overdue: "15¶2",
    },
  },
  timers: {
    lapse: { title: "逾期未陈述意见", in: "answer", after: promised("source-answer"), steps: ["lapse"] },
  },
  // Who was heard learns the decision, all the more where it loses the item.
  feedbackTo: ["starter", "provider"],
});

/** Art. 15 ¶1: what sharing can supply is not collected again; everything else states basis, scope and need. */
export const collectionRegistration = procedure({
  kind: "collection-item",
  title: "采集项登记",
  articles: [9, 15, 16],
  summary: "单位新增采集项前登记法定依据、范围、必要性和编码标准；可以通过共享获取的不得采集。",
  numbering: "采",
  subject: null,
  form: collectionItem,
  opens: {
    by: "department",
    to: "review",
    cites: "15¶1",
    guards: ["notListedAlready", "sourceIsNotAnother", "sharingCannotSupply"],
  },
  states: {
    review: { title: "同级数据局审核", holder: "same-level-authority" },
    registered: { title: "已登记", final: "done" },
    refused: { title: "不予登记", final: "refused" },
    withdrawn: { title: "已撤回", final: "withdrawn" },
  },
  steps: {
    register: {
      title: "登记",
      cites: "15¶1",
      from: "review",
      to: "registered",
      by: "same-level-authority",
      form: opinion,
      guards: ["sharingCannotSupply"],
      effects: ["enterList"],
      tone: "primary",
    },
    refuse: {
      title: "不予登记",
      cites: "15¶1",
      from: "review",
      to: "refused",
      by: "same-level-authority",
      reasons: "required",
      tone: "danger",
    },
    withdraw: { title: "撤回", cites: "15¶1", from: "review", to: "withdrawn", by: "starter" },
  },
  deadlines: {
    review: {
      title: "审核",
      over: ["review"],
      statutory: silent("采集项登记的审核，办法没有规定天数"),
      promised: promised("collection-item-review"),
      overdue: "15¶1",
    },
  },
  feedbackTo: "starter",
});

/** Art. 15 ¶3: the bureau divides joint collection among the departments and registers it. */
export const jointCollectionRegistration = procedure({
  kind: "joint-collection",
  title: "协同采集分工登记",
  articles: [15],
  summary: "跨部门协同采集的数据，由同级数据局统筹界定分工并登记，写明完整性、准确性、一致性、时效性要求。",
  numbering: "协",
  subject: null,
  form: jointCollection,
  opens: {
    by: "department",
    to: "registered",
    cites: "15¶3",
    guards: ["starterIsAuthority", "divisionIsClear"],
    effects: ["register"],
  },
  states: { registered: { title: "已登记", final: "done" } },
  steps: {},
  deadlines: {},
  feedbackTo: "starter",
});
