import type { Mutation } from "./mutation.ts";

const test = (title: string) => ({ file: "src/ch3-catalogue/remarks.test.ts", title });

/** Remarks on single fields and items of a returned entry (Art. 12, 13). */
export const remarks: readonly Mutation[] = [
  {
    id: "A12.4",
    guard: "what the review says of a field reaches the keeper",
    file: "src/ch3-catalogue/remarks.ts",
    find: "  if (remarks.length === 0) return;\n",
    replace: "  if (remarks.length >= 0) return;\n",
    test: test("A12.4 a remark of the review stands at its field"),
  },
  {
    id: "A12.8",
    guard: "a remark points at what the entry has",
    file: "src/ch3-catalogue/remarks.ts",
    find: '  return found.length === 0 ? undefined : refuse("remark_out_of_place"',
    replace: '  return found.length >= 0 ? undefined : refuse("remark_out_of_place"',
    test: test("A12.8 a remark points at what the entry has"),
  },
  {
    id: "A12.8",
    guard: "an entry comes again only with its remarks answered",
    file: "src/ch3-catalogue/remarks.ts",
    find: "  if (left.length === 0) return undefined;\n",
    replace: "  if (left.length >= 0) return undefined;\n",
    test: test("A12.8 what was returned comes again only with every remark answered"),
  },
  {
    id: "A12.8",
    guard: "what was not changed is not checked off as mended",
    file: "src/ch3-catalogue/remarks.ts",
    find: 'if (answer === "mended" && note === "" && !isChanged(entry.draft, row))',
    replace: "if (false)",
    test: test("A12.8 what was returned comes again only with every remark answered"),
  },
  {
    id: "A12.3",
    guard: "only the keeper's own officers answer",
    file: "src/ch3-catalogue/remarks.ts",
    find: "  assertEditable(caller, entry);\n",
    replace: "",
    test: test("A12.3 only the keeper's own officers answer"),
  },
  {
    id: "A12.3",
    guard: "what is said inside an office stays there",
    file: "src/ch3-catalogue/remarks.ts",
    find: "own || step_id !== null",
    replace: "own || step_id !== undefined",
    test: test("A12.3 inside its own office an entry is returned"),
  },
  {
    id: "A12.3",
    guard: "a letter says nothing of what was left blank",
    file: "src/matters/documents/words.ts",
    find: 'fieldsInWords(schema, form, names).filter(({ value }) => value !== "");',
    replace: "inWords(schema, form, names);",
    test: { file: "src/ch3-catalogue/remarks.test.ts", title: "A12.3 the notice that sends an entry back" },
  },
];
