import { z } from "zod";
import { datasetCode, instant, int64, uuid } from "./common.ts";
import { entryContent, entryItem } from "./entry.ts";

/** `provider`: the same version, by a unit that is called otherwise or by another one (Art. 13 ¶1). */
export const messageKind = z.enum(["publish", "update", "provider", "withdraw"]);
export type MessageKind = z.infer<typeof messageKind>;

/**
 * The fields of the unified catalogue (Art. 12) as they travel to the province. Who reviewed an entry for secrets is a
 * person's name and stays here, as does how the values are stored and masked.
 */
export const catalogueFields = entryContent.omit({ secrecyReview: true, items: true }).extend({
  providerName: z.string(),
  providerCode: z.string(),
  publishedAt: instant,
  items: z.array(
    entryItem.pick({
      name: true,
      column: true,
      type: true,
      length: true,
      required: true,
      standard: true,
      category: true,
      grade: true,
      importance: true,
    }),
  ),
});
export type CatalogueFields = z.infer<typeof catalogueFields>;

/**
 * One message as it travels. `digest` is SM3 over the bytes of `before` and the canonical JSON (RFC 8785) of `seq`,
 * `kind`, `code`, `catalogueCode`, `version`, `at` and `body`; `signature` is Ed25519 over the digest.
 */
export const provinceMessage = z.object({
  seq: int64,
  kind: messageKind,
  code: datasetCode,
  catalogueCode: z.string(),
  version: z.int(),
  at: instant,
  /** The version in force, by its present provider; null of an entry withdrawn. */
  body: catalogueFields.nullable(),
  before: z.string().regex(/^([0-9a-f]{64})?$/),
  digest: z.string().regex(/^[0-9a-f]{64}$/),
  signature: z.base64(),
});
export type ProvinceMessage = z.infer<typeof provinceMessage>;

/** What is posted to the provincial endpoint, in order; what was not acknowledged comes again. */
export const provinceBatch = z.object({
  sender: z.string(),
  messages: z.array(provinceMessage).min(1),
});

/** Its answer: up to which number it has everything. */
export const provinceAnswer = z.object({ acknowledged: int64 });

/** What is on record of a retry. */
export const retryBody = z.object({
  person: z.object({ id: uuid, name: z.string() }),
  unit: z.object({ id: uuid, name: z.string() }),
  from: int64,
});

/** How the docking stands (Art. 7 ¶1). */
export const provinceStatus = z.object({
  /** Null: none is configured; messages gather. */
  endpoint: z.string().nullable(),
  since: instant.nullable(),
  /** Checks the signatures: Ed25519, SPKI in base64. */
  publicKey: z.string(),
  messages: int64,
  waiting: int64,
  delivered: z.object({ seq: int64, at: instant }).nullable(),
  /** Why the last attempt did not succeed, and when the next one is made. */
  failure: z.object({ reason: z.string(), attempts: z.int(), nextAt: instant }).nullable(),
  /** The message that the province refuses, and its words. */
  stopped: z
    .object({ seq: int64, code: datasetCode, catalogueCode: z.string(), reason: z.string() })
    .nullable(),
  lastRetry: z.object({ at: instant, person: z.string(), receipt: z.string() }).nullable(),
  mayRetry: z.boolean(),
});
export type ProvinceStatus = z.infer<typeof provinceStatus>;

export const loggedMessage = z.object({
  seq: int64,
  kind: messageKind,
  code: datasetCode,
  catalogueCode: z.string(),
  version: z.int(),
  /** Name of the entry; null of one withdrawn. */
  name: z.string().nullable(),
  at: instant,
  digest: z.string(),
  state: z.enum(["delivered", "refused", "waiting"]),
});
export type LoggedMessage = z.infer<typeof loggedMessage>;
