import { z } from "zod";
import { civilDate, datasetCode, instant, partyRef, uuid } from "./common.ts";
import { grade, importance } from "./entry.ts";

/** What the bureau looks for when it inspects classification and grading (Art. 11 ¶1). */
export const gradingFault = z.enum(["ungraded", "stale", "contradictory"]);
export type GradingFault = z.infer<typeof gradingFault>;

/** The city's classification and grading standard that is in force on a day. */
export const gradingStandard = z.object({
  number: z.string(),
  title: z.string(),
  edition: z.string(),
  effectiveFrom: civilDate,
});
export type GradingStandard = z.infer<typeof gradingStandard>;

export const gradingFinding = z.object({
  fault: gradingFault,
  entry: z.object({ id: uuid, code: datasetCode, name: z.string() }),
  unit: partyRef,
  /** Null where the whole entry is meant. */
  item: z.string().nullable(),
  /** What is wrong and how it is mended. */
  detail: z.string(),
});
export type GradingFinding = z.infer<typeof gradingFinding>;

export const gradingFilter = z.object({ fault: gradingFault.optional(), unit: uuid.optional() });
export type GradingFilter = z.infer<typeof gradingFilter>;

/** `standard` is null while the library holds no standard of the city on classification. */
export const gradingInspection = z.object({
  standard: gradingStandard.nullable(),
  items: z.array(gradingFinding),
  next: z.string().nullable(),
});

/** How far a unit is with classifying and grading (Art. 11 ¶2): entries as published, or else as drafted. */
export const gradingProgress = z.object({
  unit: partyRef,
  region: z.string(),
  entries: z.int(),
  /** Every item has its category. */
  graded: z.int(),
  published: z.int(),
});
export type GradingProgress = z.infer<typeof gradingProgress>;

/** Art. 11 ¶4: what obliges a department to look at its classes and grades again. */
export const gradingTrigger = z.enum(["content", "scope", "timeliness", "direction"]);

/** An item's new grade; its category and its importance stay where none is given. */
export const regrade = z.object({
  column: z.string().meta({ title: "数据项" }),
  category: z.string().trim().max(100).default("").meta({ title: "类别" }),
  grade: grade.meta({ title: "级别" }),
  importance: z
    .enum(["general", ...importance.options])
    .optional()
    .meta({ title: "重要程度" }),
});
export type Regrade = z.infer<typeof regrade>;

/** Art. 11 ¶4: which of the four changed, when, and the classes and grades that follow from it. */
export const regrading = z.object({
  gradingTrigger: gradingTrigger.meta({ title: "变化事项" }),
  changedOn: civilDate.meta({ title: "变化发生之日" }),
  changeReason: z
    .string()
    .trim()
    .min(1, "请写明发生了什么变化、为什么要调整")
    .max(2000)
    .meta({ title: "调整理由" }),
  columns: z.array(regrade).min(1, "请至少调整一个数据项").max(500).meta({ title: "调整的数据项" }),
});

/** One change of an item's class or grade between two versions in force. */
export const gradingEvent = z.object({
  version: z.int(),
  at: instant,
  item: z.string(),
  /** Null where the item was added or dropped. */
  before: z.object({ category: z.string(), grade }).nullable(),
  after: z.object({ category: z.string(), grade }).nullable(),
  /** Null where the change came with another procedure. */
  trigger: gradingTrigger.nullable(),
  reason: z.string().nullable(),
  /** The matter is for those who see the draft. */
  matterId: uuid.nullable(),
});
export type GradingEvent = z.infer<typeof gradingEvent>;

/** How the grades of an entry came to be. */
export const entryGrading = z.object({
  /** The city's standard that held when the version in force was published; null where none did. */
  standard: gradingStandard.nullable(),
  events: z.array(gradingEvent),
  /** The matter in which they are being changed, for those who see the draft. */
  underWay: uuid.nullable(),
});
export type EntryGrading = z.infer<typeof entryGrading>;
