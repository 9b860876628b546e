import { z } from "zod";
import { instant, int64, partyRef, personRef, resourceCode, uuid } from "./common.ts";

/** Art. 7 channels (汇聚方式). */
export const channel = z.enum(["interface", "front-end", "upload", "extraction"]);
export const batchState = z.enum(["receiving", "queued", "running", "done", "refused"]);

/** Metadata of a tus upload to `/api/v1/uploads` (`Upload-Metadata`, values base64): `filename`, `resource` (r-code), optional `encoding`, `declaredRows`, `sm3`. */
export const uploadMetadata = z.object({
  filename: z.string().min(1).max(255),
  resource: resourceCode,
  encoding: z.enum(["auto", "utf-8", "gb18030"]).default("auto"),
  declaredRows: int64.optional(),
  /** Hex digest of the whole file as the sender computed it; a truncated upload is told by it. */
  sm3: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .optional(),
});

/** received = accepted + quarantined, always; accepted = inserted + updated + unchanged + removed. */
export const batchCounts = z.object({
  declared: int64.nullable(),
  received: int64,
  accepted: int64,
  quarantined: int64,
  inserted: int64,
  updated: int64,
  unchanged: int64,
  removed: int64,
  reconciles: z.boolean(),
});

export const batch = z.object({
  id: uuid,
  /** Number of the batch in its resource, from 1. */
  number: z.number().int(),
  state: batchState,
  resource: z.object({ code: resourceCode, entryId: uuid, entryName: z.string() }),
  provider: partyRef,
  by: personRef,
  channel,
  filename: z.string(),
  bytes: int64,
  encoding: z.string().nullable(),
  sm3: z.string().nullable(),
  receivedAt: instant,
  finishedAt: instant.nullable(),
  counts: batchCounts,
  /** Share of the file read so far, 0 to 1. */
  progress: z.number(),
  /** Why the whole file was refused: what, where, how to mend it. */
  refusal: z
    .object({
      code: z.string(),
      detail: z.string(),
      mend: z.string(),
      row: int64.nullable(),
      column: z.string().nullable(),
    })
    .nullable(),
  /** Problems grouped by column and rule, most frequent first. */
  byRule: z.array(z.object({ column: z.string(), rule: z.string(), count: int64 })),
  receipt: z.string().nullable(),
});
export type Batch = z.infer<typeof batch>;

export const batchProblem = z.object({
  row: int64,
  column: z.string(),
  itemName: z.string(),
  rule: z.string(),
  /** Masked where the item is graded 3 or higher. */
  value: z.string(),
  mend: z.string(),
});
export type BatchProblem = z.infer<typeof batchProblem>;
