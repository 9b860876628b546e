import { afterAll, expect, test } from "vitest";
import { testCity } from "../../test/support/city.ts";
import { testDatabase } from "../../test/support/postgres.ts";
import { openDatabase } from "../platform/db/index.ts";
import { searchEntries } from "./search.ts";
import type { Conditions } from "./search-facets.ts";

const t = await testDatabase();
const { kysely: db, pool } = openDatabase(t.url, { max: 1 });
const city = await testCity(db);
afterAll(async () => {
  await pool.end();
  await t.drop();
});

/** Statements over the words of entries that have a name by now. */
const named = async (): Promise<number> => {
  const { rows } = await pool.query(
    "select from pg_prepared_statements where statement like '%catalogue.search s%'",
  );
  return rows.length;
};
const search = async (who: string, query: Conditions) => {
  const caller = await city.caller(who);
  for (let n = 0; n < 6; n += 1)
    await searchEntries(db, caller, { ...query, q: "户籍", offset: 0, limit: 1 });
};

test("A12.6 searches of all units share their plans, and narrowed ones, planned by what is asked, take no names", async () => {
  await search("wjw", {});
  const shared = await named();
  expect(shared).toBeGreaterThan(0);
  await search("gaj", {});
  await search("mzj", {});
  expect(await named()).toBe(shared);
  for (const query of [
    { industry: "C13" },
    { mine: true },
    { grade: 3 },
    { list: "not-shared" },
  ] satisfies Conditions[])
    await search("wjw", query);
  expect(await named()).toBe(shared);
});
