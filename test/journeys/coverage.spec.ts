import { expectNoSeriousAxe } from "../support/browser.ts";
import { expect, test } from "../support/journey.ts";
import { choose, downloaded } from "./desk.ts";

test("an auditor sees what is proven, narrows it, looks behind a row and takes it along", async ({
  open,
}) => {
  const page = await open("auditor", "/desk/");
  await page.getByRole("navigation", { name: "工作台" }).getByRole("link", { name: "义务覆盖" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "义务覆盖" })).toBeVisible();
  await expect(page.getByText(/^共 269 项：已证明 \d+ 项/)).toBeVisible();
  await expect(page.getByRole("row").filter({ hasText: /^A\d+\.\d+/ })).toHaveCount(269);
  await expectNoSeriousAxe(page);

  await page.getByRole("link", { name: "第 5 章 共享" }).click();
  await expect(page.locator(".ant-select").filter({ hasText: "第 5 章 共享" })).toBeVisible();
  await choose(page, "状态", "已证明");
  await page.getByRole("searchbox", { name: "查义务" }).fill("具体原因");
  await page.keyboard.press("Enter");
  const row = page.getByRole("row").filter({ hasText: "A27.5" });
  await expect(row).toBeVisible();
  await expect(page.getByRole("row").filter({ hasText: "A32.4" })).toHaveCount(0);
  await page.getByRole("button", { name: /^A27\.5 测试/ }).click();
  await expect(page.getByRole("heading", { name: "逐一撤去的守卫" })).toBeVisible();
  await expect(page.getByText("测试随即失败，守卫有效").first()).toBeVisible();
  await expectNoSeriousAxe(page);

  const lines = (await downloaded(page, "导出 CSV")).split("\r\n").filter((line) => /^A\d/.test(line));
  expect(lines.map((line) => line.split(",")[0])).toContain("A27.5");
  expect(lines.every((line) => line.includes("已证明"))).toBe(true);

  await row.getByRole("link", { name: "第二十七条" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "平台规则" })).toBeVisible();
});

test("the coverage fits a telephone, says when nothing is found, and is refused to an ordinary officer", async ({
  open,
}) => {
  const phone = await open("auditor", "/desk/coverage?chapter=2");
  await phone.setViewportSize({ width: 390, height: 844 });
  await phone.getByRole("button", { name: /^A5\.1 测试/ }).click();
  await expect(phone.getByRole("heading", { name: "点到这一项的测试" })).toBeVisible();
  expect(await phone.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(
    0,
  );
  await expectNoSeriousAxe(phone);
  await phone.goto("/desk/coverage?q=没有这一项");
  await expect(phone.getByText("没有符合条件的义务")).toBeVisible();

  const officer = await open("wjw", "/desk/coverage");
  await expect(officer.getByRole("alert")).toContainText("请找本级数据局");
  await expect(officer.getByRole("link", { name: "义务覆盖" })).toHaveCount(0);
  await expectNoSeriousAxe(officer);
});
