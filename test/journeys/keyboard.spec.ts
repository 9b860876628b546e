import type { Page } from "@playwright/test";
import { expect, platform, test } from "../support/journey.ts";
import { givenSubmission } from "./people.ts";

/** Presses Tab until the named thing has the focus, which must show as the ring of the look guide. */
async function tabTo(page: Page, name: string): Promise<void> {
  for (let presses = 0; presses < 80; presses++) {
    await page.keyboard.press("Tab");
    const focused = await page.evaluate(() => {
      const element = document.activeElement?.closest("a, button, input, select, textarea") ?? null;
      const label =
        element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement
          ? element.labels?.[0]?.textContent
          : null;
      const ring = element === null ? "" : getComputedStyle(element).outlineStyle;
      return { text: label ?? element?.textContent ?? "", ring };
    });
    if (!focused.text.includes(name)) continue;
    expect(focused.ring, `focus ring of ${name}`).not.toBe("none");
    return;
  }
  throw new Error(`${name} is not reached by the Tab key`);
}

test("by keyboard alone: sign in, open a matter, return it with reasons", async ({ page }) => {
  const name = "残疾人证信息（键盘办理）";
  await givenSubmission(name);
  await page.goto("/desk/");
  await expect(page.getByRole("heading", { name: "登录" })).toBeVisible();
  await tabTo(page, "账号");
  await page.keyboard.type("sjj");
  await tabTo(page, "口令");
  await page.keyboard.type(platform.password);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("link", { name })).toBeVisible();

  await tabTo(page, name);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
  await tabTo(page, "审核通过");
  await page.keyboard.press("ArrowDown");
  await expect(page.getByRole("radio", { name: "退回修改" })).toBeChecked();
  await tabTo(page, "理由");
  await page.keyboard.type("摘要请写明数据来源。");
  await tabTo(page, "退回修改");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("status").filter({ hasText: "已办理" })).toBeVisible();
});
