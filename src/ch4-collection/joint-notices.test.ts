import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { start } from "../../test/support/business.ts";
import { type TestPlatform, testPlatform } from "../../test/support/platform.ts";
import { listOf } from "../contract/common.ts";
import { notice } from "../contract/notice.ts";

let p: TestPlatform;
beforeAll(async () => {
  p = await testPlatform();
});
afterAll(() => p.close());

const subject = "低收入家庭";
const [mzj, rsj, wjw] = ["双鸭山市民政局", "双鸭山市人力资源和社会保障局", "双鸭山市卫生健康委员会"];
const demanded = "收入不得空缺，每月核对一次";
async function register(division: string[], quality = demanded) {
  const form = { subjectName: subject, division, quality };
  const { number } = await start(await p.as("sjj"), { kind: "joint-collection", form });
  await vi.waitFor(
    async () => {
      const { rows } = await p.t.pool.query("select from platform.delivery limit 1");
      expect(rows).toEqual([]);
    },
    { timeout: 20_000, interval: 50 },
  );
  return number;
}
const told = async (who: string) => {
  const { items } = await (await p.as(who)).get("/api/v1/notices?limit=200", listOf(notice));
  return items.filter(({ about }) => about === "joint").map(({ title, detail }) => [title, detail]);
};

test("A15.4 each unit among which joint collection is divided is told once what it has to do, and when that changes", async () => {
  for (const who of ["mzj", "rsj", "wjw", "gaj"]) await p.as(who);
  const first = await register([`${mzj}：家庭收入、联系电话`, `${rsj}：就业状态`]);
  const duty = `请编入目录、按更新频率汇聚，并达到登记的质量要求：${demanded}（第十五条第三款）`;
  const given = [
    `承担协同采集：“${subject}”`,
    expect.stringMatching(new RegExp(`^${first}。本单位负责采集家庭收入、联系电话，${duty}$`)),
  ];
  expect(await told("mzj")).toEqual([given]);
  expect(await told("rsj")).toEqual([[given[0], `${first}。本单位负责采集就业状态，${duty}`]]);
  for (const who of ["wjw", "gaj", "sjj"]) expect([who, await told(who)]).toEqual([who, []]);

  // Written otherwise, but nobody's work is another.
  await register([`${rsj}：就业状态`, `${mzj}：联系 电话，家庭收入`]);
  expect([(await told("mzj")).length, (await told("rsj")).length]).toEqual([1, 1]);

  const divided = await register([`${mzj}：家庭收入、联系电话`, `${wjw}：残疾等级`]);
  expect(await told("mzj")).toHaveLength(1);
  expect((await told("rsj"))[0]).toEqual([
    `不再承担协同采集：“${subject}”`,
    `${divided}。本单位原来负责采集就业状态，已由其他单位负责或者不再协同采集（第十五条第三款）`,
  ]);
  expect((await told("wjw"))[0]?.[0]).toBe(`承担协同采集：“${subject}”`);

  const moved = await register([`${mzj}：家庭收入`, `${wjw}：残疾等级、联系电话`]);
  expect((await told("mzj"))[0]).toEqual([
    `协同采集分工有调整：“${subject}”`,
    `${moved}。本单位现在负责采集家庭收入（原来是家庭收入、联系电话），${duty}`,
  ]);
  expect(await told("wjw")).toHaveLength(2);

  const stricter = await register([`${mzj}：家庭收入`, `${wjw}：残疾等级、联系电话`], "每周核对一次");
  expect((await told("mzj"))[0]).toEqual([
    `协同采集质量要求有调整：“${subject}”`,
    `${stricter}。本单位负责采集家庭收入，请编入目录、按更新频率汇聚，并达到登记的质量要求：每周核对一次（第十五条第三款）`,
  ]);
  expect([(await told("mzj")).length, (await told("wjw")).length, (await told("rsj")).length]).toEqual([
    3, 3, 2,
  ]);
});
