import { expectNoSeriousAxe } from "../support/browser.ts";
import { registerEntry } from "../support/city.ts";
import { expect, test } from "../support/journey.ts";
import { oldGrant, stockWorkbook, unitNames } from "../support/stock.ts";
import { decide, openMatter } from "./desk.ts";

const excel = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

test("A12.1 the bureau files existing stock: faults first, then one decision, then everybody finds the old code", async ({
  open,
}) => {
  const page = await open("sjj", "/desk/filings");
  await expect(page.getByRole("heading", { level: 1, name: "存量备案" })).toBeVisible();
  await expectNoSeriousAxe(page);
  const upload = async (name: string, buffer: Uint8Array) =>
    page.getByLabel("选择存量目录文件").setInputFiles({ name, mimeType: excel, buffer: Buffer.from(buffer) });
  await upload("有错的存量.xlsx", await stockWorkbook([{ code: "旧-1", provider: "没有这个单位" }]));
  await expect(page.getByText("单位名录里没有“没有这个单位”")).toBeVisible();
  await expectNoSeriousAxe(page);
  const register = { ...registerEntry, name: "省平台户籍信息" };
  const entries = [
    { code: "HLJ-2021-000117", provider: unitNames.gaj, content: register },
    { code: "HLJ-2021-000118", content: { name: `名称很长的旧目录${"数据".repeat(60)}㼆𬭸䶮𠮷` } },
  ];
  await upload("省平台存量.xlsx", await stockWorkbook(entries, [oldGrant("SQ-2022-9", "HLJ-2021-000117")]));
  await expect(page.getByText("检查通过。核对下面的内容")).toBeVisible();
  await expect(page.getByRole("cell", { name: /省平台户籍信息.*HLJ-2021-000117/ })).toBeVisible();
  await expectNoSeriousAxe(page);
  await page.setViewportSize({ width: 390, height: 844 });
  await expectNoSeriousAxe(page);
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.getByLabel("来源平台").fill("黑龙江省一体化政务数据平台");
  await page.getByRole("button", { name: "提交备案" }).click();
  await expect(page.getByText("市数据局另一人审定").first()).toBeVisible();

  const decider = await openMatter(open, "sjj2", /省平台存量.*备案/);
  await expect(decider.getByRole("cell", { name: /SQ-2022-9/ })).toBeVisible();
  await expectNoSeriousAxe(decider);
  await decide(decider, "同意备案");

  const anybody = await open("mzj", "/desk/entries?q=HLJ-2021-000117");
  await anybody.getByRole("link", { name: "省平台户籍信息" }).click();
  await expect(anybody.getByText("黑数函〔2021〕7号")).toBeVisible();
  await expectNoSeriousAxe(anybody);
  await anybody.goto("/desk/grants");
  await anybody.getByRole("link", { name: /省平台户籍信息/ }).click();
  await expect(anybody.getByText("原授权编号 SQ-2022-9")).toBeVisible();
  const department = await open("wjw", "/desk/filings");
  await expect(department.getByText("存量目录由市数据局备案")).toBeVisible();
});
