import { z } from "zod";
import { words } from "./catalogue-forms.ts";
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
  "integer-range",
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

export type Dimension = "completeness" | "accuracy" | "consistency";
export const dimensionLabel: Readonly<Record<Dimension, string>> = {
  completeness: "完整性",
  accuracy: "准确性",
  consistency: "一致性",
};

/** Words on the screen, and which of the law's dimensions of quality the rule belongs to (Art. 15 ¶3, 17 ¶4). */
export const problemRules: Readonly<Record<ProblemRule, { label: string; dimension: Dimension }>> = {
  "column-count": { label: "列数与表头不符", dimension: "accuracy" },
  quotes: { label: "双引号不成对", dimension: "accuracy" },
  required: { label: "必填项为空", dimension: "completeness" },
  integer: { label: "不是整数", dimension: "accuracy" },
  "integer-range": { label: "整数超出范围", dimension: "accuracy" },
  decimal: { label: "不是小数", dimension: "accuracy" },
  date: { label: "不是真实日期", dimension: "accuracy" },
  "year-month": { label: "不是年月", dimension: "accuracy" },
  datetime: { label: "不是日期时间", dimension: "accuracy" },
  boolean: { label: "不是是否值", dimension: "accuracy" },
  code: { label: "不是代码", dimension: "accuracy" },
  length: { label: "超过长度", dimension: "accuracy" },
  "identity-number": { label: "不符 GB 11643", dimension: "accuracy" },
  "lost-digits": { label: "数字单元格，已丢失末位", dimension: "accuracy" },
  "credit-code": { label: "不符 GB 32100", dimension: "accuracy" },
  "division-code": { label: "不在区划代码表", dimension: "accuracy" },
  "mobile-number": { label: "不是手机号码", dimension: "accuracy" },
  "real-estate-unit": { label: "不符 GB/T 37346", dimension: "accuracy" },
  "land-parcel": { label: "不符 GB/T 37346", dimension: "accuracy" },
  longitude: { label: "不是经度", dimension: "accuracy" },
  latitude: { label: "不是纬度", dimension: "accuracy" },
  pattern: { label: "不符格式规则", dimension: "accuracy" },
  contradiction: { label: "与本行号码矛盾", dimension: "consistency" },
  "duplicate-key": { label: "文件内重复", dimension: "consistency" },
  "version-conflict": { label: "同一版本内容不同", dimension: "consistency" },
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

/**
 * What has become of a problem row: its key came again; its provider stated that it was deleted at its source; or, where its
 * key is itself at fault, a later batch has come. Else it is to be mended.
 */
export const problemState = z.enum(["open", "mended", "settled", "lapsed"]);

export const batchProblem = z.object({
  row: int64,
  column: z.string(),
  itemName: z.string(),
  rule: problemRule,
  /** Masked where the item is graded 3 or higher. */
  value: z.string(),
  mend: z.string(),
  state: problemState,
  /** Number of the batch in which the row came again. */
  mendedIn: z.int().nullable(),
});
export type BatchProblem = z.infer<typeof batchProblem>;

export const batchQuery = listQuery.extend({ resource: resourceCode.optional(), entry: uuid.optional() });
export const problemQuery = listQuery.extend({
  rule: problemRule.optional(),
  column: z.string().max(48).optional(),
});

/** Rows of a batch that its provider states to be deleted at their source; they stay on record and count no more. */
export const settleProblems = z.object({
  rows: z
    .array(z.string().regex(/^[1-9]\d{0,14}$/, "应为行号"))
    .min(1, "请选择问题行")
    .max(500, "一次最多 500 行")
    .refine((rows) => new Set(rows).size === rows.length, "有重复的行号"),
  reason: words("理由", 500, "请写明源头为什么、什么时候删除了这些行"),
});

export const problemSettlement = z.object({
  id: uuid,
  rows: z.array(int64),
  /** So many rows in force, brought by earlier batches under the same keys, ended with it. */
  ended: z.int(),
  reason: z.string(),
  by: z.string(),
  at: instant,
  receipt: z.string(),
});
export type ProblemSettlement = z.infer<typeof problemSettlement>;

/** Where the problem rows of a batch stand, with the last settlements, newest first. */
export const problemStanding = z.object({
  /** Rows still to be mended. */
  open: z.int(),
  /** The caller may settle them. */
  settleable: z.boolean(),
  /** In all; `settlements` are the last of them. */
  settled: z.int(),
  settlements: z.array(problemSettlement),
});
export type ProblemStanding = z.infer<typeof problemStanding>;
