import { opinion } from "../contract/forms.ts";
import { returnedEntry } from "../contract/remark.ts";

/**
 * Art. 12 ¶3, ¶4: the chain that an entry passes before a version of it comes into force or it leaves the catalogue:
 * review by the data bureau of the department's level, verification by the service agency, re-review by the municipal
 * bureau. Here stands what is the same for every matter: who holds each station, and what is stated there. Where a step
 * leads, under which article, and what else is weighed is said by the declaration of each matter.
 */
export const chainStations = {
  review: { title: "同级数据局审核", holder: "same-level-authority" },
  verification: { title: "市大数据中心校核", holder: "service-agency" },
  "re-review": { title: "市数据局复核", holder: "municipal-authority" },
} as const;

export const atReview = { from: "review", by: "same-level-authority" } as const;
export const atVerification = { from: "verification", by: "service-agency" } as const;
export const atReReview = { from: "re-review", by: "municipal-authority" } as const;

export const approval = { title: "审核通过", form: opinion, tone: "primary" } as const;
export const verification = { title: "校核通过", form: opinion, tone: "primary" } as const;

/** Back to the unit with remarks on single fields, at whichever station; its draft is its own again. */
export const returnToUnit = {
  title: "退回修改",
  form: returnedEntry,
  reasons: "required",
  widget: "entry-remarks",
  guards: ["remarksAreInPlace", "duplicateIsAlike"],
  effects: ["keepRemarks", "keepDuplicate", "thawDraft"],
} as const;
