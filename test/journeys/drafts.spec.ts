import { readFile } from "node:fs/promises";
import { entry as entrySchema } from "../../src/contract/entry.ts";
import { epidemicEntry } from "../support/city.ts";
import { api, expect, test } from "../support/journey.ts";
import { saved } from "./catalogue.ts";
import { sound } from "./sound.ts";

const rare = "㼆𬭸䶮𠮷";

/** A draft of the health commission, over the HTTP API; its id. */
async function givenDraft(name: string): Promise<string> {
  const wjw = await api("wjw");
  return (await wjw.post("/api/v1/entries", { draft: { ...epidemicEntry, name } }, entrySchema)).id;
}

test("of two officers on one draft the second sees what differs, keeps the own text and decides", async ({
  open,
}) => {
  const id = await givenDraft("两人同改的目录");
  const first = await open("wjw", `/desk/entries/${id}/edit`);
  const second = await open("wjw2", `/desk/entries/${id}/edit`);
  const abstract = (page: typeof first) => page.getByLabel("数据资源摘要");
  await expect(abstract(second)).toHaveValue(epidemicEntry.abstract);
  const stored = first.waitForResponse((answer) => answer.request().method() === "PUT" && answer.ok());
  await abstract(first).fill("王志远写的摘要");
  await stored;
  await abstract(second).fill("冯梅写的摘要");
  const conflict = second.getByRole("alert").filter({ hasText: "刚被他人保存过" });
  await expect(conflict.getByRole("row").filter({ hasText: "数据资源摘要" })).toContainText("王志远写的摘要");
  await expect(abstract(second)).toHaveValue("冯梅写的摘要");
  await sound(second, "draft-conflict");
  await abstract(second).fill("冯梅接着写的摘要");
  await expect(conflict).toBeVisible();
  await conflict.getByRole("button", { name: "用我的内容覆盖" }).click();
  await saved(second);
  await first.reload();
  await expect(abstract(first)).toHaveValue("冯梅接着写的摘要");

  const third = second.waitForResponse((answer) => answer.request().method() === "PUT" && answer.ok());
  await abstract(second).fill("第三稿");
  await third;
  await abstract(first).fill("不要的一稿");
  await first.getByRole("button", { name: "放弃我的改动" }).click();
  await expect(abstract(first)).toHaveValue("第三稿");
});

test("a name of 2,000 characters is told at its field and nothing typed is lost", async ({ open }) => {
  const page = await open("wjw", `/desk/entries/${await givenDraft("过长的名称")}/edit`);
  const name = page.getByLabel("数据资源名称");
  const long = "名".repeat(2_000);
  await name.fill(long);
  await expect(page.getByText("没有保存成功，内容还在本页")).toBeVisible();
  await expect(page.locator("#f-name-error")).toContainText("200");
  await expect(name).toHaveValue(long);
  await sound(page, "name-too-long");
  await name.fill(long.slice(0, 200));
  await saved(page);
  await expect(page.locator("#f-name-error")).toHaveCount(0);
});

test("rare characters are typed, found, marked and exported whole", async ({ open }) => {
  const page = await open("wjw", `/desk/entries/${await givenDraft("待改名的目录")}/edit`);
  await page.getByLabel("数据资源名称").fill(`${rare}乡村道路名录`);
  await saved(page);
  await page.goto("/desk/entries");
  const search = page.getByRole("combobox", { name: "查数据目录" });
  await search.fill("䶮𠮷");
  await search.press("Enter");
  await expect(page.getByRole("link", { name: `${rare}乡村道路名录` })).toBeVisible();
  await expect(page.locator("mark", { hasText: "䶮𠮷" }).first()).toHaveText("䶮𠮷");
  await sound(page, "rare-characters");
  await page.getByRole("button", { name: "导出", exact: true }).click();
  const waiting = page.waitForEvent("download");
  await page.getByRole("button", { name: "JSON" }).click();
  expect(await readFile(await (await waiting).path(), "utf8")).toContain(`${rare}乡村道路名录`);
});

test("A12.3 drafts without a name, and names as long as they may be, stand in the lists without breaking them", async ({
  open,
}) => {
  const wjw = await api("wjw");
  for (const [name, abstract] of [
    ["", "各医疗机构每日上报的门诊人次，按科室汇总。"],
    ["", ""],
    ["长".repeat(200), "两百个字的名称"],
    [`${"LongNameWithoutAnyPlaceToBreak".repeat(6)}`, "没有可以断开的地方"],
  ] as const)
    await wjw.post("/api/v1/entries", { draft: { ...epidemicEntry, name, abstract } }, entrySchema);
  const page = await open("wjw", "/desk/entries?mine=true&status=draft");
  await expect(page.getByRole("link", { name: "未命名的目录" }).first()).toBeVisible();
  await expect(page.getByText("各医疗机构每日上报的门诊人次")).toBeVisible();
  await sound(page, "names-in-list");
  await page.getByRole("link", { name: "长".repeat(200) }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("长".repeat(200));
  await sound(page, "long-name");
  await page.goBack();
  await page.getByRole("link", { name: "未命名的目录" }).first().click();
  await expect(page).toHaveTitle("未命名的目录 · 公数");
  await page.goto("/desk/");
  await sound(page, "todo");
});
