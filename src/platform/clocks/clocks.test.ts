import { afterAll, expect, test } from "vitest";
import { testDatabase } from "../../../test/support/postgres.ts";
import { inTransaction } from "../db/index.ts";
import { lawNow, momentWords, moveLawClock, shanghaiDate, toInstant } from "./index.ts";

const demonstration = await testDatabase();
const production = await testDatabase({ kind: "production" });
afterAll(() => Promise.all([demonstration.drop(), production.drop()]));

test("the law clock of a demonstration starts on 2026-09-21 and moves forward only", async () => {
  const { db } = demonstration;
  expect(shanghaiDate(await lawNow(db))).toBe("2026-09-21");
  await inTransaction(db, (tx) => moveLawClock(tx, new Date("2026-10-09T09:30:00+08:00")));
  expect(toInstant(await lawNow(db))).toMatch(/^2026-10-09T09:30:/);
  const back = inTransaction(db, (tx) => moveLawClock(tx, new Date("2026-10-09T09:29:00+08:00")));
  await expect(back).rejects.toMatchObject({ code: "clock_backward" });
  const far = inTransaction(db, (tx) => moveLawClock(tx, new Date("2100-01-01T00:00:00+08:00")));
  await expect(far).rejects.toMatchObject({ code: "clock_too_far" });
  expect(shanghaiDate(await lawNow(db))).toBe("2026-10-09");
});

test("a production home has one clock, and nobody moves it", async () => {
  const { db, pool } = production;
  const { rows } = await pool.query<{ same: boolean }>(
    "select platform.law_now() = platform.wall_now() as same",
  );
  expect(rows).toEqual([{ same: true }]);
  const move = inTransaction(db, (tx) => moveLawClock(tx, new Date("2099-01-01T00:00:00+08:00")));
  await expect(move).rejects.toMatchObject({ code: "not_demonstration" });
  await expect(pool.query("update platform.clock set law_offset = '1 day'")).rejects.toMatchObject({
    code: "42501",
  });
});

test("civil dates are those of Shanghai", () => {
  expect(shanghaiDate(new Date("2026-09-20T16:00:00Z"))).toBe("2026-09-21");
  expect(shanghaiDate(new Date("2026-09-20T15:59:59.999Z"))).toBe("2026-09-20");
  expect(toInstant(new Date("2026-12-31T16:00:00Z"))).toBe("2027-01-01T00:00:00.000+08:00");
  expect(momentWords(new Date("2026-12-31T16:05:00Z"))).toBe("2027年1月1日 0:05");
});
