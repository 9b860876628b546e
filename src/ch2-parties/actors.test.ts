import { afterAll, beforeAll, expect, test } from "vitest";
import { type City, testCity } from "../../test/support/city.ts";
import { type TestDatabase, testDatabase } from "../../test/support/postgres.ts";
import { resolveActor, resolveCaller } from "./index.ts";

let t: TestDatabase;
let city: City;

beforeAll(async () => {
  t = await testDatabase();
  city = await testCity(t.db);
});
afterAll(() => t.drop());

const sameLevel = (provider: string) =>
  resolveActor(t.db, "same-level-authority", { starter: city.party("mzj"), provider: city.party(provider) });

test("A6.1 the data bureau of a department's own level reviews it", async () => {
  expect(await sameLevel("wjw")).toBe(city.party("sjj"));
  expect(await sameLevel("jixian-wjw")).toBe(city.party("jixian-sjj"));
});

test("a bureau that is itself the provider is replaced by the next level or the government", async () => {
  expect(await sameLevel("jixian-sjj")).toBe(city.party("sjj"));
  expect(await sameLevel("sjj")).toBe(city.party("gov"));
});

test("A6.2 the municipal Big Data Centre is the service agency of all levels", async () => {
  const about = { starter: city.party("jixian-wjw"), provider: city.party("jixian-wjw") };
  expect(await resolveActor(t.db, "service-agency", about)).toBe(city.party("dsj"));
  expect(await resolveActor(t.db, "municipal-authority", about)).toBe(city.party("sjj"));
});

test("there is one authority of a region: a second one is refused", async () => {
  const second = t.db
    .insertInto("parties.party")
    .values({
      id: crypto.randomUUID(),
      uscc: "11230500MB1234567X",
      name: "另一个数据局",
      short_name: "另一个数据局",
      kind: "authority",
      level: "city",
      region: "230500",
      active_from: new Date(0),
      active_until: null,
    })
    .execute();
  await expect(second).rejects.toThrow();
});

test("a suspended person is nobody's caller from then on", async () => {
  const { personId } = await city.caller("rsj");
  await t.db
    .updateTable("parties.person")
    .set({ suspended_at: new Date(0) })
    .where("id", "=", personId)
    .execute();
  expect(await resolveCaller(t.db, personId, null)).toBeNull();
});
