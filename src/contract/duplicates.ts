import { z } from "zod";
import { words } from "./catalogue-forms.ts";
import { instant, partyRef, personRef, uuid } from "./common.ts";

/** What consolidation weighs (Art. 12 ¶4): entries of one name, of the same items, items of another source (Art. 15). */
export const likenessKind = z.enum(["same-name", "same-items", "two-sources"]);
export type LikenessKind = z.infer<typeof likenessKind>;

/** Merge into the other, keep both and say why, return to be changed. */
export const duplicateChoice = z.enum(["merge", "keep", "return"]);
export type DuplicateChoice = z.infer<typeof duplicateChoice>;

export const likenessDecision = z.object({
  choice: duplicateChoice,
  reason: z.string(),
  by: personRef,
  office: z.string(),
});

export const likeness = z.object({
  other: z.object({ id: uuid, code: z.string(), name: z.string(), provider: partyRef }),
  kinds: z.array(likenessKind),
  /** Names of the items that both have. */
  shared: z.array(z.string()),
  /** Not passed on before it is decided: one name and mostly the same items in two units. */
  mustDecide: z.boolean(),
  decision: likenessDecision.extend({ at: instant, receipt: z.string() }).nullable(),
});
export type Likeness = z.infer<typeof likeness>;

export const likenesses = z.object({ items: z.array(likeness), mayDecide: z.boolean() });
export type Likenesses = z.infer<typeof likenesses>;

const reason = words("理由", 1000, "请写明理由：为什么合并、保留或者退回");

/** The decision that goes with sending an entry back: which other one it is to go into, or to differ from. */
export const duplicateReturn = z
  .object({ other: uuid, choice: duplicateChoice.exclude(["keep"]), reason })
  .meta({ title: "重复和冲突" });

export const decideLikeness = z.object({
  other: uuid,
  choice: duplicateChoice,
  reason,
  version: z.int(),
});
