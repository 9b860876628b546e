import type { z } from "zod";
import { budgetForm } from "../../contract/registers.ts";
import { type Refusal, refuse } from "../../law/refusal.ts";
import { isUnit, unitNamed } from "../units.ts";
import {
  type Entry,
  either,
  isAuthority,
  keptInArea,
  namesUnit,
  nobody,
  register,
  works,
} from "./register.ts";
import { currentOf } from "./store.ts";

type Content = z.infer<typeof budgetForm>;

/** Art. 69 ¶1: what is budgeted for each information system year by year, with goal and performance. */
export const budgets = register({
  name: "budgets",
  title: "预算和绩效",
  article: "69¶1",
  summary:
    "各单位逐年登记信息系统的建设、运行维护经费和绩效目标，年度终了补登绩效评价；财政部门、数据局和政府可以查看。",
  form: budgetForm,
  columns: ["systemName", "year", "fundPurpose", "amount", "performance"],
  titleOf: (budget) => budget.title,
  mayKeep: (caller) => works(caller) && isUnit(caller),
  mayRead: (caller) =>
    either(
      namesUnit(caller, "finance"),
      isAuthority(caller) || caller.party.kind === "government" ? keptInArea(caller) : nobody,
    ),
  check: async (entry) =>
    (await financeIsKnown(entry)) ?? (await isOnly(entry)) ?? (await yearBeforeIsAssessed(entry)),
});

async function financeIsKnown({ tx, content }: Entry<Content>): Promise<Refusal | undefined> {
  if ((await unitNamed(tx, content.finance)) !== undefined) return undefined;
  const detail = `没有名为“${content.finance}”的单位，请从单位名录里选择财政部门`;
  return refuse("unit_unknown", "69¶1", detail, [{ pointer: "/form/finance", detail }]);
}

/** Other budgets of the same system and purpose by the same keeper. */
async function alike({ tx, caller, content, record }: Entry<Content>): Promise<Content[]> {
  return (await currentOf(tx, "budgets"))
    .filter(({ id, keeperId }) => id !== record && keeperId === caller.party.id)
    .map((row) => budgetForm.parse(row.content))
    .filter((other) => other.systemName === content.systemName && other.fundPurpose === content.fundPurpose);
}

async function isOnly(entry: Entry<Content>): Promise<Refusal | undefined> {
  const { year, systemName } = entry.content;
  if (!(await alike(entry)).some((other) => other.year === year)) return undefined;
  return refuse(
    "record_exists",
    "69¶1",
    `“${systemName}”${year}年的这类经费已经登记，请在原记录上修改，不要另登记一条`,
  );
}

/** Performance is managed the whole way: no money of a new year before the last one was assessed. */
async function yearBeforeIsAssessed(entry: Entry<Content>): Promise<Refusal | undefined> {
  const { year, systemName } = entry.content;
  const open = (await alike(entry)).find((other) => other.year < year && other.performance === "");
  if (open === undefined) return undefined;
  const detail = `“${systemName}”${open.year}年的绩效评价还没有登记，请先在那条记录上补登`;
  return refuse("performance_missing", "69¶1", detail, [{ pointer: "/form/year", detail }]);
}
