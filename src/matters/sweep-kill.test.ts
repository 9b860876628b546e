import { afterAll, expect, test } from "vitest";
import { testDatabase } from "../../test/support/postgres.ts";
import { killSweeps } from "../../test/support/sweep-kills.ts";
import { openPool } from "../platform/db/index.ts";

const t = await testDatabase();
const admin = openPool(t.adminUrl, { max: 3 });
afterAll(async () => {
  await admin.end();
  await t.drop();
});

test("a sweep killed five times inside itself misses nothing and does nothing twice", async () => {
  expect(await killSweeps(t, admin, 5, 20260211)).toEqual({ kills: 5, due: 50, missed: 0, doubled: 0 });
});
