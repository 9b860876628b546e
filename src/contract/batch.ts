import { z } from "zod";
import { instant, int64, listQuery, partyRef, personRef, resourceCode, uuid } from "./common.ts";

/** Art. 7 channels (汇聚方式). */
export const channel = z.enum(["interface", "front-end", "upload", "extraction"]);
export const batchState = z.enum(["receiving", "queued", "running", "done", "refused"]);

/** Rules a row can break. `version-conflict` is found while storing, the others while reading. */
export const problemRule = z.enum([
  "column-count",
  "quotes",
  "required",
  "integer",
  "decimal",
  "date",
  "year-month",
  "datetime",
  "boolean",
  "code",
  "length",
  "identity-number",
  "lost-digits",
  "credit-code",
  "division-code",
  "mobile-number",
  "real-estate-unit",
  "land-parcel",
  "longitude",
  "latitude",
  "pattern",
  "contradiction",
  "duplicate-key",
  "version-conflict",
]);
export type ProblemRule = z.infer<typeof problemRule>;

/** Words on the screen, and the dimension of quality of GB/T 36344 that the rule belongs to. */
export const problemRules: Record<ProblemRule, { label: string; dimension: string }> = {
  "column-count": { label: "列数与表头不符", dimension: "规范性" },
  quotes: { label: "双引号不成对", dimension: "规范性" },
  required: { label: "必填项为空", dimension: "完整性" },
  integer: { label: "不是整数", dimension: "规范性" },
  decimal: { label: "不是小数", dimension: "规范性" },
  date: { label: "不是真实日期", dimension: "规范性" },
  "year-month": { label: "不是年月", dimension: "规范性" },
  datetime: { label: "不是日期时间", dimension: "规范性" },
  boolean: { label: "不是是否值", dimension: "规范性" },
  code: { label: "不是代码", dimension: "规范性" },
  length: { label: "超过长度", dimension: "规范性" },
  "identity-number": { label: "不符 GB 11643", dimension: "准确性" },
  "lost-digits": { label: "数字单元格，已丢失末位", dimension: "准确性" },
  "credit-code": { label: "不符 GB 32100", dimension: "准确性" },
  "division-code": { label: "不在区划代码表", dimension: "规范性" },
  "mobile-number": { label: "不是手机号码", dimension: "规范性" },
  "real-estate-unit": { label: "不符 GB/T 37346", dimension: "规范性" },
  "land-parcel": { label: "不符 GB/T 37346", dimension: "规范性" },
  longitude: { label: "不是经度", dimension: "准确性" },
  latitude: { label: "不是纬度", dimension: "准确性" },
  pattern: { label: "不符格式规则", dimension: "规范性" },
  contradiction: { label: "与本行号码矛盾", dimension: "一致性" },
  "duplicate-key": { label: "文件内重复", dimension: "准确性" },
  "version-conflict": { label: "同一版本内容不同", dimension: "一致性" },
};

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
  /** A batch of rows, or one file: then the counts count files. */
  kind: z.enum(["table", "file"]),
  filename: z.string(),
  bytes: int64,
  encoding: z.string().nullable(),
  /** Of a file, once its content proved it. */
  mediaType: z.string().nullable(),
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
  byRule: z.array(z.object({ column: z.string(), rule: problemRule, count: int64 })),
  receipt: z.string().nullable(),
});
export type Batch = z.infer<typeof batch>;

export const batchProblem = z.object({
  row: int64,
  column: z.string(),
  itemName: z.string(),
  rule: problemRule,
  /** Masked where the item is graded 3 or higher. */
  value: z.string(),
  mend: z.string(),
});
export type BatchProblem = z.infer<typeof batchProblem>;

export const batchQuery = listQuery.extend({ resource: resourceCode.optional(), entry: uuid.optional() });
export const problemQuery = listQuery.extend({
  rule: problemRule.optional(),
  column: z.string().max(48).optional(),
});
