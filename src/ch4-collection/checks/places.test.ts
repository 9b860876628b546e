import { expect, test } from "vitest";
import { degrees, landParcel, realEstateUnit } from "./places.ts";

const areas = { own: "2305", demonstration: null };
const parcel = (text: string) => landParcel(text, areas)?.mend ?? "";
const unit = (text: string) => realEstateUnit(text, areas)?.mend ?? "";

test("A16.1 A19.1 a parcel's code: county, district and subdistrict, kinds of ownership and use, number", () => {
  for (const right of ["230502001001GB00001", "230521012038JC00123", "110101001001GB00001"])
    expect([right, parcel(right)]).toEqual([right, ""]);
  for (const [wrong, words] of [
    ["230502001001GB0001", "须为 19 位"],
    ["230502001001GB00001F00010001", "须为 19 位"],
    ["230502 001001 GB00001", "去掉空格"],
    ["230502001001gb00001", "大写字母"],
    ["230502001001AB00001", "前十九位"],
    ["230502001001GZ00001", "前十九位"],
    ["230502001001GB00000", "前十九位"],
    ["23050200100AGB00001", "前十九位"],
    ["230504001001GB00001", "行政区划"],
    ["230500001001GB00001", "行政区划"],
    ["990101001001GB00001", "行政区划"],
    ["㼆𬭸䶮𠮷02001001GB00001", "须为 19 位"],
    ["", "须为 19 位"],
  ] as const)
    expect([wrong, parcel(wrong)]).toEqual([wrong, expect.stringContaining(words)]);
});

test("A16.1 sea and islands may lie under a city or a province, land lies in a county", () => {
  const coast = { own: "2102", demonstration: null };
  expect(landParcel("210200001001GH00001", coast)).toBeNull();
  expect(landParcel("210200001001GB00001", coast)?.rule).toBe("land-parcel");
  // A city without counties is its own.
  expect(landParcel("441900001001GB00001", { own: "4419", demonstration: null })).toBeNull();
});

test("A16.1 A19.1 a real estate unit: its parcel, and what stands on it with a number, or nothing with none", () => {
  for (const right of [
    "230502001001GB00001F00010001",
    "230502001001GB00001W00000000",
    "230521012038JE00123L00000001",
    "230521012038GY00123Q12345678",
  ])
    expect([right, unit(right)]).toEqual([right, ""]);
  for (const [wrong, words] of [
    ["230502001001GB00001", "须为 28 位"],
    ["230502 001001 GB00001 F00010001", "去掉空格，28 位连写"],
    ["230502001001GB00001W00010001", "后九位"],
    ["230502001001GB00001F00000000", "后九位"],
    ["230502001001GB00001X00010001", "后九位"],
    ["230502001001GB00001F0001000A", "后九位"],
    ["230504001001GB00001F00010001", "行政区划"],
  ] as const)
    expect([wrong, unit(wrong)]).toEqual([wrong, expect.stringContaining(words)]);
});

test("A16.1 A19.1 longitude and latitude are degrees within China; columns exchanged are told", () => {
  for (const right of ["131.1591", "73", "136", "83.5"]) expect(degrees("longitude", right)).toBeNull();
  for (const right of ["46.6465", "3", "54", "3.86"]) expect(degrees("latitude", right)).toBeNull();
  const told = (rule: "longitude" | "latitude", text: string) => degrees(rule, text)?.mend ?? "";
  expect(told("longitude", "46.6465")).toContain("像是纬度");
  expect(told("latitude", "131.1591")).toContain("像是经度");
  expect(told("longitude", "60.1")).toContain("须在 73 至 136 度之间");
  expect(told("longitude", "0")).toContain("没有坐标的留空");
  expect(told("longitude", "44567890.12")).toContain("平面坐标请先换算");
  expect(told("latitude", "54.0001")).toContain("须在 3 至 54 度之间");
  for (const wrong of ["131°9′32″", "E131.1591", "1.31E+02", "131,1591", "131.", "NaN", "一百三十一", "1e2"])
    expect([wrong, told("longitude", wrong)]).toEqual([wrong, expect.stringContaining("十进制")]);
});
