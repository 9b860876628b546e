import { addParties, addParty, addPerson, addRegion, giveOffice } from "../../ch2-parties/index.ts";
import { lawNow } from "../../platform/clocks/index.ts";
import type { Tx } from "../../platform/db/index.ts";
import type { DemoCity } from "../city/load.ts";
import { demoCreditCode } from "./credit-code.ts";

export interface SeededCity {
  /** Party id by key, such as `wjw`. */
  readonly parties: ReadonlyMap<string, string>;
  /** Person id by account name, such as `wjw2`. */
  readonly persons: ReadonlyMap<string, string>;
}

/** Enters the parties and persons of the demonstration city into an empty register. */
export async function seedCity(tx: Tx, city: DemoCity): Promise<SeededCity> {
  const at = await lawNow(tx);
  for (const region of city.regions) await addRegion(tx, region);
  const partyIds = new Map<string, string>();
  const personIds = new Map<string, string>();
  for (const [
    index,
    { key, accounts, name, shortName, kind, level, region },
  ] of city.demonstration.parties.entries()) {
    const uscc = kind === "citizen" ? null : demoCreditCode(city.code, kind, index + 1);
    const partyId = await addParty(tx, at, { name, shortName, kind, level, region, uscc });
    partyIds.set(key, partyId);
    for (const { username, person, unit, roles } of accounts)
      personIds.set(username, await addPerson(tx, at, { name: person, partyId, unit, roles }));
  }
  await addParties(tx, at, unitsWithoutAccounts(city));
  for (const { office, key } of city.demonstration.offices) {
    const partyId = partyIds.get(key);
    if (partyId !== undefined) await giveOffice(tx, at, { office, region: city.code, partyId });
  }
  return { parties: partyIds, persons: personIds };
}

/** The other organs of the city. Their codes begin far above those of the units with accounts, which may grow. */
function unitsWithoutAccounts(city: DemoCity) {
  const known = new Set(city.demonstration.parties.map(({ name }) => name));
  return city.units
    .filter(({ name }) => !known.has(name))
    .map((unit, index) => ({ ...unit, uscc: demoCreditCode(city.code, unit.kind, 1001 + index) }));
}
