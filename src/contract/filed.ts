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

/** The approval of a whole batch, where one document covers it: it holds for the entries that state nothing of their own. */
export const commonApproval = z.object({
  approvedOn: civilDate.optional().meta({ title: "原批准日期" }),
  approver: z.string().trim().max(200).optional().meta({ title: "原批准单位" }),
  document: z.string().trim().max(200).optional().meta({ title: "原批准文号" }),
});
export type CommonApproval = z.infer<typeof commonApproval>;
