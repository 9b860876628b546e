import { glob, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { OperatorError } from "../../platform/operator-error.ts";
import { projectRoot } from "../config.ts";
import { demoCity, loadCity } from "./load.ts";

const wanglan = join(projectRoot, "test/profiles/wanglan");
const data = z.record(z.string(), z.json());
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "gongshu-city-"));
});
afterAll(() => rm(folder, { recursive: true }));

const given = async (name: string) => data.parse(JSON.parse(await readFile(join(wanglan, name), "utf8")));

/** What the operator is told where the invented city's profile is changed so. */
async function complaint(changes: object, shown: object | null = null): Promise<string> {
  const profile = { ...(await given("profile.json")), ...changes };
  await writeFile(join(folder, "profile.json"), JSON.stringify(profile));
  const path = join(folder, "demonstration.json");
  await rm(path, { force: true });
  if (shown !== null)
    await writeFile(path, JSON.stringify({ ...(await given("demonstration.json")), ...shown }));
  return told(() => loadCity(folder, null));
}

async function told(work: () => unknown): Promise<string> {
  try {
    await work();
  } catch (error) {
    if (error instanceof OperatorError) return error.message;
    throw error;
  }
  throw new Error("was not refused");
}

test("a profile that is whole is a city with numbers of its own, the rest as the platform proposes", async () => {
  const city = await loadCity(wanglan, null);
  expect([city.name, city.province.name, city.numbering]).toEqual(["望澜市", "东陵省", "望数"]);
  expect(city.parameters["objection-verification"].value).toBe(7);
  expect(city.parameters["objection-re-review"].value).toBe(10);
  expect([city.officeSigns.望澜市公安局, city.letterheads.望澜市公安局]).toEqual([
    "望公",
    "望澜市公安局公文",
  ]);
});

test.each([
  [{ name: undefined }, "name：此项必填"],
  [{ code: "29010" }, "code：须为六位数字"],
  [{ code: "290121" }, "code：须是 regions 里的一个市级区划（level 为 city）"],
  [{ letterheads: { 望澜市数据局: "数".repeat(31) } }, "letterheads.望澜市数据局：不能超过三十个字"],
  [{ numbering: "WS" }, "numbering：须为一至四个汉字"],
  [{ postcode: "155100" }, "整个文件（postcode）：含有不认识的字段，请删去"],
  [
    { measures: { title: "办法", issuedOn: "2026-5-20", inForceUntil: "2028-05-20" } },
    "measures.issuedOn：日期须写作 YYYY-MM-DD",
  ],
  [
    { identityAreas: { own: "2901", demonstration: "290102" } },
    "identityAreas.demonstration：须是没有启用的区划代码",
  ],
  [{ parameters: { "objection-reveiw": 7 } }, "parameters.objection-reveiw：没有这个参数，请核对名称"],
  [
    { parameters: { "objection-re-review": 0 } },
    "parameters.objection-re-review：异议复核承诺时限是工作日数，须为正整数",
  ],
  [
    { parameters: { "office-hours-end": "5pm" } },
    "parameters.office-hours-end：办公时间截止是时刻，须写作 17:00 的样式",
  ],
  [
    { regions: [{ code: "290100", name: "望澜市", level: "city", parent: "290000" }] },
    "regions：不能少于 2 项",
  ],
])("a profile with %o does not start; the field is named and how to mend it", async (changes, sentence) => {
  const message = await complaint(changes);
  expect(message).toContain(`城市配置 ${join(folder, "profile.json")} 有`);
  expect(message).toContain("平台没有启动。请改正后再启动：");
  expect(message).toContain(`  ${sentence}`);
});

test("a demonstration lacks no person of the story, and no party lives outside the city", async () => {
  const [first, ...rest] = z.array(data).parse((await given("demonstration.json")).parties);
  expect(await complaint({}, { parties: rest.filter(({ key }) => key !== "mzj") })).toContain(
    "parties：缺少演示账号：mzj",
  );
  expect(await complaint({}, { parties: [{ ...first, region: "230500" }, ...rest] })).toContain(
    "单位 gov 的 region 230500 不在 profile.json 的 regions 里",
  );
  await complaint({ name: 1 });
  await writeFile(join(folder, "profile.json"), "{");
  expect(await told(() => loadCity(folder, null))).toContain("不是 JSON");
});

test("without demonstration data there is no demonstration, and a city that is not there is named with those that are", async () => {
  expect(
    await told(async () => demoCity({ ...(await loadCity(wanglan, null)), demonstration: null })),
  ).toContain("城市 wanglan（望澜市）的配置里没有 demonstration.json");
  expect(await told(() => loadCity("atlantis", null))).toMatch(/没有城市配置 atlantis：.*现有：shuangyashan/);
});

test("the organs of a city come from lists for its regions, each once; a list for a strange region is refused", async () => {
  const city = await loadCity(wanglan, null);
  expect(city.units.map(({ name, level }) => [name, level])).toEqual(
    expect.arrayContaining([
      ["望澜市海洋发展局", "city"],
      ["云桥县民政局", "county"],
      ["北滩区民政局", "county"],
    ]),
  );
  const path = join(folder, "units.json");
  const strange = { groups: [{ of: ["230500"], kind: "department", names: ["{region}局"] }] };
  await writeFile(path, JSON.stringify(strange));
  expect(await complaint({})).toContain("区划 230500 不在 profile.json 的 regions 里");
  await writeFile(path, JSON.stringify({ groups: [{ of: [], kind: "office", names: [] }] }));
  expect(await complaint({})).toContain("groups[0].kind");
  await rm(path);
});

test("a home keeps to the city it was begun for", async () => {
  expect((await loadCity(wanglan, "wanglan")).name).toBe("望澜市");
  expect(await told(() => loadCity(wanglan, "shuangyashan"))).toContain(
    "这个环境是为城市 shuangyashan 建立的，GONGSHU_CITY 指明的却是 wanglan（望澜市）",
  );
});

test("nothing of the city stands outside its profile", async () => {
  const { name, regions, numbering, identityAreas, id, demonstration } = await loadCity("shuangyashan", null);
  const stems = [name, ...regions.map((region) => region.name)].map((one) => one.replace(/[省市区县]$/, ""));
  const telephone = demonstration?.telephone.split("-")[0] ?? name;
  const traces = [...stems, numbering, identityAreas.own, id, telephone];
  for await (const path of glob("{src,web,agent,bin}/**/*.{ts,tsx,css,html,sql,svg,mjs}", {
    cwd: projectRoot,
  })) {
    if (/\.test\.ts$/.test(path) || path.includes("node_modules")) continue;
    const text = await readFile(join(projectRoot, path), "utf8");
    expect(
      traces.filter((trace) => text.includes(trace)),
      path,
    ).toEqual([]);
  }
});
