import type { Page } from "@playwright/test";
import { signIn } from "../../src/app/story/api.ts";
import { expectNoSeriousAxe } from "../support/browser.ts";
import { mount, publish, start, upload } from "../support/business.ts";
import { registerEntry } from "../support/city.ts";
import { families, family, familyCsv, workerCsv, workers } from "../support/joint.ts";
import { expect, platform, test } from "../support/journey.ts";
import { identityNumber } from "../support/tables.ts";
import { sound } from "./sound.ts";

const city = { as: (who: string) => signIn(platform.url, who, platform.password) };
const subjectName = "低收入家庭认定";

/** Two departments collect together; one of them sends faults of every kind, and they disagree about one person. */
async function collectTogether(): Promise<void> {
  const [mzj, rsj] = [await city.as("mzj"), await city.as("rsj")];
  const of = (name: string, items: typeof families) => ({
    ...registerEntry,
    name,
    items,
    updateFrequency: "monthly" as const,
  });
  const mine = await mount(mzj, await publish(city, "mzj", of("低收入家庭核对信息", families)));
  const theirs = await mount(rsj, await publish(city, "rsj", of("城镇就业登记信息", workers)));
  await start(await city.as("sjj"), {
    kind: "joint-collection",
    form: {
      subjectName,
      division: [
        "双鸭山市民政局：家庭收入、联系电话、残疾等级",
        "双鸭山市人力资源和社会保障局：就业状态、家庭收入",
      ],
      quality: "家庭收入不得空缺，号码符合 GB 11643，两家的收入一致，每月核对一次",
    },
  });
  await upload(
    mzj,
    mine,
    familyCsv(
      family(1),
      family(2, { phone: "" }),
      family(3, { name: "甲叁" }),
      family(4, { income: "" }),
      family(5, { income: "三千" }),
      family(6, { born: "1960-01-01" }),
      family(1, { income: "9" }),
    ),
  );
  const worker = (n: number, income: string) => `${identityNumber(n)},甲${n},${income},在业`;
  await upload(rsj, theirs, workerCsv(worker(1, "1200.5"), worker(2, "1300"), worker(3, "")));
}

const settled = async (page: Page) => {
  await expect(async () => {
    await page.reload();
    await expect(page.getByRole("heading", { level: 2, name: subjectName })).toBeVisible();
    await expect(page.getByText("正在统计")).toHaveCount(0, { timeout: 1_000 });
  }).toPass({ timeout: 30_000 });
};

test("A15.5 an official reads the quality of joint data and finds the way to what is to be mended", async ({
  open,
}) => {
  await collectTogether();
  const page = await open("mzj", "/desk/joint");
  await settled(page);
  await expect(page.getByText("本单位要改的 4 处")).toBeVisible();
  await expect(page.getByRole("row", { name: /家庭收入.*应填未填 1.*不合规则 1.*1 个不同/ })).toBeVisible();
  await expectNoSeriousAxe(page);
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.getByRole("link", { name: /有 4 行问题数据没有改好/ }).click();
  await expect(page.getByRole("heading", { level: 1, name: "低收入家庭核对信息　第 1 批" })).toBeVisible();
  await expect(page.getByText("与本行号码矛盾").first()).toBeVisible();
  await page.getByLabel("全选列出的 4 行待改").check();
  await expect(page.getByRole("button", { name: "选中的 4 行源头已删除…" })).toBeVisible();
  await page.getByLabel("全选列出的 4 行待改").uncheck();
  await page.getByLabel("选择第 5 行").check();
  await page.getByLabel("选择第 6 行").check();
  await page.getByRole("button", { name: "选中的 2 行源头已删除…" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: "确认源头已删除" }).click();
  await expect(dialog.getByText("请写明理由")).toBeVisible();
  await dialog.getByLabel("理由").fill("2026 年 9 月全家迁出本市，源头登记已经注销");
  await sound(page, "problems-settling");
  await dialog.getByRole("button", { name: "确认源头已删除" }).click();
  await expect(page.getByText(/待改 2 行/)).toBeVisible();
  await expect(page.getByText("源头已删除", { exact: true })).toHaveCount(2);
  await page.getByText("源头已删除的记录（1）").click();
  await expect(page.getByText(/第 5、6 行：2026 年 9 月全家迁出本市/)).toBeVisible();
  await sound(page, "problems-settled");
  await page.goto("/desk/joint");
  await expect(page.getByRole("link", { name: /有 2 行问题数据没有改好/ })).toBeVisible();
  const workbook = page.waitForEvent("download");
  await page.getByRole("link", { name: "下载（Excel）" }).click();
  expect((await workbook).suggestedFilename()).toBe("协同采集数据质量.xlsx");
  await page.setViewportSize({ width: 390, height: 844 });
  await expectNoSeriousAxe(page);
  await page.goto("/desk/");
  await expect(page.getByText("4 处要改")).toBeVisible();

  const bureau = await open("sjj", "/desk/joint");
  await expect(bureau.getByText("双鸭山市民政局要改的 4 处")).toBeVisible();
  const elsewhere = await open("wjw", "/desk/joint");
  await expect(elsewhere.getByText(/本单位没有参加协同采集/)).toBeVisible();
});
