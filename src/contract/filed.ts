import { z } from "zod";
import { civilDate } from "./common.ts";

/** What an entry was before: its code there, when, by whom and by which document it was approved. */
export const filedFacts = z.object({
  oldCode: z.string(),
  approvedOn: civilDate,
  approver: z.string(),
  document: z.string(),
});
export type FiledFacts = z.infer<typeof filedFacts>;
