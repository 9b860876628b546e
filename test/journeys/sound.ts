import type { Page } from "@playwright/test";
import { expectNoSeriousAxe } from "../support/browser.ts";
import { expect, test } from "../support/journey.ts";

const desktop = { width: 1440, height: 900 };
const phone = { width: 390, height: 844 };

/** Sound at both widths, and nothing runs off a phone. */
export async function sound(page: Page, name: string): Promise<void> {
  for (const size of [phone, desktop]) {
    await page.setViewportSize(size);
    await expectNoSeriousAxe(page);
    const beyond = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(beyond, `pixels beyond the screen: ${name}`).toBeLessThanOrEqual(0);
    await page.screenshot({ path: test.info().outputPath(`${name}-${size.width}.png`), fullPage: true });
  }
}
