import { expectNoSeriousAxe } from "../support/browser.ts";
import { act, compile, start, submit } from "../support/business.ts";
import { epidemicEntry } from "../support/city.ts";
import { checkFiling } from "../support/imports.ts";
import { api, expect, test } from "../support/journey.ts";
import { stockWorkbook } from "../support/stock.ts";

test("A12.6 the service agency compares two entries of one name side by side and keeps both with a reason", async ({
  open,
}) => {
  const name = "哨点医院监测㼆";
  const { id: batch } = await checkFiling(
    await api("sjj"),
    await stockWorkbook([{ code: "重复-1", content: { name } }]),
  );
  const filing = await start(await api("sjj"), {
    kind: "catalogue-filing",
    form: { filing: batch, source: "旧平台" },
  });
  await act(await api("sjj2"), filing.id, "file");
  const draft = { ...epidemicEntry, name, abstract: "民政系统另行统计的哨点数据" };
  const matter = await submit(await api("mzj"), await compile(await api("mzj"), draft));
  await act(await api("sjj"), matter.id, "approve");

  const page = await open("dsj", `/desk/matters/${matter.id}`);
  await expect(page.getByText("须决定")).toBeVisible();
  await page.getByRole("link", { name: `对照“${name}”` }).click();
  await expect(page.getByRole("heading", { level: 1, name: /^对照/ })).toBeVisible();
  await expect(page.getByRole("row", { name: /数据资源摘要.*不同/ })).toBeVisible();
  await expectNoSeriousAxe(page);
  await page.setViewportSize({ width: 390, height: 844 });
  await expectNoSeriousAxe(page);
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.getByRole("radio", { name: "都保留" }).check();
  await page.getByLabel("理由").fill("两个系统的哨点不同，各自统计");
  await page.getByRole("button", { name: "都保留" }).click();
  await expect(page.getByText("已决定：都保留")).toBeVisible();
  await act(await api("dsj"), matter.id, "verify");
});
