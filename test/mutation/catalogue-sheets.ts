import type { Mutation } from "./mutation.ts";

const sheets = "src/ch3-catalogue/sheets.test.ts";
const deliveries = "src/ch3-catalogue/sheets-deliveries.test.ts";

/** Entries by workbook, and search (Art. 9, 12). */
export const catalogueSheets: readonly Mutation[] = [
  {
    id: "A12.1",
    guard: "an entry of the same name is updated, not made again",
    file: "src/ch3-catalogue/sheets-matching.ts",
    find: 'code === "" ? this.#byName.get(content.name)',
    replace: 'code === "" ? undefined',
    test: { file: sheets, title: "A12.1 the city's one template is filled in" },
  },
  {
    id: "A12.8",
    guard: "a division does not stand in another section",
    file: "src/contract/industry-reading.ts",
    find: 'if (letter !== "" && sectionOf(code) !== letter)',
    replace: "if (false)",
    test: { file: "src/contract/industry.test.ts", title: "A12.8 what is none, or contradicts itself" },
  },
  {
    id: "A12.8",
    guard: "code and name of an industry say the same",
    file: "src/contract/industry-reading.ts",
    find: 'if (rest === "" && coded !== undefined) return coded;',
    replace: "if (coded !== undefined) return coded;",
    test: { file: sheets, title: "A12.8 a section and a division that contradict" },
  },
  {
    id: "A12.8",
    guard: "an industry is stored by a code of the standard",
    file: "src/contract/entry.ts",
    find: "  .refine(isIndustry, {",
    replace: "  .refine(() => true, {",
    test: { file: "src/contract/industry.test.ts", title: "A12.8 on the wire" },
  },
  {
    id: "A12.8",
    guard: "a section finds what stands in its divisions",
    file: "src/ch3-catalogue/search-candidates.ts",
    find: "code.length > 1 ? sql`",
    replace: "code.length > 0 ? sql`",
    test: { file: "src/ch3-catalogue/search.test.ts", title: "A12.6 A12.8 the theme shows sections" },
  },
  {
    id: "A11.7",
    guard: "an import does not make important data general",
    file: "src/ch3-catalogue/sheets-matching.ts",
    find: "if (found !== undefined && !this.#importanceStands(filled, found)) sound = false;",
    replace: "",
    test: { file: sheets, title: "A11.4 A11.7 importance is a column" },
  },
  {
    id: "A9.3",
    guard: "a draft changed after the check is not written over",
    file: "src/ch3-catalogue/sheets-import.ts",
    find: "      and entry.draft_version = planned.draft_version and",
    replace: "      and",
    test: { file: sheets, title: "A9.3 only the unit's own officers import" },
  },
  {
    id: "A9.3",
    guard: "an import is its unit's own",
    file: "src/ch3-catalogue/sheets-import.ts",
    find: 'await importQuery(db).where("id", "=", id).where("party_id", "=", caller.party.id).executeTakeFirst()',
    replace: 'await importQuery(db).where("id", "=", id).executeTakeFirst()',
    test: { file: sheets, title: "A9.3 only the unit's own officers import" },
  },
  {
    id: "A12.1",
    guard: "a check that is delivered twice at once is done once",
    file: "src/ch3-catalogue/sheets-checking.ts",
    find: "await sql`select pg_advisory_xact_lock(hashtextextended(",
    replace: "await sql`select (hashtextextended(",
    test: { file: deliveries, title: "A12.1 a check that is delivered twice at once" },
  },
  {
    id: "A9.3",
    guard: "an import of which a part is gone is not taken over",
    file: "src/ch3-catalogue/sheets-import.ts",
    find: "  await assertWhole(tx, id, row.counts);\n",
    replace: "",
    test: { file: deliveries, title: "A9.3 an import of which a part is gone" },
  },
];
