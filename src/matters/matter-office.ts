import { sql } from "kysely";
import type { OfficeView } from "../contract/office.ts";
import { toInstant } from "../platform/clocks/index.ts";
import type { Db, Tx } from "../platform/db/tables.ts";
import type { Caller } from "../platform/http/caller.ts";
import { isHead, worksInOffice } from "./actors.ts";
import { mayGive, officialsOf } from "./assignment.ts";
import { draftOn } from "./draft-view.ts";
import type { Engine } from "./engine.ts";
import { officeRule } from "./office-rule.ts";
import type { MatterRow } from "./tables.ts";

const ref = (id: string | null, name: string | null) => (id === null ? null : { id, name: name ?? "" });

/** The inside of the caller's own office on a matter; nobody else's, and null to whoever works in none. */
export async function matterOffice(
  engine: Engine,
  db: Db | Tx,
  caller: Caller,
  row: MatterRow,
): Promise<OfficeView | null> {
  if (!worksInOffice(caller)) return null;
  const holds = row.holder_party === caller.party.id;
  const { signFirst } = await officeRule(db, caller.party.id);
  const staff = holds ? officialsOf(await engine.parties.staff(db, caller.party.id)) : [];
  const givable = staff.filter(({ personId }) => mayGive(caller, row, personId));
  const assigned = row.assigned_person !== null || row.assigned_unit !== null;
  return {
    holds,
    signedFor:
      holds && row.signed_at !== null ? { by: row.signed_by_name ?? "", at: toInstant(row.signed_at) } : null,
    mustSign: holds && signFirst && row.signed_at === null && row.starter_party !== caller.party.id,
    assigned:
      holds && assigned
        ? { unit: row.assigned_unit, person: ref(row.assigned_person, row.assigned_name) }
        : null,
    assignable: givable.map(({ personId, personName, unit }) => ({ id: personId, name: personName, unit })),
    mayAssignUnit: holds && isHead(caller),
    mayRelease: holds && assigned && mayGive(caller, row, null),
    records: await recordsOf(db, caller, row.id),
    draft: await draftOn(engine, db, caller, row.id),
    comments: await commentsOf(db, caller, row.id),
  };
}

async function recordsOf(db: Db | Tx, caller: Caller, id: string): Promise<OfficeView["records"]> {
  const rows = await db
    .selectFrom("matters.assignment")
    .selectAll()
    .where("matter_id", "=", id)
    .where("party_id", "=", caller.party.id)
    .orderBy("id")
    .execute();
  return rows.map((row) => ({
    act: row.act,
    unit: row.unit,
    person: row.person_name,
    note: row.note,
    by: { id: row.by_person, name: row.by_name },
    onBehalfOf: ref(row.on_behalf_of, row.on_behalf_of_name),
    at: toInstant(row.at),
  }));
}

/** Of the caller's office, and of offices that have passed the matter on to it since they merged into it. */
async function commentsOf(db: Db | Tx, caller: Caller, id: string): Promise<OfficeView["comments"]> {
  const rows = await db
    .withRecursive("office(party_id)", (cte) =>
      cte
        .selectNoFrom(sql<string>`${caller.party.id}::uuid`.as("party_id"))
        .union((eb) =>
          eb
            .selectFrom("matters.hand_over as passed")
            .innerJoin("office", "office.party_id", "passed.to_party")
            .select("passed.from_party as party_id")
            .where("passed.matter_id", "=", id),
        ),
    )
    .selectFrom("matters.comment")
    .selectAll()
    .where("matter_id", "=", id)
    .where("party_id", "in", (eb) => eb.selectFrom("office").select("party_id"))
    .orderBy("id")
    .execute();
  return rows.map((row) => ({
    id: row.id,
    text: row.text,
    by: { id: row.by_person, name: row.by_name },
    unit: row.by_unit,
    onBehalfOf: ref(row.on_behalf_of, row.on_behalf_of_name),
    at: toInstant(row.at),
  }));
}
