export { epidemicEntry, registerEntry } from "../../src/app/demo/entries.ts";

import { seedCity } from "../../src/app/demo/seed.ts";
import { resolveCaller } from "../../src/ch2-parties/index.ts";
import { type Db, inTransaction } from "../../src/platform/db/index.ts";
import type { Caller } from "../../src/platform/http/caller.ts";

export interface City {
  /** Id of a party by its key in the demonstration city. */
  party(key: string): string;
  /** The person of a demonstration account as caller. */
  caller(username: string): Promise<Caller>;
}

/** The parties and persons of the demonstration city in a test database. */
export async function testCity(db: Db): Promise<City> {
  const city = await inTransaction(db, seedCity);
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
