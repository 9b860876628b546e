import { z } from "zod";
import { uuid } from "./common.ts";

/** One decision on many matters of one kind and state. */
export const decideMany = z.object({
  kind: z.string().max(64),
  state: z.string().max(64),
  action: z.string().max(64),
  matters: z
    .array(z.object({ id: uuid, version: z.number().int() }))
    .min(1, "请选择办件")
    .max(100, "一次最多办理 100 件")
    .refine((chosen) => new Set(chosen.map(({ id }) => id)).size === chosen.length, "同一办件选了两次"),
  form: z.record(z.string(), z.unknown()).default({}),
  reasons: z.string().max(4000).optional(),
});

/** How one of them went: where refused nothing of it has changed. */
export const decisionOutcome = z.object({
  id: uuid,
  /** Null where the caller may not know of it. */
  number: z.string().nullable(),
  stateTitle: z.string().nullable(),
  refusal: z.object({ code: z.string(), detail: z.string(), article: z.string().nullable() }).nullable(),
});

export const decisionsOutcome = z.object({
  done: z.array(decisionOutcome),
  refused: z.array(decisionOutcome),
});
export type DecisionsOutcome = z.infer<typeof decisionsOutcome>;
