import { expectNoSeriousAxe } from "../support/browser.ts";
import { expect, test } from "../support/journey.ts";

test("the bureau finds a unit, sees who has named nobody, and previews what a merger would move", async ({
  open,
}) => {
  const page = await open("sjj", "/desk/units");
  await expect(page.getByRole("heading", { level: 1, name: "单位名录" })).toBeVisible();
  await expect(page.getByText(/个单位还没有明确首席数据官/)).toBeVisible();
  await expectNoSeriousAxe(page);
  await page.getByRole("searchbox", { name: "查单位" }).fill("税务局");
  await page.keyboard.press("Enter");
  await expect(page.getByText("共 1 个单位。")).toBeVisible();
  await page.goto("/desk/units?q=民政局&region=集贤县");
  await page.getByRole("link", { name: "集贤县民政局机构变动" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "机构变动：集贤县民政局" })).toBeVisible();
  await page.getByText("合并", { exact: true }).click();
  await page.getByRole("combobox", { name: "并入的单位" }).fill("集贤县卫生健康局");
  await page.keyboard.press("Enter");
  await page.getByLabel("生效日期").fill("2026-02-12");
  await page.getByLabel("依据文件", { exact: true }).fill("集编发〔2026〕3号");
  await page.getByRole("button", { name: "预览移交的内容" }).click();
  await expect(page.getByText("名下没有要移交的事项。")).toBeVisible();
  await expectNoSeriousAxe(page);
});

test("the table of units can be had and handed in on a telephone", async ({ open }) => {
  const page = await open("sjj", "/desk/units/import");
  await page.setViewportSize({ width: 390, height: 844 });
  await expect(page.getByRole("heading", { level: 1, name: "用 Excel 导入机构表" })).toBeVisible();
  await page.getByLabel("选择填好的机构表").setInputFiles({
    name: "机构表.xlsx",
    mimeType: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    buffer: Buffer.from("no workbook"),
  });
  await expect(page.getByRole("alert")).toBeVisible();
  await expectNoSeriousAxe(page);
});
