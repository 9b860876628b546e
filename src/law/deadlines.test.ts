import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { officialOff, officialWork } from "../../test/support/official-days.ts";
import {
  addDays,
  addMonths,
  dayKind,
  daysBetween,
  isProvisional,
  isWorkingDay,
  type WorkingCalendar,
  withYear,
} from "./calendar.ts";
import {
  civilDate,
  daysLeft,
  dueOn,
  isOverdue,
  lightOf,
  receiptDay,
  remindOn,
  startOf,
} from "./deadlines.ts";

const calendar: WorkingCalendar = {
  years: new Set([2025, 2026]),
  off: new Set(officialOff),
  work: new Set(officialWork),
};
const end = "17:00";
const at = (text: string) => new Date(`${text}:00+08:00`);
const due = (received: string, days: number) => dueOn(calendar, at(received), days, end);

test("no day is looked for beyond the years of four digits", () => {
  expect(addDays("9999-12-30", 1)).toBe("9999-12-31");
  expect(() => addDays("9999-12-31", 1)).toThrow(RangeError);
  expect(() => due("9999-12-31T08:00", 1)).toThrow(RangeError);
});

describe("the calendar of the official notices", () => {
  test("2025 and 2026 have 248 working days each", () => {
    for (const year of [2025, 2026]) {
      const days = [...daysBetween(`${year}-01-01`, `${year}-12-31`)];
      expect(days).toHaveLength(365);
      expect(days.filter((date) => isWorkingDay(calendar, date))).toHaveLength(248);
    }
  });
  test("a day is workday, weekend, holiday or make-up", () => {
    const kinds = ["2026-10-07", "2026-10-08", "2026-10-10", "2026-10-11"].map((date) =>
      dayKind(calendar, date),
    );
    expect(kinds).toEqual(["holiday", "workday", "make-up", "weekend"]);
  });
});

describe("deadlines", () => {
  test("across National Day: the day after receipt is day 1, make-up days count", () => {
    expect(due("2026-09-30T16:00", 1)).toEqual({ dueOn: "2026-10-08", provisional: false });
    expect(due("2026-10-09T09:30", 1)).toEqual({ dueOn: "2026-10-10", provisional: false });
    expect(due("2026-09-30T16:00", 5)).toEqual({ dueOn: "2026-10-13", provisional: false });
    expect(due("2026-02-13T10:00", 2)).toEqual({ dueOn: "2026-02-24", provisional: false });
  });
  test("after working hours or on a day off counts as the next working day", () => {
    expect(receiptDay(calendar, at("2026-09-30T16:59"), end)).toBe("2026-09-30");
    expect(receiptDay(calendar, at("2026-09-30T17:00"), end)).toBe("2026-10-08");
    expect(receiptDay(calendar, at("2026-10-03T09:00"), end)).toBe("2026-10-08");
    expect(due("2026-10-03T09:00", 1).dueOn).toBe("2026-10-09");
  });
  test("a year that is not loaded makes the result provisional, never silently", () => {
    expect(due("2026-12-31T10:00", 1)).toEqual({ dueOn: "2027-01-04", provisional: true });
    expect(due("2026-12-30T10:00", 1)).toEqual({ dueOn: "2026-12-31", provisional: false });
    expect(due("2024-12-31T18:00", 1).provisional).toBe(true);
  });
  test("A27.4 without a notice the festivals by regulation are days off, provisionally; a notice has the last word", () => {
    const shown = (date: string, known = calendar) => [dayKind(known, date), isProvisional(known, date)];
    expect(shown("2027-01-01")).toEqual(["holiday", true]);
    expect(
      ["2027-02-05", "2027-02-08", "2027-04-05", "2027-06-09", "2027-09-15"].map((day) => shown(day)),
    ).toEqual(Array.from({ length: 5 }, () => ["holiday", true]));
    for (const day of ["2031-01-01", "2031-05-01", "2031-05-02", "2031-10-01", "2031-10-02", "2031-10-03"])
      expect([day, ...shown(day)]).toEqual([day, "holiday", true]);
    // No table reaches the moon's festivals of 2031: the plain week, provisional.
    expect(shown("2031-01-23")).toEqual(["workday", true]);
    expect(due("2026-12-31T16:00", 2).dueOn).toBe("2027-01-05");
    const noticed = withYear(calendar, { year: 2027, off: ["2027-01-04"], work: ["2027-01-03"] });
    expect([shown("2027-01-01", noticed), shown("2027-01-03", noticed)]).toEqual([
      ["workday", false],
      ["make-up", false],
    ]);
  });
  test("late from the next midnight in Shanghai", () => {
    expect(isOverdue("2026-10-08", at("2026-10-08T23:59"))).toBe(false);
    expect(isOverdue("2026-10-08", at("2026-10-09T00:00"))).toBe(true);
    expect(startOf("2026-10-09").toISOString()).toBe("2026-10-08T16:00:00.000Z");
  });
  test("days left leave out today and take in the due day; overdue is negative, also on a day off", () => {
    expect(daysLeft(calendar, at("2026-09-30T10:00"), "2026-10-10")).toBe(3);
    expect(daysLeft(calendar, at("2026-10-10T10:00"), "2026-10-10")).toBe(0);
    expect(daysLeft(calendar, at("2026-10-11T10:00"), "2026-10-10")).toBe(-1);
    expect(daysLeft(calendar, at("2026-10-13T10:00"), "2026-10-10")).toBe(-2);
  });
  test("months clamp to the last day", () => {
    expect(addMonths("2026-01-31", 1)).toBe("2026-02-28");
    expect(addMonths("2027-11-30", 3)).toBe("2028-02-29");
    expect(addMonths("2026-02-11", 24)).toBe("2028-02-11");
  });
});

describe("properties", () => {
  const instants = fc
    .integer({ min: Date.parse("2024-12-01T00:00:00Z"), max: Date.parse("2027-06-01T00:00:00Z") })
    .map((time) => new Date(time));
  const lengths = fc.integer({ min: 1, max: 30 });

  test("the due day works, and between receipt and it lie exactly that many working days", () => {
    fc.assert(
      fc.property(instants, lengths, (received, days) => {
        const result = dueOn(calendar, received, days, end);
        const from = addDays(receiptDay(calendar, received, end), 1);
        const counted = [...daysBetween(from, result.dueOn)].filter((date) => isWorkingDay(calendar, date));
        expect(counted).toHaveLength(days);
        expect(counted.at(-1)).toBe(result.dueOn);
      }),
    );
  });
  test("received later is never due earlier; more days are due later", () => {
    fc.assert(
      fc.property(instants, instants, lengths, (one, other, days) => {
        const [early, late] = one <= other ? [one, other] : [other, one];
        const first = dueOn(calendar, early, days, end).dueOn;
        expect(first <= dueOn(calendar, late, days, end).dueOn).toBe(true);
        expect(first < dueOn(calendar, early, days + 1, end).dueOn).toBe(true);
      }),
    );
  });
  test("provisional exactly where a day from receipt to due is outside the loaded years", () => {
    fc.assert(
      fc.property(instants, lengths, (received, days) => {
        const result = dueOn(calendar, received, days, end);
        const touched = [...daysBetween(civilDate(received), result.dueOn)];
        const outside = touched.some((date) => !calendar.years.has(Number(date.slice(0, 4))));
        expect(result.provisional).toBe(outside);
      }),
    );
  });
});

test("a light is red when late, yellow while at most so many working days are left, else green", () => {
  const days = fc.integer({ min: 0, max: 600 });
  fc.assert(
    fc.property(days, fc.integer({ min: -20, max: 40 }), fc.integer({ min: 1, max: 9 }), (from, to, soon) => {
      const now = at(`${addDays("2025-02-01", from)}T10:00`);
      const dueDay = addDays(civilDate(now), to);
      const left = daysLeft(calendar, now, dueDay);
      const expected = isOverdue(dueDay, now) ? "red" : left <= soon ? "yellow" : "green";
      expect(lightOf(calendar, now, dueDay, soon)).toBe(expected);
    }),
  );
});

test("a reminder comes the working day before the last, never on the day of receipt", () => {
  const remind = (received: string, dueDay: string) =>
    remindOn(calendar, { received, due: dueDay, before: 1 });
  expect(remind("2026-09-28", "2026-10-08")).toBe("2026-09-30");
  expect(remind("2026-09-30", "2026-10-08")).toBe("2026-10-08");
  expect(remind("2026-10-09", "2026-10-10")).toBe("2026-10-10");
});
