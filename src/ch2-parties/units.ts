import { insideKinds, unitKinds } from "../contract/roles.ts";
import type { Unit } from "../contract/unit.ts";
import type { Db, Tx } from "../platform/db/tables.ts";
import type { Caller } from "../platform/http/caller.ts";
import "./tables.ts";

export const isUnit = ({ party }: Caller): boolean => unitKinds.includes(party.kind);

/** Whether the caller belongs to such a unit, or watches over them. */
export const isInside = ({ party }: Caller): boolean => insideKinds.includes(party.kind);

function units(db: Db | Tx) {
  return db
    .selectFrom("parties.party as party")
    .innerJoin("parties.region as region", "region.code", "party.region")
    .select(["party.id", "party.name", "party.kind", "party.level", "party.region"])
    .select("region.name as regionName")
    .where("party.active_until", "is", null)
    .where("party.kind", "in", [...unitKinds]);
}

/** Art. 77: central and provincial units in the city handle public data by reference to the Measures. */
const shown = (row: Omit<Unit, "byReference">): Unit => ({
  ...row,
  byReference: row.kind === "superior-unit",
});

/** All of them, the city's first, in the order they were entered. */
export async function listUnits(db: Db | Tx): Promise<Unit[]> {
  const rows = await units(db).orderBy("party.level").orderBy("party.region").orderBy("party.id").execute();
  return rows.map(shown);
}

/** The unit of that name; undefined where there is none, or more than one. */
export async function unitNamed(db: Db | Tx, name: string): Promise<Unit | undefined> {
  const rows = await units(db).where("party.name", "=", name).limit(2).execute();
  const [row] = rows;
  return rows.length === 1 && row !== undefined ? shown(row) : undefined;
}

/** Whether a bureau's area takes a unit in: the city's all, a county's its own (Art. 8). */
export const isInArea = (bureau: Caller["party"], unit: Pick<Unit, "region">): boolean =>
  bureau.level === "city" || bureau.region === unit.region;
