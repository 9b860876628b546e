import { withdrawalNotice } from "../contract/catalogue-forms.ts";
import { opinion } from "../contract/forms.ts";
import { procedure, workingDays } from "../law/language.ts";
import {
  approval,
  atReReview,
  atReview,
  atVerification,
  chainStations,
  verification,
} from "./article-12-chain.ts";

/** At whichever station: the entry stays, and its draft is the unit's again. */
const refusal = {
  title: "不同意撤销",
  reasons: "required",
  effects: ["thawDraft"],
  tone: "danger",
} as const;

/**
 * Art. 13: where the law or the function behind an entry is gone, the update of the catalogue is that the entry leaves
 * it, by the same chain and in the same two working days. What has been shared and opened is not ended arbitrarily
 * (Art. 73 item 11): it ends with the decision, and whoever used it is told where to turn.
 */
export const catalogueWithdrawal = procedure({
  kind: "catalogue-withdrawal",
  title: "数据目录撤销",
  articles: [12, 13, 73],
  summary:
    "依据或者职能不再存在的目录，由提供单位报送、经审核校核复核后撤销；使用权限同时终止，已开放的数据同时下架，使用单位收到通知。",
  numbering: "撤",
  subject: "entry",
  form: withdrawalNotice,
  opens: {
    by: "provider",
    to: "review",
    cites: "13¶1",
    guards: ["entryIsPublished", "changeHasHappened", "draftIsFree", "usersAreProvidedFor"],
    effects: ["freezeDraft"],
  },
  states: {
    ...chainStations,
    gone: { title: "目录已撤销", final: "done" },
    refused: { title: "不同意撤销", final: "refused" },
    withdrawn: { title: "已撤回", final: "withdrawn" },
  },
  steps: {
    approve: { ...approval, cites: "13¶2", ...atReview, to: "verification" },
    refuseInReview: { ...refusal, cites: "13¶2", ...atReview, to: "refused" },
    withdraw: {
      title: "撤回",
      cites: "13¶1",
      from: "review",
      to: "withdrawn",
      by: "starter",
      effects: ["thawDraft"],
    },
    verify: { ...verification, cites: "12¶4", ...atVerification, to: "re-review" },
    refuseInVerification: { ...refusal, cites: "12¶4", ...atVerification, to: "refused" },
    takeOff: {
      title: "复核通过并撤销",
      cites: "13¶2",
      ...atReReview,
      to: "gone",
      form: opinion,
      effects: ["withdrawEntry"],
      tone: "primary",
      confirm:
        "撤销后不能恢复：目录不再被检索和申请，全部使用权限终止，已开放的数据下架；使用单位和省级平台会收到通知。",
    },
    refuseInReReview: { ...refusal, cites: "12¶4", ...atReReview, to: "refused" },
  },
  deadlines: {
    chain: {
      title: "审核并撤销",
      over: ["review", "verification", "re-review"],
      statutory: workingDays(2, "13¶2"),
      overdue: "73(1)",
    },
  },
  differentPersons: [
    ["approve", "takeOff"],
    ["opens", "approve"],
    ["opens", "verify"],
    ["opens", "takeOff"],
  ],
  feedbackTo: "provider",
});
