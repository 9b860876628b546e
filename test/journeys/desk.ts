import { readFile } from "node:fs/promises";
import type { Locator, Page } from "@playwright/test";
import { type Account, expect } from "../support/journey.ts";

/** Opens a browser with the account signed in. */
export type Open = (account: Account | null, path: string) => Promise<Page>;

/** Chooses in one of the desk's drop-down lists by keyboard, as its options are drawn only when scrolled to. */
export async function choose(page: Page, label: string, option: string): Promise<void> {
  const list = page.getByRole("combobox", { name: label });
  await list.click();
  const active = page.locator(
    ".ant-select-dropdown:not(.ant-select-dropdown-hidden) .ant-select-item-option-active",
  );
  await expect(active).toBeVisible();
  for (let tries = 0; tries < 40; tries++) {
    if ((await active.getAttribute("title")) === option) {
      await list.press("Enter");
      await expect(active).toBeHidden();
      return;
    }
    await list.press("ArrowDown");
  }
  throw new Error(`no option ${option} in ${label}`);
}

/** From the to-do list to the matter, as an official gets there; returns the page of the matter. */
export async function openMatter(open: Open, account: Account, title: string | RegExp): Promise<Page> {
  const page = await open(account, "/desk/");
  // Data that are due stand above the matters, under the name of their entry.
  await page.locator('a[href^="/desk/matters/"]').filter({ hasText: title }).first().click();
  await expect(page.getByRole("heading", { level: 1, name: title })).toBeVisible();
  return page;
}

export interface Decision {
  reasons?: string;
  /** Texts by the label of their field. */
  texts?: Readonly<Record<string, string>>;
  /** Labels of boxes to tick. */
  ticks?: readonly string[];
}

/** The button that takes the step; the choice above it is made first where there is one. */
export async function submitButton(page: Page, action: string): Promise<Locator> {
  const form = page.getByRole("form", { name: "办理", exact: true });
  await expect(form).toBeVisible();
  const choice = form.getByRole("radio", { name: action, exact: true });
  if ((await choice.count()) > 0) await choice.check();
  return form.getByRole("button", { name: action, exact: true });
}

/** Takes a step of the matter that the page shows and waits until the page says so. */
export async function decide(page: Page, action: string, decision: Decision = {}): Promise<void> {
  const button = await submitButton(page, action);
  if (decision.reasons !== undefined) await page.getByLabel(/^(理由|说明)/).fill(decision.reasons);
  for (const [label, text] of Object.entries(decision.texts ?? {})) await page.getByLabel(label).fill(text);
  for (const label of decision.ticks ?? []) await page.getByLabel(label).check();
  await button.click();
  const done = page.getByRole("status").filter({ hasText: "已办理" });
  const dialog = page.getByRole("dialog");
  await expect(done.or(dialog)).toBeVisible();
  if (await dialog.isVisible()) await dialog.getByRole("button", { name: action, exact: true }).click();
  await expect(done).toBeVisible();
}

/** Issues a document of the matter that the page shows, in the dialog that says what it will be. */
export async function issueDocument(
  page: Page,
  title: string,
  texts: Readonly<Record<string, string>> = {},
): Promise<void> {
  const issue = page.getByRole("button", { name: `制发${title}`, exact: true });
  await issue.click();
  if (Object.keys(texts).length > 0) {
    for (const [label, text] of Object.entries(texts)) await page.getByLabel(label).fill(text);
    await issue.click();
  }
  const dialog = page.getByRole("dialog", { name: `制发${title}` });
  await dialog.getByRole("button", { name: "确认制发" }).click();
  await expect(dialog).toBeHidden();
  await expect(page.locator("li.document").filter({ hasText: title }).locator("code").first()).toBeVisible();
}

/** What the provider weighs before it agrees to share what is about persons. */
export const assessment = {
  "处理目的、方式是否合法、正当、必要": "核对救助申请人，依据《社会救助暂行办法》，只取申请的数据项。",
  对个人权益的影响及安全风险: "泄露会暴露身份和住址，风险中等。",
  "保护措施是否合法、有效并与风险程度相适应": "脱敏提供，按次留痕，发现异常即中断调用。",
  评估结论: "影响可控，可以提供。",
};
export const assessmentReport = "个人信息保护影响评估报告";

/** Decides one requested column. */
export async function treat(page: Page, item: string, treatment: string): Promise<void> {
  const decision = page.getByRole("radiogroup", { name: `${item}的决定` });
  await decision.getByText(treatment, { exact: true }).click();
  await expect(decision.getByRole("radio", { name: treatment, exact: true })).toBeChecked();
}

/** Follows a download link; the text of the file. */
export async function downloaded(page: Page, link: string): Promise<string> {
  const waiting = page.waitForEvent("download");
  await page.getByRole("link", { name: link, exact: true }).first().click();
  return readFile(await (await waiting).path(), "utf8");
}

/** Holds the parts of an upload back until the function it gives is called, so that progress can be seen. */
export async function holdUploads(page: Page): Promise<() => void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  await page.route("**/api/v1/uploads/**", async (route) => {
    await promise;
    await route.continue();
  });
  return resolve;
}
