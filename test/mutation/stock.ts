import type { Mutation } from "./mutation.ts";

const file = "src/ch3-catalogue/filing.test.ts";

/** Existing stock, the dashboard, certificates of projects, duplicates (Art. 12, 14, 24, 26, 69). */
export const stock: readonly Mutation[] = [
  {
    id: "A12.1",
    guard: "existing stock is filed by the city's bureau only",
    file: "src/ch3-catalogue/filing.ts",
    find: "if (caller === null || !mayFile(caller) || batch?.partyId !== matter.starter)",
    replace: "if (false)",
    test: { file, title: "A12.1 a batch is no import of drafts, and is the bureau's own business" },
  },
  {
    id: "A12.1",
    guard: "a filing is decided by another person",
    file: "src/ch3-catalogue/article-12-catalogue-filing.ts",
    find: '  differentPersons: [["opens", "file"]],\n',
    replace: "",
    test: { file, title: "A12.1 one filing, decided once by another person" },
  },
  {
    id: "A12.1",
    guard: "a batch is filed once",
    file: "src/ch3-catalogue/filing.ts",
    find: '  if (open !== undefined)\n    return refuse("filing_under_way"',
    replace: '  if (false)\n    return refuse("filing_under_way"',
    test: { file, title: "A12.1 one filing, decided once by another person" },
  },
  {
    id: "A12.1",
    guard: "a batch that no longer fits is not written",
    file: "src/ch3-catalogue/filing.ts",
    find: "  if (moved > 0)",
    replace: "  if (false)",
    test: { file, title: "A12.1 a batch that no longer fits writes nothing at all" },
  },
  {
    id: "A12.6",
    guard: "another unit's old code is not taken over",
    file: "src/ch3-catalogue/filing-matching.ts",
    find: "if (found !== undefined && found.providerId !== providerId)",
    replace: "if (false)",
    test: { file, title: "A12.6 another unit's codes are refused, whoever files them" },
  },
  {
    id: "A12.6",
    guard: "an entry of the same name is not filed beside the one in force",
    file: "src/ch3-catalogue/filing-matching.ts",
    find: "if (same !== undefined && same.id !== found?.id)",
    replace: "if (false)",
    test: { file, title: "A12.6 uploaded again it updates and never doubles" },
  },
  {
    id: "A12.6",
    guard: "what the unit changed since is not overwritten",
    file: "src/ch3-catalogue/filing-matching.ts",
    find: "if (!found.asFiled || !sameContent(found.draft, inForce)) {",
    replace: "if (false) {",
    test: { file, title: "A12.6 uploaded again it updates and never doubles" },
  },
  {
    id: "A12.8",
    guard: "a filed entry has all that an entry needs",
    file: "src/ch3-catalogue/filing-matching.ts",
    find: "    if (!this.#complete(filled)) sound = false;\n",
    replace: "",
    test: { file, title: "A12.8 A24.1 every fault is told" },
  },
  {
    id: "A24.1",
    guard: "a filed entry states its class",
    file: "src/ch3-catalogue/filing-matching.ts",
    find: "    if (content.sharingClass === null) {",
    replace: "    if (false) {",
    test: { file, title: "A12.8 A24.1 every fault is told" },
  },
  {
    id: "A26.1",
    guard: "a class is not tightened by filing again",
    file: "src/ch3-catalogue/filing-matching.ts",
    find: 'if (["tightened", "converted"].includes(moveOf(inForce, merged, side)))',
    replace: "if (false)",
    test: { file, title: "A26.1 a class is not tightened by filing again" },
  },
];
