import { readFile } from "node:fs/promises";
import type { Page } from "@playwright/test";
import { z } from "zod";
import { partyRef } from "../../src/contract/common.ts";
import { issuedActivation } from "../../src/contract/person.ts";
import { readSheets, writeSheets } from "../../src/platform/sheets/index.ts";
import { type Account, anybody, api, expect, platform } from "../support/journey.ts";
import { submitButton } from "./desk.ts";

type Cells = Readonly<Record<string, string>>;

/** Fills in the sheets of a workbook by the titles of their columns, below what stands there already. */
export async function filledIn(
  workbook: Uint8Array,
  given: Readonly<Record<string, readonly Cells[]>>,
): Promise<Buffer> {
  const { sheets } = await readSheets(workbook);
  const filled = sheets.map(({ name, rows }) => {
    const [titles, ...kept] = rows.map(({ cells }) => cells);
    const added = (given[name] ?? []).map((cells) => (titles ?? []).map((title) => cells[title] ?? ""));
    return {
      name,
      columns: (titles ?? []).map((title) => ({ title, width: 20 })),
      rows: [...kept, ...added],
    };
  });
  return Buffer.from(await writeSheets(filled));
}

/** The city's template, as the page gives it. */
export async function template(page: Page): Promise<Buffer> {
  const waiting = page.waitForEvent("download");
  await page.getByRole("link", { name: "下载目录模板" }).click();
  return readFile(await (await waiting).path());
}

export const upload = (page: Page, words: string, name: string, buffer: Buffer) =>
  page.getByLabel(words).setInputFiles({
    name,
    mimeType: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    buffer,
  });

/** A head of section in a unit: opened by one administrator, given the post by the other, activated by the person. */
export async function givenHead(username: Account, name: string, unit: string): Promise<void> {
  const persons = "/api/v1/administration/persons";
  const [system, security] = [await api("sysadmin"), await api("secadmin")];
  const opened = await system.post(persons, { username, name }, issuedActivation);
  const { items } = await security.get("/api/v1/units", z.object({ items: z.array(partyRef) }));
  const party = items.find((one) => one.name === unit)?.id;
  await security.send("POST", `${persons}/${opened.person}/posts`, {
    party,
    unit: "规划信息科",
    roles: ["section-head"],
  });
  const { code } = opened;
  await anybody().send("POST", "/api/v1/session/activation", { username, code, password: platform.password });
}

/** A row of the sheet 目录 that lacks nothing. */
export const row = (name: string, more: Readonly<Record<string, string>> = {}) => ({
  数据资源名称: name,
  数据资源摘要: `${name}，由各机构逐级上报汇总，不含个人信息。`,
  数据格式: "数据库表",
  行业分类: "卫生和社会工作",
  覆盖时间起: "2024-01-01",
  数据覆盖地域: "双鸭山市",
  更新频率: "每月",
  共享类型: "无条件共享",
  共享方式: "接口查询、文件",
  是否向社会开放: "无条件开放",
  授权运营状态: "未纳入",
  保密审查人: "孙立群",
  保密审查日期: "2026-09-01",
  保密审查结论: "不含国家秘密、工作秘密",
  ...more,
});
const item = (of: string, name: string, column: string, more: Readonly<Record<string, string>> = {}) => ({
  数据资源名称: of,
  数据项名称: name,
  字段名: column,
  类型: "文本",
  长度: "50",
  必填: "是",
  类别: "业务信息",
  级别: "1级",
  ...more,
});
/** Two items for each of the entries. */
export const itemsOf = (...names: readonly string[]) =>
  names.flatMap((name) => [
    item(name, "机构名称", "jgmc", { 标识角色: "业务标识" }),
    item(name, "人次", "rc", { 类型: "整数", 长度: "" }),
  ]);

/** Writes a reason to one field or item in the form that sends an entry back. */
export async function remark(page: Page, place: string, words: string): Promise<void> {
  const list = page.getByRole("combobox", { name: "给哪一处写意见" });
  await list.fill(place);
  await list.press("Enter");
  await page.getByRole("textbox", { name: place, exact: true }).fill(words);
}
/** Title of the matter that brings an entry into the catalogue. */
export const entryTitle = (name: string) => `“${name}”目录编制发布`;

/** Takes a step that the platform must refuse, in these words. */
export async function decideRefused(page: Page, action: string, words: string) {
  await (await submitButton(page, action)).click();
  await expect(page.getByRole("alert").filter({ hasText: words }).first()).toBeVisible();
}
