import { expectNoSeriousAxe } from "../support/browser.ts";
import { expect, test } from "../support/journey.ts";
import { givenRegister } from "./people.ts";

test("A7.2 the agency sees what waits for the province and that no endpoint is configured, a department nothing", async ({
  open,
}) => {
  const { draft } = await givenRegister("人口信息（报送省级平台）");
  const page = await open("dsj", "/desk/");
  await page.getByRole("link", { name: "省级平台对接" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "省级平台对接" })).toBeVisible();
  await expect(page.getByText("没有配置省级平台的接收地址")).toBeVisible();
  const row = page.getByRole("row").filter({ hasText: draft.name });
  await expect(row).toContainText("发布，第 1 版");
  await expect(row).toContainText("待送");
  await expectNoSeriousAxe(page);
  await page.setViewportSize({ width: 390, height: 844 });
  await expect(page.getByRole("heading", { level: 1, name: "省级平台对接" })).toBeVisible();
  await expectNoSeriousAxe(page);

  const department = await open("wjw", "/desk/province");
  await expect(department.getByText("省级平台对接情况供市数据局、市大数据中心和审计员查看")).toBeVisible();
});
