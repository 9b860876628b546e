import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { type Api, act, code, publish, refusal, start } from "../../test/support/business.ts";
import { epidemicEntry } from "../../test/support/city.ts";
import { type TestPlatform, testPlatform } from "../../test/support/platform.ts";
import { sourceItem, statutorySource } from "../contract/collection-forms.ts";
import { listOf } from "../contract/common.ts";
import { listRow } from "../contract/lists.ts";
import type { Matter } from "../contract/matter.ts";

let p: TestPlatform;
beforeAll(async () => {
  p = await testPlatform();
});
afterAll(() => p.close());

const begin = async (who: string, kind: string, form: object): Promise<Matter> => {
  const api: Api = await p.as(who);
  return start(api, { kind, form });
};
const claim = (who: string, itemName: string) =>
  begin(who, "source-designation", { itemName, itemStandard: "GB/T 2261.1", duty: "“三定”规定第三条" });
const collect = (who: string, itemName: string, more: object = {}) =>
  begin(who, "collection-item", {
    itemName,
    about: "person",
    legalBasis: "《社会救助暂行办法》第十一条",
    collectionScope: "低保申请人",
    necessity: "用于认定低保对象，别处没有",
    frequency: "irregular",
    itemStandard: "MZ/T 048",
    ...more,
  });
const sourceOf = async (name: string) => {
  const path = `/api/v1/sources?q=${encodeURIComponent(name)}`;
  const { items } = await (await p.as("mzj")).get(path, listOf(sourceItem));
  return items.map(({ source }) => source.id);
};

test("A15.3 an item has one source and one standard; who has it is heard before another gets it", async () => {
  const first = await claim("wjw", "疫苗接种记录");
  await act(await p.as("sjj"), first.id, "designate");
  expect(await sourceOf("疫苗接种记录")).toEqual([p.party("wjw")]);
  expect(await code(claim("wjw2", "疫苗 接种记录"))).toBe("source_own_already");
  const rival = await claim("mzj", "疫苗 接种记录");
  const unheard = await refusal(act(await p.as("sjj"), rival.id, "designate"));
  expect([unheard.code, unheard.article]).toEqual(["source_not_heard", "15¶2"]);
  await act(await p.as("sjj"), rival.id, "hear");
  await act(await p.as("wjw"), rival.id, "answer", { reasons: "接种由卫生健康部门登记" });
  await act(await p.as("sjj"), rival.id, "designate");
  expect(await sourceOf("接种")).toEqual([p.party("mzj")]);
});

test("A16.3 A16.5 base data come from the departments that the Measures name", async () => {
  for (const [who, item, article] of [
    ["wjw", "婚姻登记日期", "16¶1(3)"],
    ["mzj", "营业执照注册号", "16¶2(1)"],
  ] as const) {
    const refused = await refusal(claim(who, item));
    expect([refused.code, refused.article]).toEqual(["source_is_statutory", article]);
  }
  expect((await claim("mzj", "婚姻登记日期")).state).toBe("review");
  expect((await claim("scjgj", "营业执照注册号")).state).toBe("review");
});

test("A16.3 A16.5 all twelve kinds about persons and nine about organisations are shown with who collects them", async () => {
  const { items } = await (await p.as("mzj")).get(
    "/api/v1/sources/statutory",
    z.object({ items: z.array(statutorySource) }),
  );
  const listed = (about: string) =>
    items.filter((item) => item.about === about).map(({ citation }) => citation);
  expect(listed("person")).toEqual(Array.from({ length: 12 }, (_, n) => `16¶1(${n + 1})`));
  expect(listed("organisation")).toEqual(Array.from({ length: 9 }, (_, n) => `16¶2(${n + 1})`));
  expect((await claim("mzj", "残疾人两项补贴标准")).state).toBe("review");
});

test("A16.6 natural-resource and spatial base data come from the departments that the Measures name", async () => {
  const refused = await refusal(claim("wjw", "矿产资源储量"));
  expect([refused.code, refused.article]).toEqual(["source_is_statutory", "16¶3"]);
  expect(refused.detail).toContain("自然资源、水利、农业农村");
  const { id } = await claim("zrzyj", "矿产资源储量");
  await act(await p.as("sjj"), id, "designate");
  expect(await sourceOf("矿产")).toEqual([p.party("zrzyj")]);
});

test("A15.2 what sharing can supply is not collected again: the entry is named", async () => {
  const [, , , item] = epidemicEntry.items;
  const entry = await publish(p, "wjw", {
    ...epidemicEntry,
    name: "随访统计",
    items: epidemicEntry.items.map((one) => (one === item ? { ...one, name: "随访结果" } : one)),
  });
  const refused = await refusal(collect("mzj", "随访结果"));
  expect([refused.code, refused.article]).toEqual(["obtainable_by_sharing", "15¶1"]);
  expect(refused.detail).toContain(`“随访统计”（${entry.catalogueCode}）`);
  expect(refused.errors).toEqual([
    {
      pointer: "/form/itemName",
      detail: "可以从双鸭山市卫生健康委员会的目录“随访统计”申请共享",
      href: `/desk/entries/${entry.id}`,
    },
  ]);
  expect((await collect("wjw", "随访结果")).state).toBe("review");
  const source = await claim("rsj", "技能等级");
  await act(await p.as("sjj"), source.id, "designate");
  const elsewhere = await refusal(collect("mzj", "技能等级"));
  expect([elsewhere.code, elsewhere.article]).toEqual(["collected_elsewhere", "15¶2"]);
});

test("A15.1 A9.4 an item is registered with basis, scope and need, and makes the collection list", async () => {
  for (const field of ["legalBasis", "collectionScope", "necessity", "itemStandard"])
    expect([field, await code(collect("mzj", "家庭收入", { [field]: " " }))]).toEqual([
      field,
      "form_invalid",
    ]);
  const { id } = await collect("mzj", "家庭收入");
  const list = async () =>
    (await (await p.as("mzj")).get("/api/v1/lists/collection", listOf(listRow))).items.map(
      ({ name }) => name,
    );
  expect(await list()).toEqual([]);
  await act(await p.as("sjj"), id, "register");
  expect(await list()).toEqual(["家庭收入"]);
  expect(await code(collect("mzj", "家庭 收入"))).toBe("item_listed");
});

test("A15.4 joint collection is divided by the bureau among units that exist, each with its part", async () => {
  const joint = (who: string, division: string[]) =>
    begin(who, "joint-collection", { subjectName: "低收入家庭", division, quality: "每月核对一次" });
  const good = ["双鸭山市民政局：家庭成员、收入", "双鸭山市人力资源和社会保障局：就业状态"];
  expect((await refusal(joint("mzj", good))).article).toBe("15¶3");
  for (const bad of [
    ["双鸭山市民政局：收入", "没有这个局：就业"],
    ["双鸭山市民政局：收入", "双鸭山市人力资源和社会保障局"],
    ["双鸭山市民政局：收入", "双鸭山市人力资源和社会保障局：、"],
    ["双鸭山市民政局：收入", "双鸭山市民政局：就业"],
  ])
    expect(await code(joint("sjj", bad))).toBe("division_unclear");
  const plain = await refusal(joint("sjj", ["双鸭山市民政局：收入", "双鸭山市人力资源和社会保障局 就业"]));
  expect(plain.errors?.map(({ detail }) => detail)).toEqual([
    "第 2 行缺冒号：写成“单位全称：数据项、数据项”",
  ]);
  expect((await joint("sjj", good)).closed).toBe(true);
});

test("A15.3 A15.1 no claim and no item lies with the bureau for ever: it promises days, anew once the source was heard", async () => {
  const running = ({ deadlines }: Matter) =>
    deadlines
      .filter(({ state }) => state === "open")
      .map(({ title, kind, workingDays, article }) => [title, kind, workingDays, article]);
  const first = await claim("wjw", "健康证明编号");
  expect(running(first)).toEqual([["认定", "promised", 5, "第十五条第二款"]]);
  await act(await p.as("sjj"), first.id, "designate");
  const rival = await claim("mzj", "健康证明编号");
  const heard = await act(await p.as("sjj"), rival.id, "hear");
  expect(running(heard).map(([title]) => title)).toEqual(["陈述意见"]);
  const answered = await act(await p.as("wjw"), rival.id, "answer", { reasons: "由卫生健康部门签发" });
  expect(running(answered)).toEqual([["认定", "promised", 5, "第十五条第二款"]]);
  const item = await collect("mzj", "赡养人数");
  expect(running(item)).toEqual([["审核", "promised", 5, "第十五条第一款"]]);
  const settled = await act(await p.as("sjj"), item.id, "register");
  expect(settled.deadlines.map(({ state }) => state)).toEqual(["met"]);
});
