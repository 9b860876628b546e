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
  const address = page.url();
  const before = await drafts("mzj");
  await nameOf(page).fill("殡葬服务机构名录");
  await page.goBack();
  await expect(page.getByRole("link", { name: "殡葬服务机构名录" })).toBeVisible();
  // The history still has the address of a blank editor; so has a tab that is restored.
  await page.goForward();
  await expect(nameOf(page)).toHaveValue("殡葬服务机构名录");
  await expect(page).toHaveURL(address.replace("?new=true", ""));
  await nameOf(page).fill("殡葬服务机构名录及价格");
  await page.goBack();
  await page.goForward();
  await expect(nameOf(page)).toHaveValue("殡葬服务机构名录及价格");
  await page.goto(address);
  await nameOf(page).fill("殡葬服务机构价格");
  await saved(page);
  expect((await drafts("mzj")).toSorted()).toEqual([...before, "殡葬服务机构价格"].toSorted());
});

test("A12.3 an address under which nothing could be saved begins under another", async ({ open }) => {
  const page = await open("mzj", "/desk/entries/123/edit?new=true");
  await nameOf(page).fill("另起编号的目录");
  await saved(page);
  await expect(page).toHaveURL(/entries\/[0-9a-f-]{36}\/edit$/);
});

test("A12.3 a save whose answer is lost is not told as another person's work", async ({ open }) => {
  const page = await open("mzj", "/desk/entries");
  await begin(page);
  await page.route("**/api/v1/entries", async (route) => {
    await route.fetch();
    await route.abort();
  });
  await nameOf(page).fill("应答丢失的目录");
  await expect(page.getByText("没有保存成功，内容还在本页")).toBeVisible();
  await page.unroute("**/api/v1/entries");
  await nameOf(page).fill("");
  await expect(page.getByText("没有填写不留草稿")).toHaveCount(0);
  await nameOf(page).fill("应答丢失后接着写的目录");
  await saved(page);
  await page.reload();
  await expect(nameOf(page)).toHaveValue("应答丢失后接着写的目录");
});

test("A12.3 leaving what cannot be saved is asked about, and nothing is lost by staying", async ({
  open,
}) => {
  const page = await open("mzj", "/desk/entries");
  await begin(page);
  await nameOf(page).fill("名".repeat(201));
  await expect(page.getByText("没有保存成功，内容还在本页")).toBeVisible();
  const asked = page.getByRole("dialog", { name: "离开本页？" });
  await page.getByRole("link", { name: "账号" }).click();
  await expect(asked).toContainText("没有保存成功");
  await sound(page, "leave-unsaved");
  await asked.getByRole("button", { name: "留在本页" }).click();
  await expect(nameOf(page)).toHaveValue("名".repeat(201));
  await nameOf(page).fill("短一些的名称");
  await saved(page);
  await page.getByRole("button", { name: "添加一项" }).click();
  await page.goBack();
  await expect(asked).toContainText("数据项");
  await asked.getByRole("button", { name: "不保存，离开" }).click();
  await expect(page.getByRole("link", { name: "短一些的名称" })).toBeVisible();
});

test("A12.3 who does not compile is told so before typing anything", async ({ open }) => {
  const page = await open("auditor", "/desk/entries");
  await begin(page);
  await expect(page.getByRole("alert").filter({ hasText: "只有单位的数据经办人可以编制目录" })).toBeVisible();
  await expect(nameOf(page)).toHaveCount(0);
});
