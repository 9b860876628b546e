import type { Mutation } from "./mutation.ts";

const supplement = "src/matters/supplement.test.ts";
const sweep = "src/matters/sweep.test.ts";
const engine = "src/matters/engine.test.ts";
const documents = "src/matters/documents/issue.test.ts";

/** What the engine holds for every procedure, by the article that its tests run: limits, reasons, persons, numbers. */
export const everyProcedure: readonly Mutation[] = [
  {
    id: "A27.1",
    guard: "a field that a form does not have is not dropped in silence",
    file: "src/matters/forms.ts",
    find: 'unknownFields(form, result.data, "/form")',
    replace: "[]",
    test: { file: "src/matters/forms.test.ts", title: "A27.1 a field that a form does not have" },
  },
  {
    id: "A27.4",
    guard: "a supplement is asked for once",
    file: "src/matters/supplement.ts",
    find: "  if (asked === undefined) return;\n",
    replace: "  return;\n",
    test: { file: supplement, title: "A27.4 a request to supplement" },
  },
  {
    id: "A27.4",
    guard: "the clock stops while a supplement is awaited",
    file: "src/matters/deadlines.ts",
    find: 'return step.supplement === true ? "stopped" : "met";',
    replace: 'return "met";',
    test: { file: supplement, title: "A27.4 a request to supplement" },
  },
  {
    id: "A27.4",
    guard: "a limit is extended once",
    file: "src/matters/deadline-extension.ts",
    find: "rows.some((row) => row.extension_days > 0)",
    replace: "false",
    test: { file: supplement, title: "A27.4 a limit is extended" },
  },
  {
    id: "A27.4",
    guard: "nothing extends a limit that its declaration fixes",
    file: "src/matters/bind.ts",
    find: "if (procedure.deadlines[step.extends]?.extension === undefined)",
    replace: "if (false)",
    test: { file: supplement, title: "A27.4 a declaration that extends" },
  },
  {
    id: "A27.4",
    guard: "what was in time by the midnight is not late, what was not is",
    file: "src/law/deadlines.ts",
    find: "civilDate(at) > due;",
    replace: "civilDate(at) >= due;",
    test: { file: sweep, title: "A27.4 the provider's working day" },
  },
  {
    id: "A27.4",
    guard: "a limit is marked late once",
    file: "src/matters/sweep.ts",
    find: "where state = 'open' and overdue_since is null\n",
    replace: "where state = 'open'\n",
    test: { file: sweep, title: "A27.4 the provider's working day" },
  },
  {
    id: "A27.4",
    guard: "a Saturday worked in exchange counts",
    file: "src/law/calendar.ts",
    find: "  if (calendar.work.has(date)) return true;\n",
    replace: "",
    test: { file: sweep, title: "A27.4 the make-up Saturday" },
  },
  {
    id: "A27.4",
    guard: "what comes after hours counts from the next working day",
    file: "src/law/deadlines.ts",
    find: "late ? addDays(date, 1) : date",
    replace: "date",
    test: { file: sweep, title: "A27.4 the make-up Saturday" },
  },
  {
    id: "A27.5",
    guard: "the engine asks every refusal for its reasons",
    file: "src/matters/step.ts",
    find: 'if (step.reasons === "required" && reasons === "")',
    replace: "if (false)",
    test: { file: engine, title: "A27.5 a step that must state reasons" },
  },
  {
    id: "A12.7",
    guard: "two steps of a pair are two persons'",
    file: "src/matters/step.ts",
    find: "  if (taken === undefined) return;\n",
    replace: "  return;\n",
    test: { file: engine, title: "A12.7 one person cannot take both" },
  },
  {
    id: "A22.1",
    guard: "an opening that fails uses up no number",
    file: "src/matters/start.ts",
    find: 'doUpdateSet((eb) => ({ last: eb("matters.numbering.last", "+", 1) }))',
    replace: 'doUpdateSet((eb) => ({ last: eb("matters.numbering.last", "+", 2) }))',
    test: { file: engine, title: "A22.1 numbers of the year" },
  },
  {
    id: "A22.1",
    guard: "a letter is issued once, under one number",
    file: "src/matters/documents/issue.ts",
    find: "if (known === undefined) return null;",
    replace: "if (known === undefined || known.act === null) return null;",
    test: { file: documents, title: "A22.1 numbers follow each other" },
  },
];
