import type { Mutation } from "./mutation.ts";

const test = (title: string) => ({ file: "src/app/withdrawal.test.ts", title });
const reviewed = test("A13.1 A13.3 A73.4 a withdrawal is reviewed");
const gone = test("A13.1 what is withdrawn is found by its keeper");
const open = test("A13.3 A73.4 what is open closes with the entry");
const kept = test("A13.3 a withdrawal that is refused");

/** An entry leaves the catalogue (Art. 13, 73 item 11). */
export const withdrawal: readonly Mutation[] = [
  {
    id: "A73.4",
    guard: "whoever uses an entry is told where to turn before it goes",
    file: "src/ch3-catalogue/catalogue-withdrawal.ts",
    find: 'if (matter.form.arrangement !== "") return undefined;',
    replace: "return undefined;",
    test: reviewed,
  },
  {
    id: "A13.3",
    guard: "two days for the whole chain of a withdrawal",
    file: "src/ch3-catalogue/article-13-catalogue-withdrawal.ts",
    find: "statutory: workingDays(2, ",
    replace: "statutory: workingDays(3, ",
    test: reviewed,
  },
  {
    id: "A73.4",
    guard: "grants end with the entry they rest on",
    file: "src/access/withdrawal.ts",
    find: "for (const { id } of grants) await endGrant(tx, append, id, ground);",
    replace: "",
    test: reviewed,
  },
  {
    id: "A73.4",
    guard: "holders of ended grants are told",
    file: "src/ch5-sharing/withdrawal-notice.ts",
    find: "to: await handlersOf(engine, tx, holder),",
    replace: "to: [],",
    test: reviewed,
  },
  {
    id: "A73.4",
    guard: "nothing is given on an entry while its withdrawal is decided",
    file: "src/ch3-catalogue/store.ts",
    find: '.where("id", "=", id).forShare().execute();',
    replace: '.where("id", "=", id).execute();',
    test: test("A73.4 a withdrawal that begins while"),
  },
  {
    id: "A13.1",
    guard: "what has left the catalogue is searched apart",
    file: "src/ch3-catalogue/catalogue-withdrawal.ts",
    find: ".set({ gone: true })",
    replace: ".set({ gone: false })",
    test: test("A13.1 however many namesakes"),
  },
  {
    id: "A13.1",
    guard: "a withdrawn entry is not found by others",
    file: "src/ch3-catalogue/policy.ts",
    find: 'eb.and([eb("published_version", "is not", null), eb("status", "!=", "withdrawn")])',
    replace: 'eb("published_version", "is not", null)',
    test: gone,
  },
  {
    id: "A13.1",
    guard: "a withdrawn entry is not edited",
    file: "src/ch3-catalogue/policy.ts",
    find: 'if (entry.status === "withdrawn") throw withdrawnMeanwhile();',
    replace: "",
    test: gone,
  },
  {
    id: "A13.1",
    guard: "no matter works on a withdrawn entry",
    file: "src/ch3-catalogue/chain.ts",
    find: 'if (entry.status === "withdrawn") throw withdrawnMeanwhile();',
    replace: "",
    test: gone,
  },
  {
    id: "A13.1",
    guard: "the name of a withdrawn entry is free again",
    file: "src/ch3-catalogue/chain.ts",
    find: '    .where("status", "!=", "withdrawn")\n',
    replace: "",
    test: gone,
  },
  {
    id: "A73.4",
    guard: "what is open closes with its entry",
    file: "src/ch6-opening/reclassing.ts",
    find: 'await takeOff(tx, seal, { id, code: open.code }, { ...ground, article: "13¶2" });',
    replace: "void ground;",
    test: open,
  },
  {
    id: "A13.3",
    guard: "one matter works on an entry at a time",
    file: "src/ch3-catalogue/catalogue-withdrawal.ts",
    find: "if (held !== undefined)",
    replace: "if (held === null)",
    test: kept,
  },
  {
    id: "A13.3",
    guard: "a refused withdrawal gives the entry back",
    file: "src/ch3-catalogue/article-13-catalogue-withdrawal.ts",
    find: `      to: "refused",
      by: "same-level-authority",
      reasons: "required",
      effects: ["thawDraft"],`,
    replace: `      to: "refused",
      by: "same-level-authority",
      reasons: "required",`,
    test: kept,
  },
  {
    id: "A13.1",
    guard: "an open update ends with its entry",
    file: "src/app/parts.ts",
    find: "  endUpdates(events, matters);\n",
    replace: "",
    test: { file: "src/app/withdrawal.test.ts", title: "A13.1 an update that is under way ends" },
  },
];
