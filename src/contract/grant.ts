import { z } from "zod";
import { civilDate, instant, int64, listQuery, partyRef, purposeCode, resourceCode, uuid } from "./common.ts";
import { sharingMode } from "./entry.ts";
import { treatments } from "./treatment.ts";

/** Decision per column; a refusal has its reason. */
export const columnTreatment = z.enum(treatments);
export const columnDecision = z.object({
  column: z.string(),
  treatment: columnTreatment,
  reason: z.string().max(1000).default(""),
});
export type ColumnDecision = z.infer<typeof columnDecision>;

/** `expired`: its term is over; nobody has to end it. */
export const grantState = z.enum(["active", "suspended", "expired", "ended"]);
export type GrantState = z.infer<typeof grantState>;

export const grant = z.object({
  id: uuid,
  state: grantState,
  version: z.number().int(),
  holder: partyRef,
  provider: partyRef,
  /** `gone`: its entry has left the catalogue (Art. 13), and can be applied for no more. */
  resource: z.object({ code: resourceCode, entryId: uuid, entryName: z.string(), gone: z.boolean() }),
  purpose: purposeCode,
  scenario: z.string(),
  modes: z.array(sharingMode),
  columns: z.array(columnDecision.extend({ itemName: z.string() })),
  /** About whom, as the application put it; `enforced` says whether the platform itself holds rows to it. */
  rowScope: z.object({ stated: z.string().nullable(), enforced: z.boolean() }),
  validFrom: instant,
  validUntil: instant.nullable(),
  endedReason: z.string().nullable(),
  endedArticle: z.string().nullable(),
  matterId: uuid,
  /** What it was on the platform it came from by filing (存量备案). */
  filed: z
    .object({ number: z.string(), approvedOn: civilDate, approver: z.string(), document: z.string() })
    .nullable(),
  lastUsedAt: instant.nullable(),
});
export type Grant = z.infer<typeof grant>;

export const grantQuery = listQuery.extend({
  side: z.enum(["held", "provided", "all"]).default("all"),
  state: grantState.optional(),
  /** Only those on what is mounted on this entry. */
  entry: uuid.optional(),
});

/**
 * Files are listed, one is delivered, and that it was delivered whole is put down once more. A trial is the provider's own
 * look through its interface, under no grant.
 */
export const usageOperation = z.enum(["query", "verify", "files", "file", "file-end", "trial"]);
export type UsageOperation = z.infer<typeof usageOperation>;

/** One access, also a refused one (Art. 20, 31, 60). Never holds a personal value. */
export const usage = z.object({
  id: uuid,
  grantId: uuid.nullable(),
  client: z.string(),
  holder: partyRef.nullable(),
  operation: usageOperation,
  resource: resourceCode,
  columns: z.array(z.string()),
  /** Which file was asked for, also in vain. */
  file: uuid.nullable(),
  /** Its name, also after it was replaced or removed; null where the resource never had such a file. */
  fileName: z.string().nullable(),
  purpose: z.string(),
  /** `admitted`: passed on to a department's interface; that no answer came is a line of its own. */
  outcome: z.enum(["answered", "admitted", "refused"]),
  refusal: z.string().nullable(),
  article: z.string().nullable(),
  subjects: int64,
  lawAt: instant,
  wallAt: instant,
});
export type Usage = z.infer<typeof usage>;

/** `POST /share/v1/{r-code}/query`; `subject` is the value of the subject key (such as an identity number). */
export const gatewayQuery = z.object({
  purpose: purposeCode,
  subject: z.string().min(1).max(64),
  columns: z.array(z.string()).min(1).max(200).optional(),
});
export const gatewayAnswer = z.object({
  items: z.array(z.record(z.string(), z.string().nullable())),
  /** Id of the usage row that was durable before this answer left. */
  usage: uuid,
});
export const gatewayVerify = z.object({
  purpose: purposeCode,
  subject: z.string().min(1).max(64),
  /** Column to claimed value. */
  claims: z.record(z.string(), z.string()),
});
/** One answer for all claims together; an unknown person verifies as false. */
export const gatewayVerified = z.object({ match: z.boolean(), usage: uuid });
