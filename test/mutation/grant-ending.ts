import type { Mutation } from "./mutation.ts";

const ending = (title: string) => ({ file: "src/app/grant-ending.test.ts", title });
const ahead = ending("A27.1 the office of the holder is told once");
const short = ending("A27.1 who holds a grant for less");

/** That a holder hears of the end of its term while there is time to apply anew. */
export const grantEnding: readonly Mutation[] = [
  {
    id: "A27.1",
    guard: "a grant whose term ends soon is looked for",
    file: "src/app/parts.ts",
    find: "[tellEnding(db, at, city.parameters), ",
    replace: "[",
    test: ahead,
  },
  {
    id: "A27.1",
    guard: "the warning comes so many working days ahead, not before",
    file: "src/access/ending.ts",
    find: ` and held.valid_until <= \${until}`,
    replace: "[",
    test: ahead,
  },
  {
    id: "A27.1",
    guard: "a grant is not warned of on the day it begins",
    file: "src/access/ending.ts",
    find: `and held.valid_from < \${startOf(civilDate(at))}`,
    replace: "",
    test: short,
  },
];
