import { z } from "zod";
import { civilDate, instant, partyRef, personRef, uuid } from "./common.ts";

/** A numbered notice of the bureau to the party that holds a matter: 催办 (`urge`) or 督办单 (`order`). */
export const supervision = z.object({
  id: uuid,
  kind: z.enum(["urge", "order"]),
  title: z.string(),
  number: z.string(),
  /** Of an order what being late means; of an urging the bureau's duty to supervise. */
  article: z.string(),
  to: partyRef,
  from: partyRef,
  issuedBy: personRef,
  issuedAt: instant,
  demand: z.string(),
  /** Feedback is due on this day, where one was set. */
  replyBy: civilDate.nullable(),
  receipt: z.string(),
  answer: z.string().nullable(),
  answeredBy: personRef.nullable(),
  answeredAt: instant.nullable(),
  /** The caller may answer it now. */
  answerable: z.boolean(),
});
export type Supervision = z.infer<typeof supervision>;

const words = (missing: string) => z.string().trim().min(1, missing).max(1000);

export const supervise = z
  .object({ kind: z.enum(["urge", "order"]), demand: words("请写明要求"), replyBy: civilDate.optional() })
  .refine(({ kind, replyBy }) => kind === "urge" || replyBy !== undefined, {
    path: ["replyBy"],
    message: "督办单须写明反馈期限",
  });

export const superviseAnswer = z.object({ answer: words("请写明办理情况") });
