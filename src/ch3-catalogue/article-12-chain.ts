import { opinion } from "../contract/forms.ts";
import { returnedEntry } from "../contract/remark.ts";

/**
 * Art. 12 ¶3, ¶4: the chain that an entry passes before a version of it comes into force or it leaves the catalogue:
 * review by the data bureau of the department's level, verification by the service agency, re-review by the municipal
 * bureau. What each station always is stands here; where a matter enters the chain, what is weighed on the way and how
 * it ends is said by the declaration of its article.
 */
export const chainStations = {
  review: { title: "同级数据局审核", holder: "same-level-authority" },
  verification: { title: "市大数据中心校核", holder: "service-agency" },
  "re-review": { title: "市数据局复核", holder: "municipal-authority" },
} as const;

export const atReview = { from: "review", by: "same-level-authority" } as const;
export const atVerification = { from: "verification", by: "service-agency" } as const;
export const atReReview = { from: "re-review", by: "municipal-authority" } as const;

export const approval = {
  title: "审核通过",
  ...atReview,
  to: "verification",
  form: opinion,
  tone: "primary",
} as const;

export const verification = {
  title: "校核通过",
  cites: "12¶4",
  ...atVerification,
  to: "re-review",
  form: opinion,
  tone: "primary",
} as const;

/** Back to the unit with remarks on single fields; its draft is its own again. */
export const returnToUnit = {
  title: "退回修改",
  to: "returned",
  form: returnedEntry,
  reasons: "required",
  widget: "entry-remarks",
  guards: ["remarksAreInPlace", "duplicateIsAlike"],
  effects: ["keepRemarks", "keepDuplicate", "thawDraft"],
} as const;
