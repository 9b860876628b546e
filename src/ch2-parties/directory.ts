import { sql } from "kysely";
import type { PartyKind, PartyLevel, Role } from "../contract/roles.ts";
import type { Db, Tx } from "../platform/db/tables.ts";
import { Problem } from "../platform/http/problem.ts";
import { uuid } from "../platform/ids/index.ts";
import "./tables.ts";

export interface Party {
  readonly id: string;
  readonly name: string;
  readonly uscc: string | null;
  readonly kind: PartyKind;
  readonly level: PartyLevel;
  readonly region: string;
}

/** The units that merged into a party, and those that had merged into them. */
export async function mergedInto(db: Db | Tx, id: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    with recursive merged (id) as (
      select predecessor_id from parties.succession where successor_id = ${id} and kind = 'merger'
      union
      select s.predecessor_id from merged
      join parties.succession s on s.successor_id = merged.id and s.kind = 'merger')
    select id from merged`.execute(db);
  return rows.map((row) => row.id);
}

/** A party by id, also one that has ended: history keeps it. Throws when there is none. */
export async function party(db: Db | Tx, id: string): Promise<Party> {
  return db
    .selectFrom("parties.party")
    .select(["id", "name", "uscc", "kind", "level", "region"])
    .where("id", "=", id)
    .executeTakeFirstOrThrow();
}

/**
 * Keeps parties as they are until the transaction ends: what is begun in the name of one is begun before it merges,
 * splits or ends, and moves with it, or is refused. @throws Problem `unit_ended`
 */
export async function hold(tx: Tx, ids: readonly string[]): Promise<void> {
  const held = await tx
    .selectFrom("parties.party")
    .select(["name", "active_until"])
    .where("id", "in", [...new Set(ids)])
    .orderBy("id")
    .forKeyShare()
    .execute();
  const ended = held.find(({ active_until }) => active_until !== null);
  if (ended !== undefined)
    throw new Problem("unit_ended", `“${ended.name}”已经撤销，请由承接单位办理。`, { article: "13¶1" });
}

/** Names of parties by id, for lists. */
export async function partyNames(db: Db | Tx, ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .selectFrom("parties.party")
    .select(["id", "name"])
    .where("id", "in", [...new Set(ids)])
    .execute();
  return new Map(rows.map((row) => [row.id, row.name]));
}

/** Names of persons by id, for histories. */
export async function personNames(db: Db | Tx, ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .selectFrom("parties.person")
    .select(["id", "name"])
    .where("id", "in", [...ids])
    .execute();
  return new Map(rows.map((row) => [row.id, row.name]));
}

/** The active party with this unified social credit code, or null. */
export async function partyOfCode(db: Db | Tx, uscc: string): Promise<string | null> {
  const found = await db
    .selectFrom("parties.party")
    .select("id")
    .where("uscc", "=", uscc)
    .where("active_until", "is", null)
    .executeTakeFirst();
  return found?.id ?? null;
}

/** Names of regions by their codes, in the order given; a code that is not known stands for itself. */
export async function areaNames(db: Db | Tx, codes: readonly string[]): Promise<string[]> {
  if (codes.length === 0) return [];
  const rows = await db
    .selectFrom("parties.region")
    .select(["code", "name"])
    .where("code", "in", codes)
    .execute();
  const names = new Map(rows.map(({ code, name }) => [code, name]));
  return codes.map((code) => names.get(code) ?? code);
}

/** Enters a region where it is missing. */
export async function addRegion(
  tx: Tx,
  region: { code: string; name: string; level: "province" | "city" | "county"; parent: string | null },
): Promise<void> {
  await tx
    .insertInto("parties.region")
    .values(region)
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

type NewParty = Omit<Party, "id"> & { shortName: string };

export async function addParty(tx: Tx, at: Date, added: NewParty): Promise<string> {
  const [id = ""] = await addParties(tx, at, [added]);
  return id;
}

/** Enters any number of parties by one statement; their ids in the given order. */
export async function addParties(tx: Tx, at: Date, added: readonly NewParty[]): Promise<string[]> {
  const rows = added.map(({ shortName, name, uscc, kind, level, region }) => ({
    id: uuid(),
    ...{ name, uscc, kind, level, region },
    short_name: shortName,
    active_from: at,
    active_until: null,
  }));
  if (rows.length > 0) await tx.insertInto("parties.party").values(rows).execute();
  return rows.map(({ id }) => id);
}

/** A person with a first post. */
export async function addPerson(
  tx: Tx,
  at: Date,
  added: { name: string; partyId: string; unit: string | null; roles: readonly Role[] },
): Promise<string> {
  const id = uuid();
  await tx.insertInto("parties.person").values({ id, name: added.name, suspended_at: null }).execute();
  await tx
    .insertInto("parties.post")
    .values({
      id: uuid(),
      person_id: id,
      party_id: added.partyId,
      unit: added.unit,
      roles: [...added.roles],
      held_from: at,
      held_until: null,
    })
    .execute();
  return id;
}
