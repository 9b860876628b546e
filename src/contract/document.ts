import { z } from "zod";
import { civilDate, instant, partyRef, personRef, uuid } from "./common.ts";
import { attachment } from "./matter.ts";

export const documentKind = z.enum([
  "application-form",
  "approval-form",
  "secrecy-review",
  "impact-assessment",
  "certificate",
  "notice",
  "reasons",
  "order",
  "receipt",
]);

/** Three groups of four Crockford characters, printed on the document: leads to the public check page. */
export const checkCode = z.string().regex(/^[0-9A-HJKMNP-TV-Z]{4}(?:-[0-9A-HJKMNP-TV-Z]{4}){2}$/);

/** 作废: a faulty paper, issued anew under another number. 撤销: it shall not be at all. */
export const documentAct = z.enum(["void", "revoked"]);
export type DocumentAct = z.infer<typeof documentAct>;

/** How a document was taken back; its number stays used. */
export const documentRevocation = z.object({
  act: documentAct,
  reason: z.string(),
  party: partyRef,
  by: personRef,
  at: instant,
  receipt: z.string(),
  /** The document issued in its place. */
  replacedBy: z.object({ id: uuid, number: z.string().nullable(), code: checkCode }).nullable(),
});

export const revokeDocument = z.object({
  act: documentAct.meta({ title: "办法" }),
  reason: z.string().trim().min(1, "请说明理由").max(500).meta({ title: "理由" }),
});

/** A stamped paper, scanned and attached again beside the document that it is of. */
export const documentScan = attachment.extend({ by: personRef, at: instant });

export const issuedDocument = z.object({
  id: uuid,
  name: z.string(),
  kind: documentKind,
  title: z.string(),
  /** 文号: number of the year of the office and kind; null where the number of the matter serves. */
  number: z.string().nullable(),
  code: checkCode,
  party: partyRef,
  by: personRef,
  at: instant,
  file: attachment,
  receipt: z.string(),
  scans: z.array(documentScan),
  revocation: documentRevocation.nullable(),
  /** Whether the caller may take it back: an official of the issuing office, while it is in force. */
  mayRevoke: z.boolean(),
  /** Whether the caller may attach the stamped scan: an official of the issuing office. */
  mayAttachScan: z.boolean(),
});
export type IssuedDocument = z.infer<typeof issuedDocument>;

/** What the caller's office may issue now. */
export const issuableDocument = z.object({
  name: z.string(),
  kind: documentKind,
  title: z.string(),
  article: z.string().nullable(),
  /** How its number begins, such as 双公告; null where the number of the matter serves. */
  series: z.string().nullable(),
  /** 主送; null for what stays in the file. */
  to: z.string().nullable(),
  /** JSON Schema of what only the document states; null when it states nothing of its own. */
  form: z.record(z.string(), z.unknown()).nullable(),
});
export type IssuableDocument = z.infer<typeof issuableDocument>;

export const matterDocuments = z.object({
  items: z.array(issuedDocument),
  issuable: z.array(issuableDocument),
});
export type MatterDocuments = z.infer<typeof matterDocuments>;

export const issueDocument = z.object({
  name: z.string().max(64),
  form: z.record(z.string(), z.unknown()).default({}),
});

/** What anybody may know who holds the paper: nothing about persons, nothing of its content. */
export const checkedDocument = z.object({
  code: checkCode,
  kind: documentKind,
  title: z.string(),
  number: z.string(),
  /** Null for what a private person made. */
  office: z.string().nullable(),
  date: civilDate,
  /** Where the matter stands now. */
  state: z.string(),
  closed: z.boolean(),
  dueOn: civilDate.nullable(),
  bytes: z.string(),
  sm3: z.string(),
  /** Of a certificate, which is there to be shown: its leaf in the ledger, for anybody to check. Null for the rest. */
  receipt: z.string().nullable(),
  /** Taken back: since when, and what stands in its place. */
  revocation: z
    .object({
      act: documentAct,
      date: civilDate,
      receipt: z.string(),
      replacedBy: z.object({ number: z.string(), code: checkCode }).nullable(),
    })
    .nullable(),
  /** The document made void in whose place this one stands. */
  replaces: z.object({ number: z.string(), code: checkCode }).nullable(),
});
export type CheckedDocument = z.infer<typeof checkedDocument>;
