import type { Mutation } from "./mutation.ts";

const duplicates = "src/ch3-catalogue/duplicates.test.ts";

/** Duplicates are decided with the step, by who is in charge (Art. 12 ¶4). */
export const decidedDuplicates: readonly Mutation[] = [
  {
    id: "A12.6",
    guard: "an update that makes a duplicate is not verified undecided",
    file: "src/ch3-catalogue/article-13-catalogue-update.ts",
    find: 'to: "re-review",\n      guards: ["noDuplicateName", "likenessesAreDecided"],',
    replace: 'to: "re-review",\n      guards: ["noDuplicateName"],',
    test: { file: duplicates, title: "A12.6 A13.2 an update" },
  },
  {
    id: "A12.6",
    guard: "an update that makes a duplicate is not published undecided",
    file: "src/ch3-catalogue/article-13-catalogue-update.ts",
    find: '      form: opinion,\n      guards: ["noDuplicateName", "likenessesAreDecided"],',
    replace: '      form: opinion,\n      guards: ["noDuplicateName"],',
    test: { file: duplicates, title: "A12.6 A13.2 an update" },
  },
  {
    id: "A12.6",
    guard: "a provider does not weigh its own entry",
    file: "src/ch3-catalogue/duplicates-routes.ts",
    find: "providerId !== caller.party.id",
    replace: 'providerId !== ""',
    test: { file: duplicates, title: "A12.6 a provider that holds" },
  },
  {
    id: "A12.6",
    guard: "only who is in charge decides about a duplicate",
    file: "src/ch3-catalogue/duplicates-routes.ts",
    find: "await lockInCharge(tx, caller, id, version);",
    replace: "",
    test: { file: duplicates, title: "A12.6 only who is in charge" },
  },
  {
    id: "A12.6",
    guard: "the decision about a duplicate goes with the step",
    file: "src/ch3-catalogue/duplicates.ts",
    find: "if (weighed?.pair === undefined || context.caller === null) return;",
    replace: "if (weighed !== null) return;",
    test: { file: duplicates, title: "A12.6 merging and returning" },
  },
];
