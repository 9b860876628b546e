import { z } from "zod";
import { grantConditional, request, start } from "../support/business.ts";
import { api, expect, test } from "../support/journey.ts";
import { ownPlatform } from "../support/own-platform.ts";
import { withdrawalForm, withdrawing } from "../support/withdrawal.ts";
import { givenDataset, givenRegister } from "./people.ts";
import { sound } from "./sound.ts";

// What is left to see of what has ended, on a platform whose clock nobody else moves: 2026-09-21, a Monday.
test.describe.configure({ mode: "serial", timeout: 300_000 });

let end: (() => Promise<void>) | undefined;
test.beforeAll(async () => {
  end = await ownPlatform();
});
test.afterAll(async () => end?.());

const accounts = ["wjw", "gaj", "sjj", "sjj2", "dsj", "mzj"] as const;
const people = {
  as: (username: string) => api(accounts.find((known) => known === username) ?? "citizen"),
};
const { withdraw } = withdrawing(() => people);

test("A13.1 A40.3 a withdrawn entry and its dataset say at their addresses what they were and why they are gone", async ({
  open,
}) => {
  const entry = await givenDataset("撤销的疫情统计");
  await withdraw("wjw", entry);
  const reason = `数据目录已撤销：${withdrawalForm.basis}。${withdrawalForm.arrangement}`;

  const portal = await open(null, `/dataset/${entry.code}`);
  await expect(portal.getByRole("heading", { level: 1, name: entry.name })).toBeVisible();
  await expect(portal).toHaveTitle(`${entry.name}（已撤回） · 公数`);
  await expect(portal.getByText(reason)).toHaveCount(1);
  await expect(portal.getByRole("alert")).toContainText("第十三条第二款");
  await expect(portal.getByRole("link", { name: "查找其他开放数据" })).toBeVisible();
  await sound(portal, "dataset-withdrawn");

  // Nobody objects to what is open no more: the same is told there, before anybody signs in.
  await portal.goto(`/objection/${entry.code}`);
  await expect(portal.getByRole("heading", { level: 1, name: entry.name })).toBeVisible();
  await expect(portal.getByRole("alert")).toContainText(reason);
  await expect(portal.getByText("请先登录")).toHaveCount(0);

  const reader = await open("mzj", `/desk/entries/${entry.id}`);
  await expect(reader.getByRole("heading", { level: 1, name: entry.name })).toBeVisible();
  await expect(reader).toHaveTitle(`${entry.name}（已撤销） · 公数`);
  const main = reader.getByRole("main");
  for (const words of ["已撤销", entry.catalogueCode ?? "", "双鸭山市卫生健康委员会", withdrawalForm.basis])
    await expect(main).toContainText(words);
  await expect(main).not.toContainText("累计确诊");
  await sound(reader, "entry-withdrawn");

  const keeper = await open("wjw", `/desk/entries/${entry.id}`);
  await expect(keeper.getByRole("heading", { name: "撤销", exact: true })).toBeVisible();
  await expect(keeper.getByRole("main")).toContainText("累计确诊");
  await sound(keeper, "entry-withdrawn-keeper");
});

test("A13.1 a grant that expired before its entry was withdrawn leads to the withdrawal, not to a new application", async ({
  open,
}) => {
  const register = await givenRegister("到期后撤销的登记");
  const grant = await grantConditional(people, "mzj", "gaj", register, { ...request, months: 1 });
  const until = "2026-10-21T09:00:00+08:00";
  await (await people.as("sjj")).post("/api/v1/demo/clock", { at: until }, z.unknown());
  const keeper = await open("gaj", `/desk/start/catalogue-withdrawal?subject=${register.id}`);
  await expect(keeper.getByText("没有单位持有使用权限。")).toBeVisible();
  await sound(keeper, "withdrawal-of-expired");
  await withdraw("gaj", register);

  const page = await open("mzj", `/desk/grants/${grant.id}`);
  const main = page.getByRole("main");
  await expect(main).toContainText("有效期已满，不能再调用；数据目录已经撤销，不能重新申请。");
  await expect(main.getByRole("link", { name: "重新申请共享" })).toHaveCount(0);
  await sound(page, "grant-expired-gone");
  await main.getByRole("link", { name: "看目录撤销" }).click();
  await expect(page.getByRole("heading", { level: 1, name: register.name })).toBeVisible();
});

test("A31.1 A15.4 a grant whose term is over says so and what to do, and the notices tell of it and of divided work", async ({
  open,
}) => {
  const register = await givenRegister("有期限的户籍登记");
  const grant = await grantConditional(people, "mzj", "gaj", register, { ...request, months: 1 });
  await start(await people.as("sjj"), {
    kind: "joint-collection",
    form: {
      subjectName: "低收入家庭",
      division: ["双鸭山市民政局：家庭收入、联系电话", "双鸭山市卫生健康委员会：残疾等级"],
      quality: "收入不得空缺，每月核对一次",
    },
  });
  await (await people.as("sjj")).post("/api/v1/demo/clock", { at: "2026-11-21T09:00:00+08:00" }, z.unknown());

  const page = await open("mzj", `/desk/grants/${grant.id}`);
  const main = page.getByRole("main");
  await expect(main).toContainText("已到期");
  await expect(main).toContainText("有效期已满，不能再调用；仍需使用的，由使用单位重新申请共享。");
  await expect(main.getByRole("link", { name: "退回权限" })).toHaveCount(0);
  await sound(page, "grant-expired");

  await page.goto("/desk/grants");
  await expect(page.getByRole("row").filter({ hasText: register.name })).toContainText("已到期");
  await sound(page, "grants-expired");

  await page.goto("/desk/notices");
  await expect(page.getByText(`使用权限已到期：“${register.name}”`)).toBeVisible({ timeout: 30_000 });
  await expect(page.getByText("承担协同采集：“低收入家庭”")).toBeVisible();
  await sound(page, "notices-of-ends");

  await page.goto(`/desk/grants/${grant.id}`);
  await page.getByRole("link", { name: "重新申请共享" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("申请");
  expect(page.url()).toContain(register.id);
});
