import fc from "fast-check";
import { ric } from "stdnum/lib/cjs/cn/index.js";
import { describe, expect, test } from "vitest";
import { identityAreas, identityNumber, item } from "../../../test/support/tables.ts";
import type { EntryItem } from "../../contract/entry.ts";
import { compileItem } from "./items.ts";

function verdict(more: Partial<EntryItem>, cell: string, demonstration = true) {
  const checked = compileItem(item("项", "c", more), {
    areas: demonstration ? identityAreas : { ...identityAreas, demonstration: null },
    today: "2026-11-23",
  })(cell);
  return checked.fault === null ? checked.value : checked.fault.rule;
}

describe("types", () => {
  test.each<[EntryItem["type"], string[], string[]]>([
    [
      "integer",
      ["0", "-7", "9223372036854775807", "-9223372036854775808"],
      ["007", "1,234", "5.0", "+5", " 5", "-0", "50万"],
    ],
    ["decimal", ["0", "50.00", "-0.5"], [".5", "5.", "50万", "1e3", "1,000.0"]],
    [
      "date",
      ["2024-02-29", "2000-02-29"],
      ["2026-02-29", "1900-02-29", "2026-13-01", "2026/1/5", "2026-1-5"],
    ],
    ["year-month", ["2026-09"], ["2026-13", "2026-9", "202609", "0000-01"]],
    [
      "datetime",
      ["2026-09-21 09:30:00", "2026-09-21T09:30+08:00"],
      ["2026-02-30 09:30:00", "2026-09-21 24:00"],
    ],
    ["boolean", ["是", "否", "true", "false"], ["Y", "TRUE", "1"]],
    ["code", ["230500", "A-1"], ["2.3E+05", "a b", "a\t"]],
  ])("%s", (type, good, bad) => {
    for (const cell of good) expect(verdict({ type }, cell)).toBe(cell);
    for (const cell of bad) expect(verdict({ type }, cell)).toBe(type);
  });

  test.each(["9223372036854775808", "-9223372036854775809", "99999999999999999999999"])(
    "A17.4 the whole number %s is told to be out of range, and which range that is",
    (cell) => {
      const { fault } = compileItem(item("项", "c", { type: "integer" }), {
        areas: identityAreas,
        today: "2026-11-23",
      })(cell);
      expect(fault?.rule).toBe("integer-range");
      expect(fault?.mend).toContain("整数须在 -9223372036854775808 与 9223372036854775807 之间");
    },
  );

  test.each<[EntryItem["type"], string, string]>([
    ["date", "2020/1/22", "日期用了“/”分隔：请写成 2026-09-05 的样式"],
    ["date", "2020年1月22日", "日期写成了“年、月、日”：请写成 2026-09-05 的样式"],
    ["date", "2020.01.22", "日期用了“.”分隔"],
    ["date", "20200122", "日期写成了连着的数字"],
    ["date", "2020-1-22", "日期的月、日没有补足两位"],
    ["year-month", "2020年1月", "日期写成了“年、月、日”：请写成 2026-09 的样式"],
    ["datetime", "2020/1/22 9:30", "日期用了“/”分隔：请写成 2026-09-05 09:30:00 的样式"],
    ["date", "2020-02-30", "按 2026-09-21 的样式填写真实日期"],
    ["date", "去年春天", "按 2026-09-21 的样式填写真实日期"],
  ])(
    "a %s written %s is refused, and the mend says what to change without repeating it",
    (type, cell, how) => {
      const checked = compileItem(item("项", "c", { type }), { areas: identityAreas, today: "2026-11-23" })(
        cell,
      );
      expect(checked.fault?.rule).toBe(type);
      expect(checked.fault?.mend).toContain(how);
      expect(checked.fault?.mend).not.toContain(cell);
    },
  );

  test("length counts characters as people do", () => {
    expect(verdict({ length: 2 }, "𠮷𠮷")).toBe("𠮷𠮷");
    expect(verdict({ length: 2 }, "一二三")).toBe("length");
  });

  test("an empty cell is null where it may be, and blanks do not fill a required item", () => {
    expect(verdict({}, "")).toBeNull();
    expect(verdict({ required: true }, "　 ")).toBe("required");
    expect(verdict({}, " 甲 ")).toBe(" 甲 ");
  });
});

describe("standards", () => {
  const standard = (name: NonNullable<EntryItem["standard"]>, cell: string, demonstration = true) =>
    verdict({ standard: name }, cell, demonstration);

  test("A16.2 identity number: GB 11643, real past birth date, area; x becomes X and nothing else changes", () => {
    expect(standard("identity-number", "11010519491231002X")).toBe("11010519491231002X");
    expect(standard("identity-number", "11010519491231002x")).toBe("11010519491231002X");
    for (const bad of [
      "110105194912310021",
      "999999194912310020",
      "110105490101001",
      "1101051949123100２X",
    ]) {
      expect(standard("identity-number", bad)).toBe("identity-number");
    }
    expect(standard("identity-number", "\t11010519491231002X")).toBe("identity-number");
    expect(standard("identity-number", "110105194912310000")).toBe("lost-digits");
    expect(standard("identity-number", "1.10105E+17")).toBe("lost-digits");
  });

  test("identity numbers are judged as stdnum judges them, apart from the area", () => {
    const day = fc.date({ min: new Date("1000-01-01"), max: new Date("2026-11-22"), noInvalidDate: true });
    const digits = (length: number) => fc.stringMatching(new RegExp(`^\\d{${length}}$`));
    const birth = fc.oneof(
      day.map((at) => at.toISOString().slice(0, 10).replaceAll("-", "")),
      digits(8),
    );
    const last = fc.constantFrom(..."0123456789X");
    fc.assert(
      fc.property(birth, digits(3), last, (born, order, check) => {
        const text = `110105${born}${order}${check}`;
        fc.pre(born >= "1000");
        const known = ric.validate(text).isValid && born <= "20261123";
        expect(standard("identity-number", text) === text).toBe(known);
      }),
      { numRuns: 5_000 },
    );
    expect(standard("identity-number", "110105202711230010")).toBe("identity-number");
  });

  test("the unassigned area 230599 exists in demonstration homes only", () => {
    const generated = identityNumber(42);
    expect(standard("identity-number", generated)).toBe(generated);
    expect(standard("identity-number", generated, false)).toBe("identity-number");
  });

  test("A16.4 credit code", () => {
    expect(standard("credit-code", "91350100M000100Y43")).toBe("91350100M000100Y43");
    expect(standard("credit-code", "91350100M000100Y44")).toBe("credit-code");
    expect(standard("credit-code", "91350100m000100y43")).toBe("credit-code");
    expect(standard("credit-code", "9.135E+17")).toBe("lost-digits");
  });

  test("A16.1 division code", () => {
    for (const code of ["230000", "230500", "230506", "231000"])
      expect(standard("division-code", code)).toBe(code);
    for (const code of ["230504", "2300y0", "990000", "23050"]) {
      expect(standard("division-code", code)).toBe("division-code");
    }
  });

  test("mobile number", () => {
    expect(standard("mobile-number", "13812345678")).toBe("13812345678");
    expect(standard("mobile-number", "138-1234-5678")).toBe("mobile-number");
    expect(standard("mobile-number", "1.38123E+10")).toBe("lost-digits");
  });

  test("A16.1 A19.1 real estate and places", () => {
    const unit = "230502001001GB00001F00010001";
    expect(standard("real-estate-unit", unit)).toBe(unit);
    expect(standard("real-estate-unit", "2.30502E+27")).toBe("lost-digits");
    expect(standard("land-parcel", "230502001001GB00001")).toBe("230502001001GB00001");
    expect(standard("land-parcel", unit)).toBe("land-parcel");
    expect(standard("longitude", "131.1591")).toBe("131.1591");
    expect(standard("longitude", "46.6465")).toBe("longitude");
    expect(standard("latitude", "131.1591")).toBe("latitude");
  });

  test("a pattern must match the whole value", () => {
    const pattern = { expression: "\\d{6}", message: "须为 6 位数字" };
    expect(verdict({ pattern }, "230500")).toBe("230500");
    expect(verdict({ pattern }, "2305001")).toBe("pattern");
    expect(verdict({ pattern }, "230500\n")).toBe("pattern");
    expect(verdict({ pattern: { expression: " ", message: "须为 6 位数字" } }, "甲")).toBe("甲");
  });
});
