import { epidemicEntry } from "../../src/app/demo/entries.ts";
import type { Entry, EntryContent } from "../../src/contract/entry.ts";
import { type Zone, zone } from "../../src/contract/zone.ts";
import { act, compile, mount, readEntry, save, start, submit, upload } from "../support/business.ts";
import { registerCsv, registerEntry, shuangyashan } from "../support/city.ts";
import { type Account, api, expect, test } from "../support/journey.ts";
import { stockWorkbook } from "../support/stock.ts";
import { item } from "../support/tables.ts";
import { sound } from "./sound.ts";

const phone = { viewport: { width: 390, height: 844 }, hasTouch: true };
const figures = epidemicEntry(shuangyashan);

async function published(keeper: Account, draft: EntryContent, known?: Entry): Promise<Entry> {
  const owner = await api(keeper);
  const entry =
    known === undefined
      ? await compile(owner, draft)
      : await save(owner, await readEntry(owner, known.id), draft);
  const { id } = await submit(owner, entry);
  await act(await api("sjj"), id, "approve");
  await act(await api("dsj"), id, "verify");
  await act(await api("sjj2"), id, "publish");
  return readEntry(owner, entry.id);
}

const longName = `㼆𬭸䶮𠮷专区${"双鸭山市公共数据资源目录名称最长的情形".repeat(12)}`.slice(0, 190);

test("A11.4 the security administrator sees what lies in the zone and when it moved there, and nobody else does", async ({
  open,
}) => {
  const entry = await published("gaj", { ...registerEntry, name: longName });
  const owner = await api("gaj");
  await upload(owner, await mount(owner, entry), registerCsv(5));
  const changed = { column: "mz", grade: 4, importance: "important" };
  const cause = { gradingTrigger: "content", changedOn: "2026-09-18", changeReason: "列入重要数据目录" };
  await start(owner, { kind: "regrading", subject: entry.id, form: { ...cause, columns: [changed] } });
  const moved = async (): Promise<Zone["moves"]> =>
    (await (await api("secadmin")).get("/api/v1/zone", zone)).moves.filter(
      (move) => move.entry.id === entry.id && move.finishedAt !== null,
    );
  await expect.poll(async () => (await moved()).length, { timeout: 30_000 }).toBe(1);

  const page = await open("secadmin", "/desk/zone");
  const row = page.getByRole("row").filter({ hasText: "在专区" }).filter({ hasText: longName });
  await expect(row).toContainText("重要数据");
  await expect(row).toContainText("民族");
  await expect(page.getByRole("row").filter({ hasText: "移入专区" }).first()).toContainText("第 2 版");
  await sound(page, "zone");
  const stranger = await open("gaj", "/desk/zone");
  await expect(stranger.getByRole("alert")).toBeVisible();
  await expect(stranger.getByText(longName)).toHaveCount(0);
  await sound(stranger, "zone-refused");
});

test("A11.6 an officer confirms a proposal by keyboard; who confirmed it and when stands below, on a telephone too", async ({
  open,
}) => {
  const name = `建议${longName}`.slice(0, 190);
  const items = [...figures.items, item("经办人身份证号", "jbrsfz", { length: 18, category: "" })];
  await compile(await api("wjw"), { ...figures, name, items });
  const page = await open("wjw", "/desk/grading");
  const box = page.getByRole("checkbox", { name: new RegExp(`${name.slice(4, 30)}.*经办人身份证号`) });
  await box.focus();
  await page.keyboard.press("Space");
  await page.keyboard.press("Enter");
  await page.getByRole("dialog").getByRole("button", { name: "确认 1 项" }).press("Enter");
  await expect(page.getByRole("status").filter({ hasText: "已改入草稿" })).toBeFocused();
  const record = page.getByRole("row").filter({ hasText: "经办人身份证号" }).filter({ hasText: "王志远" });
  await expect(record).toContainText("个人身份标识");
  await expect(record).toContainText("改入草稿");
  await sound(page, "worksheet");
  await page.setViewportSize(phone.viewport);
  await expect(page.getByText("回车确认所选")).toBeHidden();
});

test("A12.1 the day of the approval is asked for at the upload; a county's bureau is told why it files nothing", async ({
  open,
}) => {
  const page = await open("sjj", "/desk/filings");
  await page.getByLabel("原批准日期").fill("2026-02-11");
  await expect(page.getByText("不早于平台启用日期，不是存量")).toBeVisible();
  await expect(page.getByLabel("选择存量目录文件")).toBeDisabled();
  await sound(page, "filings-late");
  await page.getByLabel("原批准日期").fill("2020-05-06");
  await page.getByLabel("原批准单位").fill("黑龙江省营商环境建设监督局");
  await page.getByLabel("原批准文号").fill("黑营函〔2020〕2号");
  const blank = { on: "", by: "", document: "" };
  await page.getByLabel("选择存量目录文件").setInputFiles({
    name: `${longName.slice(4, 90)}.xlsx`,
    mimeType: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    buffer: Buffer.from(
      await stockWorkbook([{ code: "CP-1", content: { name: longName }, approval: blank }]),
    ),
  });
  await expect(page.getByText("检查通过。核对下面的内容")).toBeVisible();
  await expect(page.getByRole("row").filter({ hasText: "CP-1" })).toContainText("黑营函〔2020〕2号");
  await sound(page, "filing-ready");

  const county = await open("jixian-sjj", "/desk/filings");
  await expect(county.getByText("县（区）数据局不单独备案")).toBeVisible();
  await expect(county.getByRole("button", { name: "第十二条第一款" })).toBeVisible();
  await expect(county.getByLabel("选择存量目录文件")).toHaveCount(0);
  await sound(county, "filings-county");
});

test("A12.6 two versions are compared by the names of areas and items, not by codes", async ({ open }) => {
  const first = await published("wjw", { ...figures, name: "对照的目录", area: ["230500"] });
  const items = figures.items.map((one) => (one.column === "city" ? { ...one, length: 40 } : one));
  await published("wjw", { ...first.draft, area: ["230502", "230521"], items }, first);
  const page = await open("wjw", `/desk/entries/${first.id}/versions`);
  const area = page.getByRole("row").filter({ hasText: "数据覆盖地域" });
  await expect(area).toContainText("双鸭山市");
  await expect(area).toContainText("尖山区、集贤县");
  await expect(page.getByRole("row").filter({ hasText: "数据项“地市”（city）的长度" })).toContainText("40");
  await expect(page.getByText("230521")).toHaveCount(0);
  await sound(page, "versions");
});

test("on a telephone the list is narrowed without cut facets, and charts keep letters that can be read", async ({
  open,
}) => {
  await compile(await api("wjw"), { ...figures, name: "手机上找的目录" });
  const page = await open("wjw", "/desk/entries?mine=true", phone);
  const facets = page.getByRole("complementary", { name: "按分类缩小范围" });
  await expect(facets.getByRole("button").first()).toBeHidden();
  await facets.getByText("按分类缩小范围").click();
  for (const value of await facets.getByRole("button").all()) {
    const at = await value.boundingBox();
    const name = (await value.textContent()) ?? "";
    expect(at !== null && at.x >= 0 && at.x + at.width <= 390, name).toBe(true);
  }
  await facets.getByRole("button", { name: "草稿" }).click();
  await expect(page).toHaveURL(/status=draft/);
  await expect(facets.getByText("按分类缩小范围（状态）")).toBeVisible();
  await expect(page.getByText("方向键在行间移动")).toBeHidden();

  await page.goto("/desk/catalogue/dashboard");
  const charts = page.getByRole("img", { name: /^(目录状态|按月发布)/ });
  await expect(charts.first()).toBeVisible();
  for (const chart of await charts.all()) {
    const letters = await chart.evaluate((svg) => {
      const drawn = Number(svg.getAttribute("viewBox")?.split(" ")[2]);
      const size = Number.parseFloat(getComputedStyle(svg.querySelector("text") ?? svg).fontSize);
      return (svg.clientWidth / drawn) * size;
    });
    expect(letters).toBeGreaterThanOrEqual(12);
  }
  await sound(page, "dashboard");
});
