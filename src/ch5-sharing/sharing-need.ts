import type { z } from "zod";
import { unitNamed } from "../ch2-parties/index.ts";
import { publishedEntryCoded } from "../ch3-catalogue/index.ts";
import { needArranged, needCoordination, needMet, type sharingNeed } from "../contract/need-forms.ts";
import { civilDate } from "../law/deadlines.ts";
import { refuse } from "../law/refusal.ts";
import { type BoundProcedure, bind, type Context, type Fact, type Guard } from "../matters/index.ts";
import type { Db, Tx } from "../platform/db/tables.ts";
import { sharingNeedProcedure } from "./article-22-sharing-need.ts";

type Form = z.infer<typeof sharingNeed>;
type Step = Context<Form>;

/** Art. 22 running. */
export function bindSharingNeed(): BoundProcedure {
  return bind(sharingNeedProcedure, {
    title: async ({ caller, form }) => `${caller.party.name}需要“${form.dataName}”`,
    guards: {
      holderIsAUnit,
      neededByIsAhead,
      consultedAreUnits,
      heldOnHasCome,
      isCoordinated,
      compilerIsAUnit,
      outcomeIsThere,
    },
    effects: {},
    facts: (db, matter) => outcomeOf(db, matter.id),
  });
}

const invalid = (field: string, detail: string) =>
  refuse("form_invalid", "22", detail, [{ pointer: `/form/${field}`, detail }]);

/** A unit of that name; where the name is none, the refusal at the field. */
async function unitAt(tx: Tx, field: string, name: string) {
  if ((await unitNamed(tx, name)) === undefined)
    return invalid(field, `没有名为“${name}”的单位，请从单位名录里选择`);
}

const holderIsAUnit: Guard<Form> = async ({ tx, matter }) => {
  const { presumedHolder } = matter.form;
  return presumedHolder === "" ? undefined : unitAt(tx, "presumedHolder", presumedHolder);
};

const neededByIsAhead: Guard<Form> = async ({ matter, at }) => {
  const { neededBy } = matter.form;
  if (neededBy !== null && neededBy < civilDate(at))
    return invalid("neededBy", "希望用上的日期已经过去，请填写今天或者以后的日期，或者不填");
};

const consultedAreUnits: Guard<Form> = async ({ tx, form }) => {
  for (const [index, name] of needCoordination.parse(form).consulted.entries()) {
    const refusal = await unitAt(tx, `consulted/${index}`, name);
    if (refusal !== undefined) return refusal;
  }
};

const heldOnHasCome: Guard<Form> = async ({ form, at }) => {
  if (needCoordination.parse(form).heldOn > civilDate(at))
    return invalid("heldOn", "协调日期还没有到，请在协调以后记录");
};

const compilerIsAUnit: Guard<Form> = async ({ tx, form, at }) => {
  const { compiler, compileBy } = needArranged.parse(form);
  if (compileBy <= civilDate(at)) return invalid("compileBy", "编制完成日期须在今天之后");
  return unitAt(tx, "compiler", compiler);
};

/** Nobody is told that a need cannot be met, or that others will meet it, before they were asked. */
const isCoordinated: Guard<Form> = async ({ tx, matter }) => {
  if ((await lastFormOf(tx, matter.id, "coordinate")) === undefined)
    return refuse(
      "need_not_coordinated",
      "22",
      "还没有协调记录，请先同可能掌握数据的单位协调，办理“记录协调情况”",
    );
};

const outcomeIsThere: Guard<Form> = async (step) => {
  const { entry, application } = needMet.parse(step.form);
  if (entry === "" && application === "")
    return invalid("entry", "请填写可以申请的数据目录，或者已经提出的共享申请的文号");
  return (await entryIsOffered(step, entry)) ?? applicationIsTheirs(step, application);
};

async function entryIsOffered({ tx }: Step, code: string) {
  if (code === "") return undefined;
  const entry = await publishedEntryCoded(tx, code);
  if (entry === undefined) return invalid("entry", `没有代码为“${code}”的已发布目录，请核对代码`);
  if (entry.content.sharingClass === "not-shared")
    return invalid("entry", `“${entry.content.name}”属于不予共享，不能指明为可以申请的目录`);
}

async function applicationIsTheirs({ tx, matter }: Step, number: string) {
  if (number === "") return undefined;
  const found = await tx
    .selectFrom("matters.matter")
    .select(["starter_party", "outcome"])
    .where("number", "=", number)
    .where("kind", "=", "sharing-application")
    .executeTakeFirst();
  if (found?.starter_party !== matter.starter)
    return invalid("application", `需求单位没有文号为“${number}”的共享申请，请核对文号`);
  if (found.outcome !== null && found.outcome !== "done")
    return invalid(
      "application",
      `共享申请“${number}”已经撤回或者没有同意，不能满足需求，请填写办理中或者已同意的`,
    );
}

async function lastFormOf(db: Db | Tx, matter: string, action: string) {
  const step = await db
    .selectFrom("matters.step")
    .select("form")
    .where("matter_id", "=", matter)
    .where("action", "=", action)
    .orderBy("seq", "desc")
    .executeTakeFirst();
  return step?.form;
}

/** By what the need is met, with the name of the entry. */
async function outcomeOf(db: Db | Tx, matter: string): Promise<Fact[]> {
  const form = await lastFormOf(db, matter, "meet");
  if (form === undefined) return [];
  const { entry: code, application } = needMet.parse(form);
  const entry = code === "" ? undefined : await publishedEntryCoded(db, code);
  const named = entry === undefined ? code : `${entry.content.name}（${code}）`;
  return [
    { label: "可以申请的目录", value: named, article: "22" },
    { label: "已提出的申请", value: application, article: "22" },
  ].filter(({ value }) => value !== "");
}
