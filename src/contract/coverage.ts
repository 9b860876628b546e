import { z } from "zod";
import type { PartyKind, Role } from "./roles.ts";

/**
 * How far the platform answers for an obligation: `proven` where a guard of it was taken out and the test that names
 * it failed each time, `named` where a test only names it, `people` where no program can carry it out, else `open`.
 */
export const standing = z.enum(["proven", "named", "people", "open"]);
export type Standing = z.infer<typeof standing>;

export const coverageQuery = z.object({
  chapter: z.coerce.number().int().min(1).max(11).optional(),
  standing: standing.optional(),
  q: z.string().trim().max(100).default(""),
});
export type CoverageQuery = z.infer<typeof coverageQuery>;

/** One obligation, such as `A27.4`, in our own words. */
export const coverageRow = z.object({
  id: z.string(),
  article: z.number().int(),
  chapter: z.number().int(),
  title: z.string(),
  /** What its article says of time, in words; null where it says nothing. */
  deadline: z.string().nullable(),
  /** The procedures of its article. */
  procedures: z.array(z.object({ kind: z.string(), title: z.string() })),
  standing,
  /** What the platform offers to those whose duty it is; null where it is not theirs alone. */
  offer: z.string().nullable(),
  /** How many tests name it, and how many guards were taken out for it. */
  tests: z.number().int(),
  mutations: z.number().int(),
});
export type CoverageRow = z.infer<typeof coverageRow>;

const counts = z.object({
  proven: z.number().int(),
  named: z.number().int(),
  people: z.number().int(),
  open: z.number().int(),
});

export const chapterCoverage = z.object({ number: z.number().int(), title: z.string(), counts });
export type ChapterCoverage = z.infer<typeof chapterCoverage>;

/** `chapters` are of the whole; `items` are those asked for. */
export const coverage = z.object({ chapters: z.array(chapterCoverage), items: z.array(coverageRow) });
export type Coverage = z.infer<typeof coverage>;

/** The tests and mutations behind one obligation, in the words of the source code, which are English. */
export const proof = z.object({
  tests: z.array(z.object({ file: z.string(), title: z.string() })),
  mutations: z.array(
    z.object({
      guard: z.string(),
      file: z.string(),
      test: z.string(),
      title: z.string(),
      outcome: z.string(),
    }),
  ),
});
export type Proof = z.infer<typeof proof>;

const supervisors: readonly PartyKind[] = ["authority", "government", "service-agency", "regulator"];
const officers: readonly Role[] = ["data-officer", "section-head", "chief-data-officer"];

/**
 * Who reads the coverage: auditors and leaders of any unit, and the officers of those who supervise (Art. 8, 60, 64).
 * It also says what is not proven, which is nobody else's business.
 */
export const readsCoverage = (roles: readonly Role[], kind: PartyKind): boolean =>
  roles.includes("auditor") ||
  roles.includes("leader") ||
  (supervisors.includes(kind) && roles.some((role) => officers.includes(role)));
