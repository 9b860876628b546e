import type { Mutation } from "./mutation.ts";

/** Parties: who is in charge of data inside a unit, and changes of units (Art. 9, 13). */
export const parties: readonly Mutation[] = [
  {
    id: "A9.2",
    guard: "a chief data officer is named",
    file: "src/ch2-parties/registers/duties.ts",
    find: 'if (content.chief === "") {',
    replace: "if (false) {",
    test: { file: "src/ch2-parties/unit-register.test.ts", title: "A9.2 each unit names" },
  },
  {
    id: "A9.2",
    guard: "who is in charge inside is for the unit and its bureau",
    file: "src/ch2-parties/unit-register.ts",
    find: "const dutyKnown = row.id === caller.party.id || keeps(caller, row);",
    replace: "const dutyKnown = true;",
    test: { file: "src/ch2-parties/unit-register.test.ts", title: "A9.2 who is in charge" },
  },
  {
    id: "A13.1",
    guard: "the clock of the update starts for every entry that moved",
    file: "src/ch3-catalogue/reorganisation.ts",
    find: "if (published) await beginUpdate(tx, follow, id, move);",
    replace: "if (published && id === move.from) await beginUpdate(tx, follow, id, move);",
    test: { file: "src/ch2-parties/reorganisation.test.ts", title: "A13.1 a merger moves" },
  },
  {
    id: "A13.1",
    guard: "nothing is begun in the name of a unit as it ends",
    file: "src/ch2-parties/directory.ts",
    find: "if (ended !== undefined)",
    replace: "if (ended !== undefined && ids.length === 0)",
    test: {
      file: "src/ch2-parties/reorganisation.test.ts",
      title: "A13.1 what is begun in the name of a unit",
    },
  },
  {
    id: "A13.1",
    guard: "on a split each entry is given to a successor",
    file: "src/ch2-parties/reorganisation.ts",
    find: "if (errors.length > 0)",
    replace: "if (errors.length < 0)",
    test: { file: "src/ch2-parties/reorganisation.test.ts", title: "A13.1 on a split" },
  },
  {
    id: "A77.1",
    guard: "units of province and state are marked as taking part by reference",
    file: "src/ch2-parties/units.ts",
    find: 'byReference: row.kind === "superior-unit",',
    replace: "byReference: false,",
    test: { file: "src/ch2-parties/duties.test.ts", title: "A77.1 units of the province" },
  },
  {
    id: "A8.5",
    guard: "documents of the library do not replace each other",
    file: "src/ch2-parties/registers/library.ts",
    find: "if ([...before].some((number) => named(number)?.supersedes === content.number))",
    replace: "if (false)",
    test: { file: "src/ch2-parties/registers/library.test.ts", title: "A8.5 of two documents each" },
  },
];
