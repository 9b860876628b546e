import type { UnitChange } from "../contract/reorganisation.ts";
import type { PartyKind } from "../contract/roles.ts";
import type { Db, Tx } from "../platform/db/tables.ts";
import type { Caller } from "../platform/http/caller.ts";
import { Problem } from "../platform/http/problem.ts";
import { works } from "./registers/register.ts";
import { keeps } from "./unit-register.ts";
import "./tables.ts";

interface PlanUnit {
  readonly id: string;
  readonly name: string;
  readonly kind: PartyKind;
  readonly level: string;
  readonly region: string;
  readonly endedAt: Date | null;
}

/** Whom an act of change is about. */
export interface Plan {
  readonly from: readonly PlanUnit[];
  readonly to: readonly PlanUnit[];
  /** Who gets what follows no entry; null where nothing moves. */
  readonly rest: string | null;
  /** Names of other units that exist, where the act gives a name. */
  readonly nameTaken: boolean;
}

/** Throws Problem `unit_unknown`. */
export async function planOf(db: Db | Tx, change: UnitChange): Promise<Plan> {
  const nameTaken = change.act === "rename" && (await isTaken(db, change.name, change.unit));
  switch (change.act) {
    case "merge":
      return {
        from: await unitsOf(db, change.units),
        to: await unitsOf(db, [change.into]),
        rest: change.into,
        nameTaken,
      };
    case "split":
      return {
        from: await unitsOf(db, [change.unit]),
        to: await unitsOf(db, change.successors),
        rest: change.rest,
        nameTaken,
      };
    case "rename": {
      const units = await unitsOf(db, [change.unit]);
      return { from: units, to: units, rest: null, nameTaken };
    }
    case "end":
      return { from: await unitsOf(db, [change.unit]), to: [], rest: null, nameTaken };
  }
}

/** Whether this bureau may do this to these units, on this day. */
export function assertPossible(plan: Plan, caller: Caller, change: UnitChange, today: string): void {
  const { from, to, rest, nameTaken } = plan;
  const all = [...from, ...to];
  if (!works(caller) || !all.every((unit) => keeps(caller, unit)))
    throw new Problem("not_the_authority", "机构变动由单位所在地的数据局或者市数据局办理。", {
      article: "8(1)",
    });
  const ended = all.find(({ endedAt }) => endedAt !== null);
  if (ended !== undefined)
    throw new Problem("unit_ended", `“${ended.name}”已经撤销，请选择现有单位。`, { article: "13¶1" });
  if (change.effectiveOn > today)
    throw new Problem("change_not_due", "变动还没有生效，请在生效之日起办理。", {
      article: "13¶1",
      errors: [{ pointer: "/change/effectiveOn", detail: "不能晚于今天" }],
    });
  if (nameTaken) throw new Problem("unit_name_taken", "已有同名的单位，请核对新的全称。");
  if (change.act === "merge" && from.some(({ id }) => id === change.into))
    throw new Problem("unit_unknown", "合并到的单位不能同时是被合并的单位。");
  if (change.act === "split" && !to.some(({ id }) => id === rest))
    throw new Problem("unit_unknown", "承接其余事项的单位须是拆分后的单位之一。");
  if (change.act === "split" && to.every(({ id }) => id === change.unit))
    throw new Problem("unit_unknown", "拆分后至少有一个别的单位。");
  const fixed = from.filter((unit) => !to.some(({ id }) => id === unit.id)).find(mustStay);
  if (fixed !== undefined)
    throw new Problem("unit_must_stay", `“${fixed.name}”是办法规定必设的单位，只能更名，不能撤并。`, {
      article: "6",
    });
}

/** Art. 5, 6: the platform turns to the governments, to the city's bureau and to the Big Data Centre. */
const mustStay = ({ kind, level }: PlanUnit): boolean =>
  kind === "government" || kind === "service-agency" || (kind === "authority" && level === "city");

async function unitsOf(db: Db | Tx, ids: readonly string[]): Promise<PlanUnit[]> {
  const rows = await db
    .selectFrom("parties.party")
    .select(["id", "name", "kind", "level", "region", "active_until as endedAt"])
    .where("id", "in", [...ids])
    .where("kind", "not in", ["citizen", "company", "developer", "operator"])
    .execute();
  return ids.map((id) => {
    const found = rows.find((row) => row.id === id);
    if (found === undefined) throw new Problem("unit_unknown", "没有这个单位，请从单位名录里选择。");
    return found;
  });
}

async function isTaken(db: Db | Tx, name: string, except: string): Promise<boolean> {
  const found = await db
    .selectFrom("parties.party")
    .select("id")
    .where("name", "=", name)
    .where("id", "!=", except)
    .where("active_until", "is", null)
    .executeTakeFirst();
  return found !== undefined;
}
