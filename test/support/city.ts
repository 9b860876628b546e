import { demoCity, loadCity } from "../../src/app/city/load.ts";
import * as entries from "../../src/app/demo/entries.ts";
import * as epidemic from "../../src/app/demo/epidemic.ts";
import * as register from "../../src/app/demo/register.ts";
import { seedCity } from "../../src/app/demo/seed.ts";
import { resolveCaller } from "../../src/ch2-parties/index.ts";
import type { EntryContent } from "../../src/contract/entry.ts";
import { type Db, inTransaction } from "../../src/platform/db/index.ts";
import type { Caller } from "../../src/platform/http/caller.ts";

/** The city the tests play in, unless they are about another. */
export const shuangyashan = demoCity(await loadCity("shuangyashan", null));

export const epidemicEntry = entries.epidemicEntry(shuangyashan);
export const registerEntry = entries.registerEntry(shuangyashan);
/** Figures by hospital: with a subject key, so that they can be asked for one hospital at a time. */
export const hospitalEntry: EntryContent = {
  ...epidemicEntry,
  name: "医院疫情统计",
  items: epidemicEntry.items.map((item) =>
    item.column === "city_code"
      ? { ...item, type: "text", length: 18, standard: "credit-code", role: "subject-key" }
      : item,
  ),
};
export const epidemicCsv = (days: number) => epidemic.epidemicCsv(shuangyashan, days);
export const registerCsv = (count: number) => register.registerCsv(shuangyashan, count);
export const registerRows = (count: number) => register.registerRows(shuangyashan, count);
export { registerHeader } from "../../src/app/demo/register.ts";

export interface City {
  /** Id of a party by its key in the demonstration city. */
  party(key: string): string;
  /** The person of a demonstration account as caller. */
  caller(username: string): Promise<Caller>;
}

/** The parties and persons of the demonstration city in a test database. */
export async function testCity(db: Db): Promise<City> {
  const city = await inTransaction(db, (tx) => seedCity(tx, shuangyashan));
  return {
    party: (key) => known(city.parties, key),
    async caller(username) {
      const caller = await resolveCaller(db, known(city.persons, username), null);
      if (caller === null) throw new Error(`${username} holds no post`);
      return caller;
    },
  };
}

function known(map: ReadonlyMap<string, string>, key: string): string {
  const id = map.get(key);
  if (id === undefined) throw new Error(`the demonstration city has no ${key}`);
  return id;
}
