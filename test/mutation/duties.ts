import type { Mutation } from "./mutation.ts";

const task = (title: string) => ({ file: "src/ch2-parties/task.test.ts", title });

/** Duties of Chapters 1 and 2 beside the organisations (Art. 3, 5, 7-10, 77, 78). */
export const duties: readonly Mutation[] = [
  {
    id: "A8.3",
    guard: "tasks come from a data bureau",
    file: "src/ch2-parties/tasks.ts",
    find: 'if (caller?.party.kind !== "authority")',
    replace: "if (false)",
    test: task("A8.3 tasks come from the data bureau"),
  },
  {
    id: "A8.3",
    guard: "a county's bureau issues tasks in its county",
    file: "src/ch2-parties/units.ts",
    find: 'bureau.level === "city" || bureau.region === unit.region',
    replace: "true",
    test: task("A8.3 tasks come from the data bureau"),
  },
  {
    id: "A8.3",
    guard: "a task has a due date",
    file: "src/matters/deadlines.ts",
    find: "if (rule.dated === undefined) return;",
    replace: "return;",
    test: task("A8.3 a task goes to each unit"),
  },
  {
    id: "A8.3",
    guard: "the day set stays, whatever the calendar",
    file: "src/matters/calendar-import.ts",
    find: '    .where("dated", "=", false)\n',
    replace: "",
    test: task("A8.3 a part not done by its day"),
  },
  {
    id: "A8.3",
    guard: "the bureau accepts the result before it is closed",
    file: "src/ch2-parties/article-08-task.ts",
    find: '      from: "reported",\n      to: "closed",\n',
    replace: '      from: ["working", "reported"],\n      to: "closed",\n',
    test: task("A8.3 a task goes to each unit"),
  },
  {
    id: "A8.3",
    guard: "a unit sees its own part",
    file: "src/ch2-parties/tasks.ts",
    find: 'if (caller.roles.includes("auditor")) return rows;',
    replace: "return rows;",
    test: task("A8.3 a unit sees its own part only"),
  },
];
