import type { Mutation } from "./mutation.ts";

const update = "src/ch3-catalogue/catalogue-update.test.ts";

/** Updates, classes, grades, lists, sources and projects around the catalogue (Art. 11-16, 23-26, 36-38, 68, 69). */
export const chain: readonly Mutation[] = [
  {
    id: "A13.1",
    guard: "the ten days run from the change",
    file: "src/ch3-catalogue/article-13-catalogue-update.ts",
    find: '      from: { field: "changedOn" },\n',
    replace: "",
    test: { file: update, title: "A13.1 an entry is updated within ten working days" },
  },
  {
    id: "A13.1",
    guard: "an event on a day off is counted from before it",
    file: "src/law/deadlines.ts",
    find: "  while (!isWorkingDay(calendar, day)) day = addDays(day, -1);\n",
    replace: "",
    test: { file: update, title: "A13.1 an entry is updated within ten working days" },
  },
  {
    id: "A13.1",
    guard: "an update differs from what is in force",
    file: "src/ch3-catalogue/catalogue-update.ts",
    find: "if (JSON.stringify(inForce?.content) === JSON.stringify(entry.draft))",
    replace: "if (false)",
    test: { file: update, title: "A13.1 what is submitted as an update" },
  },
  {
    id: "A13.2",
    guard: "the ten days go on after a return",
    file: "src/ch3-catalogue/article-13-catalogue-update.ts",
    find: 'over: ["updating", "returned"],',
    replace: 'over: ["updating"],',
    test: { file: update, title: "A13.2 an update that was returned" },
  },
  {
    id: "A13.3",
    guard: "two days for the whole chain",
    file: "src/ch3-catalogue/article-13-catalogue-update.ts",
    find: 'over: ["review", "verification", "re-review"],',
    replace: 'over: ["review"],',
    test: { file: update, title: "A13.3 review, verification, re-review" },
  },
];
