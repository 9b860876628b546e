import type { Mutation } from "./mutation.ts";

const dashboard = "src/ch3-catalogue/dashboard.test.ts";
const duplicates = "src/ch3-catalogue/duplicates.test.ts";

/** The dashboard, duplicates, certificates of projects (Art. 12, 14, 69). */
export const stock: readonly Mutation[] = [
  {
    id: "A13.1",
    guard: "an update in review is not its unit's overdue",
    file: "src/ch3-catalogue/dashboard.ts",
    find: "          and matter.holder_party = matter.provider_party",
    replace: "",
    test: { file: dashboard, title: "A13.1 updates of entries and of data" },
  },
  {
    id: "A12.1",
    guard: "a department sees its own figures only",
    file: "src/ch3-catalogue/dashboard.ts",
    find: "  return { unit: party.id };",
    replace: "  return {};",
    test: { file: dashboard, title: "A12.1 a department sees its own figures" },
  },
  {
    id: "A11.3",
    guard: "progress of grading counts whole entries",
    file: "src/ch3-catalogue/dashboard.ts",
    find: "(count(*) filter (where in_force and graded))",
    replace: "(count(*) filter (where in_force and not graded))",
    test: { file: dashboard, title: "A12.1 A11.3 A23.2 the figures equal" },
  },
  {
    id: "A13.1",
    guard: "updates that are late are counted",
    file: "src/ch3-catalogue/dashboard.ts",
    find: "(count(*) filter (where matter.next_due <",
    replace: "(count(*) filter (where matter.next_due >",
    test: { file: dashboard, title: "A13.1 updates of entries and of data" },
  },
  {
    id: "A12.6",
    guard: "a duplicate in another unit is decided before it goes on",
    file: "src/ch3-catalogue/duplicates.ts",
    find: "  if (open.length > 0)\n",
    replace: "  if (false)\n",
    test: { file: duplicates, title: "A12.6 entries of one name and the same items" },
  },
  {
    id: "A12.6",
    guard: "only whoever holds the matter decides on duplicates",
    file: "src/ch3-catalogue/duplicates-routes.ts",
    find: "  if (!isReviewer(caller, matter, entry))",
    replace: "  if (false)",
    test: { file: duplicates, title: "A12.6 only whoever holds the matter decides" },
  },
  {
    id: "A12.6",
    guard: "duplicates are seen by the parties of the matter only",
    file: "src/ch3-catalogue/duplicates-routes.ts",
    find: "matter !== undefined && (await maySee(db, caller, id))",
    replace: "matter !== undefined",
    test: { file: duplicates, title: "A12.6 only whoever holds the matter decides" },
  },
  {
    id: "A15.3",
    guard: "an item whose one source is another unit is a conflict",
    file: "src/ch4-collection/source-store.ts",
    find: '.where("source_id", "!=", unit)',
    replace: '.where("source_id", "=", unit)',
    test: { file: duplicates, title: "A15.3 an item whose one source" },
  },
  {
    id: "A14.2",
    guard: "the certificate can be checked against the ledger by anybody",
    file: "src/matters/documents/check.ts",
    find: 'row.kind === "certificate" ? row.receipt : null',
    replace: "null",
    test: { file: "src/ch3-catalogue/lists.test.ts", title: "A14.2 A69.5 nothing is accepted" },
  },
];
