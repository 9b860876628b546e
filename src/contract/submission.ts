import { z } from "zod";
import { changeNotice } from "./catalogue-forms.ts";
import { instant, uuid } from "./common.ts";
import { entryContent } from "./entry.ts";

/** Several entries at once: each becomes a matter of its own, or is named with what keeps it from it. */
const entries = z
  .array(uuid)
  .min(1, "请至少选择一条目录")
  .max(200, "一次最多200条")
  .refine((ids) => new Set(ids).size === ids.length, "同一条目录选了两次");

export const submitEntries = z.object({ entries, note: z.string().trim().max(1000).default("") });
export const declareChange = changeNotice.extend({ entries });

export const startedTogether = z.object({
  started: z.array(z.object({ entry: uuid, matter: uuid, number: z.string() })),
  /** Where the caller's own office reviews first what it submits. */
  drafted: z.array(z.object({ entry: uuid, draft: uuid })),
  refused: z.array(
    z.object({ entry: uuid, code: z.string(), detail: z.string(), article: z.string().nullable() }),
  ),
});
export type StartedTogether = z.infer<typeof startedTogether>;

/** An entry as it was sent in for review, each time, in order. */
export const submissions = z.object({ items: z.array(z.object({ content: entryContent, at: instant })) });
export type Submissions = z.infer<typeof submissions>;
