import { expect, test } from "vitest";
import type { EntryItem } from "./entry.ts";
import { suggestStandard } from "./standard-suggestion.ts";

const proposed = (name: string, type: EntryItem["type"] = "text", standard: EntryItem["standard"] = null) =>
  suggestStandard({ name, type, standard })?.standard;

test("A16.1 A19.1 standards of real estate and of places are proposed by the names of items", () => {
  expect(proposed("不动产单元号")).toBe("real-estate-unit");
  expect(proposed("不动产单元代码", "code")).toBe("real-estate-unit");
  expect(proposed("宗地代码")).toBe("land-parcel");
  expect(proposed("宗海代码")).toBe("land-parcel");
  expect(proposed("学校经度", "decimal")).toBe("longitude");
  expect(proposed("纬度")).toBe("latitude");
  expect(suggestStandard({ name: "不动产单元号", type: "text", standard: null })?.length).toBe(28);
});

test("A16.1 nothing is proposed for other names, for types that hold no such values, nor over what stands", () => {
  expect(proposed("不动产权证号")).toBeUndefined();
  expect(proposed("经度范围说明")).toBeUndefined();
  expect(proposed("不动产单元号", "integer")).toBeUndefined();
  expect(proposed("经度", "date")).toBeUndefined();
  expect(proposed("经度", "decimal", "latitude")).toBeUndefined();
});
