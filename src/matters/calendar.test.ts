import { afterAll, expect, test } from "vitest";
import { officialOff, officialWork } from "../../test/support/official-days.ts";
import { testDatabase } from "../../test/support/postgres.ts";
import { calendarDays, loadCalendar } from "./calendar.ts";

const t = await testDatabase();
afterAll(() => t.drop());

test("the calendar of a new database is that of the official notices of 2025 and 2026, and no more", async () => {
  const calendar = await loadCalendar(t.db);
  expect([...calendar.years].sort()).toEqual([2025, 2026]);
  expect([...calendar.off].sort()).toEqual([...officialOff].sort());
  expect([...calendar.work].sort()).toEqual([...officialWork].sort());
  const days = calendarDays(calendar, "2026-12-31", "2027-01-02");
  expect(days.map(({ kind, provisional }) => [kind, provisional])).toEqual([
    ["workday", false],
    ["holiday", true],
    ["weekend", true],
  ]);
});
