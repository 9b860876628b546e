import { readFile } from "node:fs/promises";
import { expectNoSeriousAxe } from "../support/browser.ts";
import { act, compile, start } from "../support/business.ts";
import { epidemicEntry } from "../support/city.ts";
import { checkFiling } from "../support/imports.ts";
import { api, expect, test } from "../support/journey.ts";
import { type Old, stockWorkbook, unitNames } from "../support/stock.ts";

/** Entries of several units in force, by a filing. */
async function fileSome(): Promise<void> {
  const conditional = { sharingClass: "conditional", sharingBasis: "《统计法》第九条" } as const;
  const scope = { sharingScope: "民政部门", sharingPurpose: "社会救助", openingClass: "not-open" } as const;
  const old = Array.from({ length: 9 }, (_, at): Old => {
    const provider = [unitNames.wjw, unitNames.gaj, unitNames.mzj][at % 3] ?? unitNames.wjw;
    const content = at < 3 ? { ...conditional, ...scope, openingBasis: "涉及个人隐私" } : {};
    return { code: `看板-${at}`, provider, content };
  });
  const { id } = await checkFiling(await api("sjj"), await stockWorkbook(old));
  const form = { filing: id, source: "旧平台" };
  const matter = await start(await api("sjj"), { kind: "catalogue-filing", form });
  await act(await api("sjj2"), matter.id, "file");
}

test("A12.1 a leader reads the catalogue in charts and takes them away as pictures and as a workbook", async ({
  open,
}) => {
  for (const name of ["看板甲", "看板乙㼆"]) await compile(await api("rsj"), { ...epidemicEntry, name });
  await fileSome();
  const page = await open("sjj", "/desk/catalogue/dashboard");
  await expect(page.getByRole("heading", { level: 1, name: "目录情况" })).toBeVisible();
  await expect(page.getByRole("img", { name: /^目录状态：.*草稿/ })).toBeVisible();
  await expectNoSeriousAxe(page);
  const picture = page.waitForEvent("download");
  await page.getByRole("button", { name: /存为图片.*目录状态/ }).click();
  const bytes = await readFile(await (await picture).path());
  expect([bytes.subarray(1, 4).toString(), bytes.length > 2_000]).toEqual(["PNG", true]);
  const workbook = page.waitForEvent("download");
  await page.getByRole("link", { name: "下载全部数字（Excel）" }).click();
  expect((await workbook).suggestedFilename()).toBe("目录情况.xlsx");
  await page.setViewportSize({ width: 390, height: 844 });
  await expectNoSeriousAxe(page);
  const own = await open("rsj", "/desk/catalogue/dashboard");
  await expect(own.getByText(/^双鸭山市人力资源和社会保障局，/)).toBeVisible();
  await expect(own.getByRole("row", { name: /双鸭山市公安局/ })).toHaveCount(0);
});
