import type { z } from "zod";
import { party, partyNames } from "../ch2-parties/index.ts";
import { keep } from "../ch3-catalogue/index.ts";
import type { jointCollection } from "../contract/collection-forms.ts";
import { refuse } from "../law/refusal.ts";
import { type BoundProcedure, bind, type Context, type Guard } from "../matters/index.ts";
import type { Tx } from "../platform/db/tables.ts";
import { uuid } from "../platform/ids/index.ts";
import { jointCollectionRegistration } from "./article-15-source.ts";
import { changesOf } from "./joint-notices.ts";
import { keyOf } from "./source-store.ts";
import "./joint-tables.ts";

type Joint = z.infer<typeof jointCollection>;

/** Has a joint collection measured if the transaction commits. */
export type MeasureJoint = (tx: Tx, joint: string) => Promise<void>;

/** Art. 15 ¶3 running: the division of work is kept on record, and measured from then on. */
export function bindJointCollection(measure: MeasureJoint): BoundProcedure {
  return bind(jointCollectionRegistration, {
    title: async ({ form }) => `“${form.subjectName}”协同采集分工`,
    guards: { starterIsAuthority, divisionIsClear },
    effects: {
      register: async (context) => {
        const { subjectName, division, quality } = context.matter.form;
        const content = { subject: subjectName, quality, division: division.map(shareOf) };
        const series = `joint-collection:${context.matter.starter}:${keyOf(subjectName)}`;
        await keep(context, series, content);
        await measure(context.tx, await enter(context));
      },
    },
  });
}

/**
 * The registration in force; one of the same data by the same bureau takes the place of the earlier one. Word goes to the
 * units for which it changes what they have to do.
 */
async function enter({ tx, matter, at, emit }: Context<Joint>): Promise<string> {
  const { subjectName, division, quality } = matter.form;
  const earlier = await tx
    .selectFrom("collection.joint")
    .select(["id", "quality"])
    .where("authority_id", "=", matter.starter)
    .where("key", "=", keyOf(subjectName))
    .forUpdate()
    .executeTakeFirst();
  const registered = { subject: subjectName, quality, number: matter.number, matter_id: matter.id, at };
  const { id } = await tx
    .insertInto("collection.joint")
    .values({ id: uuid(), authority_id: matter.starter, key: keyOf(subjectName), ...registered })
    .onConflict((conflict) => conflict.columns(["authority_id", "key"]).doUpdateSet(registered))
    .returning("id")
    .executeTakeFirstOrThrow();
  const units = await unitsByName(tx);
  const before = await tx
    .deleteFrom("collection.joint_share")
    .where("joint_id", "=", id)
    .returning(["unit_id as unit", "items"])
    .execute();
  const shares = division
    .map(shareOf)
    .map(({ unit, items }) => ({ unit: units.get(unit) ?? "", items: itemsIn(items) }));
  await tx
    .insertInto("collection.joint_share")
    .values(shares.map(({ unit, items }) => ({ joint_id: id, unit_id: unit, items, keys: items.map(keyOf) })))
    .execute();
  const changes = changesOf(before, shares, earlier !== undefined && earlier.quality !== quality);
  await emit(tx, {
    type: "collection.joint.registered",
    version: 1,
    aggregate: `joint:${id}`,
    body: { matter: matter.id, number: matter.number, subject: subjectName, quality, changes },
  });
  return id;
}

const starterIsAuthority: Guard<Joint> = async ({ tx, matter }) => {
  if ((await party(tx, matter.starter)).kind !== "authority")
    return refuse("form_invalid", "15¶3", "协同采集的分工由同级数据局统筹界定和登记");
};

/** `单位：负责的数据项` in its two parts. */
function shareOf(line: string): { unit: string; items: string } {
  const [unit = "", ...items] = line.split(/[：:]/);
  return { unit: unit.trim(), items: items.join("：").trim() };
}

/** `家庭成员、收入` one by one. */
const itemsIn = (items: string): string[] =>
  items
    .split(/[、，,；;]/)
    .map((item) => item.trim())
    .filter((item) => item !== "");

const divisionIsClear: Guard<Joint> = async ({ tx, matter }) => {
  const shares = matter.form.division.map(shareOf);
  const known = await unitsByName(tx);
  const errors = shares.flatMap(({ unit, items }, index) => {
    const pointer = `/form/division/${index}`;
    if (!/[：:]/.test(matter.form.division[index] ?? ""))
      return [{ pointer, detail: `第 ${index + 1} 行缺冒号：写成“单位全称：数据项、数据项”` }];
    if (!known.has(unit)) return [{ pointer, detail: `第 ${index + 1} 行：没有“${unit}”这个单位，请写全称` }];
    if (itemsIn(items).length === 0)
      return [{ pointer, detail: `第 ${index + 1} 行：没有写明负责采集的数据项` }];
    const twice = shares.findIndex((share) => share.unit === unit) < index;
    return twice ? [{ pointer, detail: `第 ${index + 1} 行：${unit}重复，请合为一行` }] : [];
  });
  if (errors.length > 0)
    return refuse("division_unclear", "15¶3", `分工有 ${errors.length} 处不清楚`, errors);
};

/** Units that exist now, by their full names. */
async function unitsByName(tx: Tx): Promise<ReadonlyMap<string, string>> {
  const ids = await tx.selectFrom("parties.party").select("id").where("active_until", "is", null).execute();
  const names = await partyNames(
    tx,
    ids.map(({ id }) => id),
  );
  return new Map([...names].map(([id, name]) => [name, id]));
}
