import type { Mutation } from "./mutation.ts";

const inspection = "src/ch3-catalogue/grading-inspection.test.ts";
const worksheet = "src/app/worksheet.test.ts";

/** Standards that grades were made under, and the worksheet on which proposals are confirmed (Art. 11). */
export const gradingWorksheet: readonly Mutation[] = [
  {
    id: "A11.1",
    guard: "a replaced standard puts what was graded under it behind",
    file: "src/ch3-catalogue/grading-inspection.ts",
    find: "if (next !== undefined)",
    replace: "if (next === null)",
    test: { file: inspection, title: "A11.1 A11.2 entries graded" },
  },
  {
    id: "A11.1",
    guard: "a standard on something else replaces none",
    file: "src/ch2-parties/registers/standards.ts",
    find: "other.supersedes === number && holds(other, on)",
    replace: "other.number !== number && holds(other, on)",
    test: { file: inspection, title: "A11.1 A11.2 entries graded" },
  },
  {
    id: "A11.1",
    guard: "standards that stand in a circle are followed once round",
    file: "src/ch2-parties/registers/standards.ts",
    find: "const seen = new Set([used.number]);",
    replace: "const seen = new Set<string>();",
    test: { file: "src/ch2-parties/registers/standards.test.ts", title: "A11.1 what has replaced" },
  },
  {
    id: "A11.2",
    guard: "a version that grades nothing inherits",
    file: "src/ch3-catalogue/class-store.ts",
    find: "by.graded === true",
    replace: "by.graded !== null",
    test: { file: inspection, title: "A11.2 a version that changes nothing" },
  },
  {
    id: "A11.6",
    guard: "only the unit itself samples its data",
    file: "src/ch3-catalogue/sampling.ts",
    find: "entry.providerId !== caller.party.id || !mayCompile(caller)",
    replace: "!mayCompile(caller)",
    test: { file: worksheet, title: "A11.6 values in the vault" },
  },
  {
    id: "A11.7",
    guard: "what is in force is not regraded without its cause",
    file: "src/ch3-catalogue/worksheet-confirming.ts",
    find: "if (cause === null)\n",
    replace: "if (cause === undefined)\n",
    test: { file: worksheet, title: "A11.7 what is in force" },
  },
  {
    id: "A11.6",
    guard: "nobody confirms what is not proposed",
    file: "src/ch3-catalogue/worksheet-confirming.ts",
    find: "if (line === undefined)\n",
    replace: "if (line === null)\n",
    test: { file: worksheet, title: "A11.6 of a draft" },
  },
  {
    id: "A11.2",
    guard: "grades are confirmed in the version that was looked at",
    file: "src/ch3-catalogue/worksheet-routes.ts",
    find: "entry.publishedVersion !== request.body.version",
    replace: "entry.publishedVersion < 1",
    test: { file: worksheet, title: "A11.2 grades that stand" },
  },
];
