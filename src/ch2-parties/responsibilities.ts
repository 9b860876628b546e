import type { z } from "zod";
import type { Responsibility, responsibilityForm } from "../contract/duty.ts";
import { civilDate } from "../law/deadlines.ts";
import { refuse } from "../law/refusal.ts";
import { type BoundProcedure, bind, type Context, type Guard } from "../matters/index.ts";
import type { Db, Tx } from "../platform/db/tables.ts";
import { uuid } from "../platform/ids/index.ts";
import { responsibilityAssignment } from "./article-08-responsibility.ts";
import { party } from "./directory.ts";
import { isInArea, unitNamed } from "./units.ts";

type Form = z.infer<typeof responsibilityForm>;
type Step = Context<Form>;

/** Art. 8(6) running: who answers for a category, named once and with the staffing office. */
export function bindResponsibility(): BoundProcedure {
  return bind(responsibilityAssignment, {
    title: async ({ form }) => `明确“${form.category}”的数源部门`,
    provider: async ({ tx, form }) => (await unitNamed(tx, form.department))?.id ?? null,
    guards: { starterIsAuthority, departmentIsInArea, kindFitsDepartment, categoryIsFree },
    effects: { assignCategory },
  });
}

const starterIsAuthority: Guard<Form> = async ({ caller }) => {
  if (caller?.party.kind !== "authority")
    return refuse("not_the_authority", "8(6)", "数源部门由数据局会同机构编制部门明确，本单位不能提出");
};

const departmentIsInArea: Guard<Form> = async ({ tx, caller, matter }) => {
  const { department } = matter.form;
  const unit = await unitNamed(tx, department);
  if (unit !== undefined && caller !== null && isInArea(caller.party, unit)) return undefined;
  const detail = `“${department}”不是本行政区域内的单位，请从单位名录里选择`;
  return refuse("unit_unknown", "8(6)", detail, [{ pointer: "/form/department", detail }]);
};

/** Art. 3 ¶2: government data come of duties, public-service data of services to the public. */
const kindFitsDepartment: Guard<Form> = async ({ tx, matter }) => {
  const unit = await unitNamed(tx, matter.form.department);
  if (unit?.kind !== "public-service-enterprise" || matter.form.dataKind === "public-service")
    return undefined;
  const detail = "公共服务企业提供公共服务产生的是公共服务数据，不是政务数据";
  return refuse("form_invalid", "3¶2", detail, [{ pointer: "/form/dataKind", detail }]);
};

/** Art. 3 ¶3: one source department; another takes over only where functions have moved. */
const categoryIsFree: Guard<Form> = async (step) => {
  const { form, provider } = step.matter;
  const held = await holderOf(step);
  if (held === undefined || (form.transfer && held.department_id !== provider)) return undefined;
  const { name } = await party(step.tx, held.department_id);
  const detail = `“${form.category}”已明确由“${name}”负责，一类数据只有一个数源部门；职能已调整的，请勾选由新的部门接替`;
  return refuse("category_assigned", "3¶3", detail, [{ pointer: "/form/category", detail }]);
};

async function holderOf({ tx, matter }: Pick<Step, "tx" | "matter">) {
  const { region } = await party(tx, matter.starter);
  return tx
    .selectFrom("parties.responsibility")
    .select(["id", "department_id"])
    .where("region", "=", region)
    .where("category", "=", matter.form.category)
    .where("until", "is", null)
    .forUpdate()
    .executeTakeFirst();
}

async function assignCategory(step: Step): Promise<void> {
  const { tx, matter, at } = step;
  const { category, dataKind, basis, scope } = matter.form;
  if (matter.provider === null) throw new Error(`matter ${matter.number} has lost its department`);
  const held = await holderOf(step);
  const today = civilDate(at);
  if (held !== undefined)
    await tx.updateTable("parties.responsibility").set({ until: today }).where("id", "=", held.id).execute();
  await tx
    .insertInto("parties.responsibility")
    .values({
      id: uuid(),
      region: (await party(tx, matter.starter)).region,
      category,
      data_kind: dataKind,
      department_id: matter.provider,
      basis,
      scope,
      matter_id: matter.id,
      since: today,
      until: null,
    })
    .execute();
}

/** All categories with whoever answers for them, also those of the past, by name. */
export async function listResponsibilities(db: Db | Tx, q: string): Promise<Responsibility[]> {
  let rows = db
    .selectFrom("parties.responsibility as held")
    .innerJoin("parties.party as department", "department.id", "held.department_id")
    .innerJoin("parties.region as region", "region.code", "held.region")
    .select(["held.id", "held.category", "held.data_kind as dataKind", "held.basis", "held.scope"])
    .select([
      "held.since",
      "held.until",
      "held.department_id",
      "department.name",
      "region.name as regionName",
    ])
    .orderBy("held.category")
    .orderBy("held.since", "desc")
    .limit(2_000);
  if (q !== "")
    rows = rows.where((eb) =>
      eb.or([
        eb(eb.fn("strpos", ["held.category", eb.val(q)]), ">", 0),
        eb(eb.fn("strpos", ["department.name", eb.val(q)]), ">", 0),
      ]),
    );
  return (await rows.execute()).map(({ department_id, name, ...row }) => ({
    ...row,
    department: { id: department_id, name },
  }));
}
