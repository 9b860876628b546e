import type { Page } from "@playwright/test";
import { listOf } from "../../src/contract/common.ts";
import { entrySummary } from "../../src/contract/entry.ts";
import { type Account, api, expect, test } from "../support/journey.ts";
import { saved } from "./catalogue.ts";
import { sound } from "./sound.ts";

/** Names of the drafts that the unit has now. */
async function drafts(account: Account): Promise<string[]> {
  const read = await (await api(account)).get(
    "/api/v1/entries?mine=true&status=draft&limit=200",
    listOf(entrySummary),
  );
  return read.items.map(({ name }) => name);
}
const nameOf = (page: Page) => page.getByLabel("数据资源名称");
const begin = (page: Page) => page.getByRole("button", { name: "编制目录" }).click();

test("A12.3 the editor opens without a draft; it comes with what is typed, in place, and going back or a reload makes no second", async ({
  open,
}) => {
  const before = await drafts("mzj");
  const page = await open("mzj", "/desk/entries");
  await begin(page);
  await expect(page.getByText("没有填写不留草稿")).toBeVisible();
  await expect(page.getByLabel("数据资源提供方名称")).toHaveValue("双鸭山市民政局");
  await expect(page.getByRole("button", { name: "提交审核" })).toBeDisabled();
  await sound(page, "blank-editor");
  const address = page.url();
  await page.reload();
  await expect(page.getByText("没有填写不留草稿")).toBeVisible();
  await page.goBack();
  await expect(page.getByRole("heading", { level: 1, name: "数据目录" })).toBeVisible();
  await page.goForward();
  expect(page.url()).toBe(address);
  await nameOf(page).fill("写了又删");
  await nameOf(page).fill("");
  await expect(page.getByText("没有填写不留草稿")).toBeVisible();
  expect(await drafts("mzj")).toEqual(before);

  // Typed on while the draft comes into being: the address changes under the cursor, which stays where it is.
  const made = page.waitForResponse((answer) => answer.request().method() === "POST" && answer.ok());
  await nameOf(page).pressSequentially("社会救助");
  await made;
  await page.keyboard.type("对象名册");
  await expect(nameOf(page)).toBeFocused();
  await expect(nameOf(page)).toHaveValue("社会救助对象名册");
  await saved(page);
  await expect(page).toHaveURL(address.replace("?new=true", ""));
  await expect(nameOf(page)).toBeFocused();
  await page.reload();
  await expect(nameOf(page)).toHaveValue("社会救助对象名册");
  await page.goBack();
  await expect(page.getByRole("link", { name: "社会救助对象名册" })).toBeVisible();
  await page.goForward();
  await expect(nameOf(page)).toHaveValue("社会救助对象名册");
  expect((await drafts("mzj")).toSorted()).toEqual([...before, "社会救助对象名册"].toSorted());
});

test("A12.3 two tabs on one blank editor make one draft: the second sees what differs and decides", async ({
  open,
}) => {
  const before = await drafts("rsj");
  const first = await open("rsj", "/desk/entries");
  await begin(first);
  await expect(nameOf(first)).toBeVisible();
  const second = await first.context().newPage();
  await second.goto(first.url());
  await nameOf(first).fill("招聘信息");
  await saved(first);
  await nameOf(second).fill("求职信息");
  const conflict = second.getByRole("alert").filter({ hasText: "刚被他人保存过" });
  await expect(conflict.getByRole("row").filter({ hasText: "数据资源名称" })).toContainText("招聘信息");
  await expect(nameOf(second)).toHaveValue("求职信息");
  await conflict.getByRole("button", { name: "用我的内容覆盖" }).click();
  await saved(second);
  await expect(second).not.toHaveURL(/new=/);
  expect((await drafts("rsj")).toSorted()).toEqual([...before, "求职信息"].toSorted());
});

test("A12.3 what is typed just before leaving the page is kept", async ({ open }) => {
  const page = await open("mzj", "/desk/entries");
  await begin(page);
  await nameOf(page).fill("殡葬服务机构名录");
  await page.goBack();
  await expect(page.getByRole("link", { name: "殡葬服务机构名录" })).toBeVisible();
});

test("A12.3 who does not compile is told so before typing anything", async ({ open }) => {
  const page = await open("auditor", "/desk/entries");
  await begin(page);
  await expect(page.getByRole("alert").filter({ hasText: "只有单位的数据经办人可以编制目录" })).toBeVisible();
  await expect(nameOf(page)).toHaveCount(0);
});
