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
});
export type CheckedDocument = z.infer<typeof checkedDocument>;
