import type { Mutation } from "./mutation.ts";

const budgets = {
  file: "src/ch2-parties/registers/registers.test.ts",
  title: "A69.1 what a system costs",
};
const systems = (title: string) => ({ file: "src/app/systems/systems.test.ts", title });
const progress = { file: "src/app/progress.test.ts", title: "A69.2 what a unit still owes" };

/** Funds, what is owed, and results as a basis for money (Art. 69). */
export const funds: readonly Mutation[] = [
  {
    id: "A69.1",
    guard: "no year's money before the last year was assessed",
    file: "src/ch2-parties/registers/budgets.ts",
    find: 'other.year < year && other.performance === ""',
    replace: "false",
    test: budgets,
  },
  {
    id: "A69.1",
    guard: "a year's money of a kind is entered once",
    file: "src/ch2-parties/registers/budgets.ts",
    find: "(await isOnly(entry)) ??",
    replace: "",
    test: budgets,
  },
  {
    id: "A69.1",
    guard: "a goal is stated",
    file: "src/contract/registers.ts",
    find: 'goal: words("绩效目标", 2000, "请写明要归集、共享、开放多少数据，达到什么成效"),',
    replace: "goal: z.string(),",
    test: budgets,
  },
  {
    id: "A69.1",
    guard: "the finance department named reads it",
    file: "src/ch2-parties/registers/budgets.ts",
    find: 'namesUnit(caller, "finance")',
    replace: "nobody",
    test: budgets,
  },
  {
    id: "A69.2",
    guard: "data that did not arrive are not delivered",
    file: "src/app/progress.ts",
    find: "where b.entry_id = e.id and b.state = 'done' and b.accepted > 0",
    replace: "where true",
    test: progress,
  },
  {
    id: "A69.2",
    guard: "only what is classed as open is owed to the open catalogue",
    file: "src/app/progress.ts",
    find: "            and f.opening_class in ('unconditional', 'conditional')",
    replace: "",
    test: progress,
  },
  {
    id: "A69.2",
    guard: "late data are told",
    file: "src/app/progress.ts",
    find: `              < \${today}::date) as "dataOverdue"`,
    replace: "              < '2000-01-01'::date) as \"dataOverdue\"",
    test: progress,
  },
  {
    id: "A69.3",
    guard: "only an approved project makes a system",
    file: "src/app/systems/results.ts",
    find: "where kind = 'project-approval' and outcome = 'done'",
    replace: "where kind = 'project-approval'",
    test: systems("A69.3 what a system brought"),
  },
  {
    id: "A69.3",
    guard: "rows taken in are counted",
    file: "src/app/systems/results.ts",
    find: "select entry_id, sum(accepted) as accepted from",
    replace: "select entry_id, 0 as accepted from",
    test: systems("A69.3 what a system brought"),
  },
  {
    id: "A69.3",
    guard: "a refused call is no result",
    file: "src/app/systems/results.ts",
    find: " and used.refusal is null",
    replace: "",
    test: systems("A69.3 a system without a project"),
  },
  {
    id: "A69.3",
    guard: "a department sees the systems of its own",
    file: "src/app/systems/results.ts",
    find: `(\${unit} = '' or party.id::text = \${unit})`,
    replace: "true",
    test: systems("A69.3 whoever decides"),
  },
  {
    id: "A69.3",
    guard: "results go no further than the register of budgets",
    file: "src/app/systems/results.ts",
    find: ` and \${readableOf(registerOf("budgets"), caller)}`,
    replace: "",
    test: systems("A69.3 budgets in the results"),
  },
  {
    id: "A69.3",
    guard: "a finance department sees the systems that name it",
    file: "src/app/systems/results.ts",
    find: "or exists (select from money where (unit, system) = (known.unit, known.system))",
    replace: "",
    test: systems("A69.3 budgets in the results"),
  },
];
