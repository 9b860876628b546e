import type { Mutation } from "./mutation.ts";

const calendar = "src/law/deadlines.test.ts";
const provider = "src/ch6-opening/provider.test.ts";
const persons = "src/ch2-parties/persons.test.ts";
const documents = "src/matters/documents/revoke.test.ts";

/** What an office needs beside the steps themselves: papers taken back, successors, the year's first days. */
export const office: readonly Mutation[] = [
  {
    id: "A22.1",
    guard: "only the issuing office takes a document back",
    file: "src/matters/documents/revoke.ts",
    find: "mayAct(caller) && caller.party.id === party_id && kind",
    replace: "kind",
    test: { file: documents, title: "A22.1 a document made void" },
  },
  {
    id: "A22.1",
    guard: "a revoked document is not issued again",
    file: "src/matters/documents/issue.ts",
    find: 'if (known.act === "revoked")',
    replace: "if (false)",
    test: { file: documents, title: "A22.1 a document revoked" },
  },
  {
    id: "A22.1",
    guard: "two officers put one document in the place of a void one",
    file: "src/matters/documents/issue.ts",
    find: '    .orderBy("document.id", "desc")\n',
    replace: '    .orderBy("document.id", "asc")\n',
    test: { file: documents, title: "A22.1 a document made void" },
  },
  {
    id: "A22.1",
    guard: "the check page leads to the document in its place",
    file: "src/matters/documents/check.ts",
    find: "replacedBy: shown(others.find((one) => one.id !== replaces)),",
    replace: "replacedBy: null,",
    test: { file: documents, title: "A22.1 a document made void" },
  },
  {
    id: "A39.1",
    guard: "what is open names its present provider",
    file: "src/ch2-parties/reorganisation.ts",
    find: "await parts.tellNames(",
    replace: "((..._: unknown[]) => {})(",
    test: { file: provider, title: "A39.1 what is open" },
  },
  {
    id: "A39.1",
    guard: "the log tells a name once",
    file: "src/ch6-opening/provider.ts",
    find: "    if (providerName === (await nameOnTheLog(tx, code))) continue;\n",
    replace: "",
    test: { file: provider, title: "A39.1 what is open" },
  },
  {
    id: "A27.4",
    guard: "a festival by regulation is a day off while no notice is known",
    file: "src/law/calendar.ts",
    find: "(isProvisional(calendar, date) && isFestival(date))",
    replace: "false",
    test: { file: calendar, title: "A27.4 without a notice" },
  },
  {
    id: "A27.4",
    guard: "the notice of the year has the last word",
    file: "src/law/calendar.ts",
    find: "(isProvisional(calendar, date) && isFestival(date))",
    replace: "isFestival(date)",
    test: { file: calendar, title: "A27.4 without a notice" },
  },
  {
    id: "A60.9",
    guard: "who asked for a code does not confirm it, whatever posts they hold meanwhile",
    file: "src/ch2-parties/migrations/202611241922-parties-second-administrator.sql",
    find: "  constraint settled_by_another check (settled_by is null or settled_by <> asked_by),\n",
    replace: "",
    test: { file: persons, title: "A60.9 no administrator alone" },
  },
  {
    id: "A60.9",
    guard: "a code is confirmed by the system administrator",
    file: "src/ch2-parties/takeover-routes.ts",
    find: 'access: ["system-admin"], audit: "activation.issued"',
    replace: 'access: ["system-admin", "security-admin"], audit: "activation.issued"',
    test: { file: persons, title: "A60.9 no administrator alone" },
  },
  {
    id: "A60.9",
    guard: "what was asked for is looked at again when it is confirmed",
    file: "src/ch2-parties/takeovers.ts",
    find: '  await mayBeOpened(tx, doing, id, "activation");\n',
    replace: "",
    test: { file: persons, title: "A60.9 what was asked for" },
  },
  {
    id: "A60.9",
    guard: "an outside login is linked only as it was asked for",
    file: "src/ch2-parties/takeovers.ts",
    find: "if (asked.issuer !== issuer || asked.subject !== subject)",
    replace: "if (false)",
    test: { file: persons, title: "A60.9 no administrator alone" },
  },
  {
    id: "A60.9",
    guard: "a successor is of the office that is left",
    file: "src/ch2-parties/successors.ts",
    find: "  if (found !== undefined) return found;\n",
    replace: '  return found ?? { id: chosen, name: "", unit: null };\n',
    test: { file: persons, title: "A60.9 whoever leaves" },
  },
  {
    id: "A60.9",
    guard: "nobody goes on with their own work",
    file: "src/ch2-parties/successors.ts",
    find: "personId !== leaving && ",
    replace: "",
    test: { file: persons, title: "A60.9 whoever leaves" },
  },
];
