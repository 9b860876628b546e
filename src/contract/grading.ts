import { z } from "zod";
import { civilDate, datasetCode, partyRef, uuid } from "./common.ts";

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
