import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, type Page } from "@playwright/test";
import { projectRoot } from "../../src/app/config.ts";

/**
 * A picture for the READMEs, 1440 wide. Codes and times in it differ from run to run, so it is written only where it
 * is missing or GONGSHU_PICTURES=1 asks for it anew.
 */
export async function picture(page: Page, name: string, height = 900): Promise<void> {
  const path = join(projectRoot, "docs/pictures", `${name}.png`);
  if (existsSync(path) && process.env.GONGSHU_PICTURES !== "1") return;
  await expect(page.getByText("正在读取")).toHaveCount(0);
  const before = page.viewportSize();
  await page.setViewportSize({ width: 1440, height });
  await page.evaluate(() => window.scrollTo(0, 0));
  await page.screenshot({ path, animations: "disabled", caret: "hide" });
  if (before !== null) await page.setViewportSize(before);
}
