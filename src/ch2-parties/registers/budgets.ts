import { sql } from "kysely";
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
  check: async (entry) => (await financeIsKnown(entry)) ?? (await isOnly(entry)),
});

async function financeIsKnown({ tx, content }: Entry<Content>): Promise<Refusal | undefined> {
  if ((await unitNamed(tx, content.finance)) !== undefined) return undefined;
  const detail = `没有名为“${content.finance}”的单位，请从单位名录里选择财政部门`;
  return refuse("unit_unknown", "69¶1", detail, [{ pointer: "/form/finance", detail }]);
}

/** Asked in turn for each system of a keeper: of two that enter the same one is told. */
async function isOnly({ tx, caller, content, record }: Entry<Content>): Promise<Refusal | undefined> {
  const { year, systemName, fundPurpose } = content;
  const system = `${caller.party.id} ${systemName}`;
  await sql`select pg_advisory_xact_lock(hashtextextended(${system}, 69))`.execute(tx);
  const others = (await currentOf(tx, "budgets"))
    .filter(({ id, keeperId }) => id !== record && keeperId === caller.party.id)
    .map((row) => budgetForm.parse(row.content));
  const isAlike = (other: Content) =>
    other.systemName === systemName && other.fundPurpose === fundPurpose && other.year === year;
  if (!others.some(isAlike)) return undefined;
  return refuse(
    "record_exists",
    "69¶1",
    `“${systemName}”${year}年的这类经费已经登记，请在原记录上修改，不要另登记一条`,
  );
}
