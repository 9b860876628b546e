import { sql } from "kysely";
import { insideKinds } from "../contract/roles.ts";
import type { RegisteredUnit } from "../contract/unit.ts";
import { toInstant } from "../platform/clocks/index.ts";
import type { Db, Tx } from "../platform/db/tables.ts";
import type { Caller } from "../platform/http/caller.ts";
import { isInArea } from "./units.ts";
import "./tables.ts";

/** Every unit with what it came from and went into, and who answers for its data (Art. 9), as far as the caller may know. */
export async function unitRegister(db: Db | Tx, caller: Caller): Promise<RegisteredUnit[]> {
  const [parties, formerNames, predecessors, successors, duties] = await Promise.all([
    partyRows(db),
    formerNamesOf(db),
    relatives(db, "successor_id", "predecessor_id"),
    relatives(db, "predecessor_id", "successor_id"),
    dutiesOf(db),
  ]);
  return parties.map((row) => {
    const byReference = row.kind === "superior-unit";
    const dutyKnown = row.id === caller.party.id || keeps(caller, row);
    return {
      ...row,
      byReference,
      endedAt: row.endedAt && toInstant(row.endedAt),
      formerNames: formerNames.get(row.id) ?? [],
      predecessors: predecessors.get(row.id) ?? [],
      successors: successors.get(row.id) ?? [],
      dutyKnown,
      duty: (dutyKnown && duties.get(row.id)) || null,
      mayReorganise: row.endedAt === null && keeps(caller, row),
    };
  });
}

/** The bureau of the unit's area (Art. 8), whoever of it handles matters. */
export const keeps = (caller: Caller, unit: { region: string }): boolean =>
  caller.party.kind === "authority" && isInArea(caller.party, unit);

const partyRows = (db: Db | Tx) =>
  db
    .selectFrom("parties.party as party")
    .innerJoin("parties.region as region", "region.code", "party.region")
    .select(["party.id", "party.name", "party.uscc", "party.kind", "party.level", "party.region"])
    .select(["region.name as regionName", "party.active_until as endedAt"])
    .where("party.kind", "in", [...insideKinds])
    .orderBy("party.level")
    .orderBy("party.region")
    .orderBy("party.id")
    .execute();

async function formerNamesOf(db: Db | Tx) {
  const rows = await db.selectFrom("parties.former_name").selectAll().orderBy("until").execute();
  return grouped(rows, ({ party_id, name, until }) => [party_id, { name, until: toInstant(until) }]);
}

type End = "predecessor_id" | "successor_id";

async function relatives(db: Db | Tx, of: End, other: End) {
  const rows = await db
    .selectFrom("parties.succession as succession")
    .innerJoin("parties.party as relative", "relative.id", `succession.${other}`)
    .select([`succession.${of} as of`, "succession.kind", "relative.id", "relative.name"])
    .orderBy("succession.at")
    .execute();
  return grouped(rows, ({ of: unit, ...relative }) => [unit, relative]);
}

async function dutiesOf(db: Db | Tx) {
  const { rows } = await sql<{
    keeper: string;
    record: string;
    chief: string;
    section: string;
    phone: string;
  }>`
    select record.keeper_id as keeper, record.id as record, coalesce(version.content ->> 'chief', '') as chief,
      version.content ->> 'unit' as section, coalesce(version.content ->> 'phone', '') as phone
    from parties.record record
    join parties.record_version version on version.record_id = record.id and version.version = record.version
    where record.register = 'duties' and not record.ended`.execute(db);
  return new Map(rows.map(({ keeper, ...duty }) => [keeper, duty]));
}

function grouped<Row, Value>(rows: readonly Row[], of: (row: Row) => [string, Value]): Map<string, Value[]> {
  const groups = new Map<string, Value[]>();
  for (const row of rows) {
    const [key, value] = of(row);
    groups.set(key, [...(groups.get(key) ?? []), value]);
  }
  return groups;
}
