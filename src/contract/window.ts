import { z } from "zod";
import { uuid } from "./common.ts";
import { isCreditCode } from "./credit-code.ts";
import { startMatter } from "./matter.ts";

/** What was shown at the window; its number is looked at and not kept. */
export const identityDocument = z.enum(["identity-card", "passport", "residence-permit", "other"]);

const name = z.string().trim().min(1, "请填写姓名").max(100);
/** The officer has compared the paper with the person. */
const seen = z.literal(true, "须当面核对证件原件");

export const windowApplicant = z.discriminatedUnion("type", [
  z.object({ type: z.literal("person"), name, document: identityDocument, seen }),
  z.object({
    type: z.literal("organisation"),
    creditCode: z.string().refine(isCreditCode, "统一社会信用代码不对，请核对 18 位代码和末位校验码"),
  }),
]);

export type WindowApplicant = z.output<typeof windowApplicant>;

export const windowAgent = z.object({
  name,
  document: identityDocument,
  seen,
  /** The power of attorney, scanned: an uploaded file. */
  authority: uuid,
});

/** A matter handed in on paper, entered by an officer of the receiving office. */
export type WindowAgent = z.output<typeof windowAgent>;

export const windowMatter = startMatter.extend({ applicant: windowApplicant, agent: windowAgent.optional() });
export type WindowMatter = z.output<typeof windowMatter>;
