import { expect, test } from "vitest";
import { datasetCode, purposeCode, resourceCode } from "../../contract/common.ts";
import { code, uuid } from "./index.ts";

test("codes have the form the contract promises", () => {
  for (let round = 0; round < 200; round++) {
    expect(datasetCode.safeParse(code("d")).success).toBe(true);
    expect(resourceCode.safeParse(code("r")).success).toBe(true);
    expect(purposeCode.safeParse(code("p")).success).toBe(true);
  }
});

test("codes use the whole alphabet and do not repeat", () => {
  const codes = Array.from({ length: 2_000 }, () => code("r"));
  expect(new Set(codes).size).toBe(codes.length);
  expect(new Set(codes.join("").replaceAll("r-", "")).size).toBe(32);
});

test("identifiers are UUIDs of version 7, ordered by creation", () => {
  const ids = Array.from({ length: 100 }, uuid);
  for (const id of ids)
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect([...ids].sort()).toEqual(ids);
});
