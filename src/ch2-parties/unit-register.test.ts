import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { type Api, code } from "../../test/support/business.ts";
import { type TestPlatform, testPlatform } from "../../test/support/platform.ts";
import { recordDetail } from "../contract/record.ts";
import { registeredUnit } from "../contract/unit.ts";

let p: TestPlatform;
beforeAll(async () => {
  p = await testPlatform();
});
afterAll(() => p.close());

const register = async (api: Api) =>
  (await api.get("/api/v1/unit-register", z.object({ items: z.array(registeredUnit) }))).items;
const unitFor = async (who: string, name: string) => {
  const found = (await register(await p.as(who))).find((unit) => unit.name === name);
  if (found === undefined) throw new Error(`${name} is not in the register`);
  return found;
};

test("the city's organs stand in the register: its own, those of every county and of the zone, once each", async () => {
  const items = await register(await p.as("sjj"));
  expect(new Set(items.map(({ name }) => name)).size).toBe(items.length);
  const of = (region: string) => items.filter((unit) => unit.region === region);
  expect(of("230500").length).toBeGreaterThanOrEqual(45);
  for (const county of ["230502", "230503", "230505", "230506", "230521", "230522", "230523", "230524"]) {
    const kinds = of(county).map(({ kind }) => kind);
    expect([county, kinds.filter((kind) => kind === "government").length]).toEqual([county, 1]);
    expect([county, kinds.filter((kind) => kind === "authority").length]).toEqual([county, 1]);
    expect(kinds.filter((kind) => kind === "department").length).toBeGreaterThanOrEqual(17);
  }
  expect(of("230500-ETDZ").some(({ kind }) => kind === "government")).toBe(true);
  expect(items.filter(({ kind }) => kind === "superior-unit").every(({ byReference }) => byReference)).toBe(
    true,
  );
  expect(await code(register(await p.as("citizen")))).toBe("forbidden");
});

const duty = {
  sector: "本市民政行业",
  leader: "副局长",
  chief: "赵敏（副局长）",
  unit: "社会救助科",
  stages: "采集、治理由社会救助科，汇聚、共享由办公室",
  collection: "民政数据采集清单，今年制定",
  quality: "赵敏",
  security: "赵敏",
};

test("A9.2 each unit names its chief data officer and the section in charge; its bureau sees who has not", async () => {
  expect(await unitFor("sjj", "双鸭山市民政局")).toMatchObject({ dutyKnown: true, duty: null });
  const api = await p.as("mzj");
  const enter = (form: object) =>
    api.post("/api/v1/records", { register: "duties", form, attachments: [] }, recordDetail);
  expect(await code(enter({ ...duty, chief: "" }))).toBe("form_invalid");
  expect(await code(enter({ ...duty, unit: "" }))).toBe("form_invalid");
  await enter(duty);
  const named = { chief: "赵敏（副局长）", section: "社会救助科" };
  for (const insider of ["sjj", "mzj"])
    expect((await unitFor(insider, "双鸭山市民政局")).duty).toMatchObject(named);
});

test("A9.2 who is in charge inside a unit is known to the unit and its bureau, nobody else", async () => {
  for (const stranger of ["wjw", "jixian-sjj"])
    expect(await unitFor(stranger, "双鸭山市民政局")).toMatchObject({ dutyKnown: false, duty: null });
  expect(await unitFor("jixian-sjj", "集贤县卫生健康局")).toMatchObject({ dutyKnown: true });
});
