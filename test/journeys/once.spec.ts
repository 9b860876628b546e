import { request } from "../../src/app/story/sharing.ts";
import { listOf } from "../../src/contract/common.ts";
import { matterSummary } from "../../src/contract/matter.ts";
import { api, expect, test } from "../support/journey.ts";
import { givenRegister } from "./people.ts";

test("an answer that is lost on the way: pressed again, the act is not done twice", async ({ open }) => {
  const register = await givenRegister("人口信息（答复丢失）");
  const page = await open("mzj", `/desk/start/sharing-application?subject=${register.id}`);
  await page.getByLabel("具体应用场景").fill(request.scenario);
  await page.getByLabel("共享方式").selectOption({ label: "接口查询" });
  await page.getByRole("checkbox", { name: "姓名" }).check();
  await page.getByLabel("共享范围：对象").fill(request.rowScope);
  await page.getByLabel("履行职责和提供公共服务依据").fill(request.basis);
  const submit = page.getByRole("button", { name: "提交", exact: true });
  await page.route("**/api/v1/matters", async (route) => {
    const arrived = await route.fetch();
    expect(arrived.status()).toBe(201);
    await route.abort();
  });
  await submit.click();
  await expect(page.getByText("连不上平台").first()).toBeVisible();
  await page.unroute("**/api/v1/matters");
  await submit.click();
  await expect(page.getByText("市数据局审核").first()).toBeVisible();
  const mzj = await api("mzj");
  const { items } = await mzj.get("/api/v1/matters?box=started&limit=200", listOf(matterSummary));
  expect(items.filter(({ title }) => title.includes(register.name))).toHaveLength(1);
});
