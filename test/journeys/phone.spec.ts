import type { Page } from "@playwright/test";
import { expectNoSeriousAxe } from "../support/browser.ts";
import { expect, test } from "../support/journey.ts";
import { assessment, assessmentReport, decide, issueDocument } from "./desk.ts";
import { givenApplication, givenDataset, givenRegister } from "./people.ts";

const phone = { viewport: { width: 390, height: 844 }, hasTouch: true };

/** Nothing is wider than the screen: only tables scroll, in frames of their own. */
async function expectWithin(page: Page): Promise<void> {
  const beyond = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(beyond, `pixels beyond the screen at ${page.url()}`).toBe(0);
}

test("on a phone: an official decides an application, a citizen finds data and objects", async ({ open }) => {
  const dataset = "疫情统计（手机办理）";
  const register = "人口信息（手机办理）";
  await givenDataset(dataset);
  await givenApplication(await givenRegister(register), "xm", "养老服务补贴资格核对");

  const bureau = await open("sjj", "/desk/", phone);
  await bureau.getByRole("link", { name: register }).click();
  await decide(bureau, "形式审查通过，转提供部门");
  const provider = await open("gaj", "/desk/", phone);
  await expectWithin(provider);
  await expectNoSeriousAxe(provider);
  await provider.getByRole("link", { name: register }).click();
  await issueDocument(provider, assessmentReport, assessment);
  await expectWithin(provider);
  await provider.getByRole("button", { name: "按目录默认填写" }).click();
  await expectWithin(provider);
  await decide(provider, "同意共享");
  await provider.getByRole("button", { name: "菜单" }).click();
  await provider.getByRole("link", { name: "使用权限" }).click();
  await expect(provider.getByRole("link", { name: register })).toBeVisible();
  await expectWithin(provider);

  const citizen = await open("citizen", "/", phone);
  await expectWithin(citizen);
  await citizen.getByLabel("查找开放数据").fill("手机办理");
  await citizen.getByRole("button", { name: "查询" }).click();
  await citizen.getByRole("link", { name: dataset }).click();
  await expect(citizen.getByRole("heading", { level: 1, name: dataset })).toBeVisible();
  await expectWithin(citizen);
  await expectNoSeriousAxe(citizen);
  await citizen.getByRole("link", { name: "提出异议" }).click();
  await citizen.getByLabel("异议类型").selectOption({ label: "数据有遗漏" });
  await citizen.getByLabel("异议内容").fill("缺少 3 月 1 日以后的数据。");
  await citizen.getByLabel("联系方式").fill("0469-0000000");
  const proof = { name: "说明.txt", mimeType: "text/plain", buffer: Buffer.from("见当日通报。\n") };
  await citizen.getByLabel("证据", { exact: true }).setInputFiles(proof);
  await expect(citizen.getByText("说明.txt").first()).toBeVisible();
  await expectWithin(citizen);
  await citizen.getByRole("button", { name: "提出异议" }).click();
  await expect(citizen.getByRole("heading", { level: 1, name: dataset })).toBeVisible();
  await expectWithin(citizen);
  await expectNoSeriousAxe(citizen);
});
