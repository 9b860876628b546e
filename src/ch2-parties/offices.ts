import type { Db, Tx } from "../platform/db/tables.ts";
import "./tables.ts";

/** Offices that the Measures name beside the data bureau: Art. 8(5) standardisation, Art. 8(6) staffing (机构编制). */
export type Office = "standardisation" | "staffing";

/** Who holds an office for a region: its own, else the city's. */
export async function officeHolder(
  db: Db | Tx,
  office: Office,
  region: string,
): Promise<{ id: string; name: string } | undefined> {
  return db
    .selectFrom("parties.office as held")
    .innerJoin("parties.region as region", "region.code", "held.region")
    .innerJoin("parties.party as party", "party.id", "held.party_id")
    .select(["party.id", "party.name"])
    .where("held.office", "=", office)
    .where("held.until", "is", null)
    .where((eb) => eb.or([eb("held.region", "=", region), eb("region.level", "=", "city")]))
    .orderBy((eb) => eb.case().when("held.region", "=", region).then(0).else(1).end())
    .executeTakeFirst();
}

export async function giveOffice(
  tx: Tx,
  at: Date,
  given: { office: Office; region: string; partyId: string },
): Promise<void> {
  const { office, region, partyId } = given;
  await tx
    .insertInto("parties.office")
    .values({ office, region, party_id: partyId, since: at, until: null })
    .execute();
}
