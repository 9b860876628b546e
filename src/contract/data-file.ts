import { z } from "zod";
import { words } from "./catalogue-forms.ts";
import { instant, int64, listQuery, purposeCode, uuid } from "./common.ts";

/** A file of a resource as its readers see it; `sm3` is the digest of its bytes, hexadecimal. */
export const dataFile = z.object({
  id: uuid,
  name: z.string(),
  bytes: int64,
  mediaType: z.string(),
  sm3: z.string(),
  /** When it was taken in. */
  at: instant,
});
export type DataFile = z.infer<typeof dataFile>;

/** The same as its provider sees it: what was replaced or removed stays on record, without its bytes. */
export const keptFile = dataFile.extend({
  state: z.enum(["in-force", "replaced", "removed"]),
  /** Batch that brought it; its id is the file's. */
  batch: z.int(),
  endedAt: instant.nullable(),
  /** Why and by whom it was removed, and the receipt of that. */
  reason: z.string().nullable(),
  by: z.string().nullable(),
  receipt: z.string().nullable(),
});
export type KeptFile = z.infer<typeof keptFile>;

export const fileQuery = listQuery;
export const fileRemoval = z.object({ reason: words("撤下理由", 500, "请写明为什么撤下这个文件") });

/** `POST /share/v1/{r-code}/files`: what may be had under the purpose. `after` is the id of the last one seen. */
export const gatewayFiles = z.object({
  purpose: purposeCode,
  after: uuid.optional(),
  limit: z.int().min(1).max(200).default(200),
});
/** `POST /share/v1/{r-code}/file`: the bytes of one file. */
export const gatewayFile = z.object({ purpose: purposeCode, file: uuid });
export const gatewayFileList = z.object({
  items: z.array(dataFile),
  /** To be given as `after` of the next call; null at the end. */
  next: uuid.nullable(),
  /** Id of the usage row that was durable before this answer left. */
  usage: uuid,
});
export type GatewayFileList = z.infer<typeof gatewayFileList>;
