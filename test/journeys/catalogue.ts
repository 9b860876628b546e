import type { Page } from "@playwright/test";
import type { EntryContent, EntryItem } from "../../src/contract/entry.ts";
import { industryText } from "../../src/contract/industry.ts";
import { itemRoleLabel, itemTypeLabel, updateFrequencyLabel } from "../../src/contract/labels.zh.ts";
import { shuangyashan } from "../support/city.ts";
import { expect } from "../support/journey.ts";
import { choose } from "./desk.ts";

/** Fills in the 18 fields of an entry whose sharing and opening are unconditional. */
export async function compile(page: Page, entry: EntryContent): Promise<void> {
  await page.getByLabel("数据资源名称").fill(entry.name);
  if (entry.industry !== null) {
    const industry = page.getByRole("combobox", { name: "行业分类" });
    await industry.fill(industryText(entry.industry));
    await industry.press("Enter");
  }
  await page.getByLabel("数据资源摘要").fill(entry.abstract);
  if (entry.updateFrequency !== null) {
    await choose(page, "更新频率", updateFrequencyLabel[entry.updateFrequency]);
  }
  await page
    .getByLabel("数据覆盖时间", { exact: false })
    .first()
    .fill(entry.timeFrom ?? "");
  await page.getByLabel("数据覆盖时间止").fill(entry.timeTo ?? "");
  for (const code of entry.area) await chooseArea(page, code);
  await page.getByRole("radio", { name: "无条件共享" }).check();
  await page.getByRole("checkbox", { name: "接口查询" }).check();
  await page.getByRole("checkbox", { name: "文件", exact: true }).check();
  await page.getByRole("radio", { name: "无条件开放" }).check();
  await choose(page, "授权运营状态", "未纳入");
  await page.getByLabel("保密审查人").fill("孙立群");
  await page.getByLabel("保密审查日期").fill("2026-09-01");
  await page.getByRole("radio", { name: "不含国家秘密、工作秘密" }).check();
  for (const [index, item] of entry.items.entries()) await addItem(page, index, item);
}

/** Areas are chosen by their names; typing narrows the list to one. */
async function chooseArea(page: Page, code: string): Promise<void> {
  const list = page.getByRole("combobox", { name: "数据覆盖地域" });
  await list.fill(shuangyashan.regions.find((region) => region.code === code)?.name ?? code);
  await list.press("Enter");
  await list.press("Escape");
}

async function addItem(page: Page, index: number, item: EntryItem): Promise<void> {
  const cell = (label: string) => page.getByLabel(`第 ${index + 1} 项 ${label}`);
  await page.getByRole("button", { name: "添加一项" }).click();
  await cell("名称").fill(item.name);
  await cell("字段名").fill(item.column);
  await cell("类型").selectOption({ label: itemTypeLabel[item.type] });
  await cell("长度").fill(item.length === null ? "" : String(item.length));
  await cell("标识角色").selectOption({ label: itemRoleLabel[item.role] });
  await cell("必填").setChecked(item.required);
  await page.getByRole("button", { name: `规则 第 ${index + 1} 项` }).click();
  await cell("类别").fill(item.category);
  if (item.pattern !== null) {
    await page.getByLabel("格式规则").fill(item.pattern.expression);
    await page.getByLabel("不符时的提示").fill(item.pattern.message);
  }
  await page.getByRole("button", { name: new RegExp(`^收起.*第 ${index + 1} 项`) }).click();
}

/** Waits until the draft has saved itself. */
export async function saved(page: Page): Promise<void> {
  await expect(page.getByText("已自动保存")).toBeVisible();
}
