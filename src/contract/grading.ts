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

/** What a version was graded under, as it was put on record. */
export const gradedUnder = z.object({
  /** published: reviewed with its version; inherited: from the version before; confirmed: anew by the department. */
  how: z.enum(["published", "inherited", "confirmed"]),
  standards: z.array(gradingStandard),
  rules: z.array(z.object({ title: z.string(), edition: z.string() })),
  person: z.string().nullable(),
  at: instant,
});

/** A department's rules made under a standard that another has replaced since (Art. 11 ¶4). */
export const replacedRule = z.object({
  record: uuid,
  title: z.string(),
  edition: z.string(),
  unit: partyRef,
  standard: z.string(),
  replacedBy: gradingStandard,
});
export type ReplacedRule = z.infer<typeof replacedRule>;

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
  /** All of the city's classification standards in force, the one that has held longest first. */
  standards: z.array(gradingStandard),
  items: z.array(gradingFinding),
  /** On the first page only. */
  rules: z.array(replacedRule),
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
  /** The city's standard that the version in force was graded under, the first of several; null where none held. */
  standard: gradingStandard.nullable(),
  /** Null where nothing was put on record, as of entries from before this was kept. */
  under: gradedUnder.nullable(),
  events: z.array(gradingEvent),
  /** The matter in which they are being changed, for those who see the draft. */
  underWay: uuid.nullable(),
});
export type EntryGrading = z.infer<typeof entryGrading>;
