import { expectNoSeriousAxe } from "../support/browser.ts";
import { act, compile, readEntry, save, start, submit } from "../support/business.ts";
import { epidemicEntry } from "../support/city.ts";
import { checkFiling } from "../support/imports.ts";
import { api, expect, test } from "../support/journey.ts";
import { stockWorkbook } from "../support/stock.ts";
import { givenDataset } from "./people.ts";

const rare = "㼆𬭸䶮𠮷";

test("A12.8 every field of the editor says how it is filled in, and a class is found by code, name and pinyin", async ({
  open,
}) => {
  const entry = await compile(await api("wjw"), {
    ...epidemicEntry,
    name: "字段说明",
    industry: null,
    area: [],
  });
  const page = await open("wjw", `/desk/entries/${entry.id}/edit`);
  const form = page.locator(".editor");
  for (const field of await form.locator(".field").all())
    await expect(field.locator(".hint")).toContainText("例：");
  await page.getByText("数据项各栏怎样填").click();
  await expect(page.getByRole("cell", { name: "公民身份号码", exact: true })).toBeVisible();

  const industry = page.getByRole("combobox", { name: "行业分类" });
  const offered = page.locator(
    ".ant-select-dropdown:not(.ant-select-dropdown-hidden) .ant-select-item-option",
  );
  for (const typed of ["q", "社会工作", "wshshgz", "weisheng"]) {
    await industry.fill(typed);
    await expect(offered.filter({ hasText: "Q 卫生和社会工作" })).toBeVisible();
    await expect(offered.filter({ hasText: "A 农、林、牧、渔业" })).toHaveCount(0);
  }
  await industry.fill("nlmy");
  await industry.press("Enter");
  await expect(page.locator("#basic").getByTitle("A 农、林、牧、渔业")).toBeVisible();
  await industry.fill("c");
  await expect(offered.first()).toHaveText("C 制造业");
  for (const typed of ["c13", "13", "农副", "nfspjgy", "nongfushipin"]) {
    await industry.fill(typed);
    await expect(offered.filter({ hasText: "C13 农副食品加工业" })).toBeVisible();
    await expect(offered.filter({ hasText: "C14 食品制造业" })).toHaveCount(0);
  }
  await industry.press("Enter");
  await expect(page.locator("#basic").getByTitle("C13 农副食品加工业")).toBeVisible();
  const area = page.getByRole("combobox", { name: "数据覆盖地域" });
  for (const typed of ["jxx", "230521"]) {
    await area.fill(typed);
    await expect(offered.filter({ hasText: "集贤县" })).toBeVisible();
  }
  await area.press("Enter");
  await area.press("Escape");
  await expect(page.getByText("已自动保存")).toBeVisible();
  expect((await readEntry(await api("wjw"), entry.id)).draft).toMatchObject({
    industry: "C13",
    area: ["230521"],
  });
  await expectNoSeriousAxe(page);
  await page.setViewportSize({ width: 390, height: 844 });
  await expectNoSeriousAxe(page);
});

test("A16.1 A19.1 standards are proposed for places and real estate, and the base database follows from them", async ({
  open,
}) => {
  const [first] = epidemicEntry.items;
  if (first === undefined) throw new Error("the figures have items");
  const item = (name: string, column: string) => ({
    ...first,
    ...{ name, column, type: "text" as const, length: 20, role: "none" as const },
  });
  const name = "消火栓分布";
  const entry = await compile(await api("wjw"), {
    ...epidemicEntry,
    name,
    industry: "N78",
    items: [item("经度", "jd"), item("纬度", "wd"), item("不动产单元号", "bdcdyh")],
  });
  const page = await open("wjw", `/desk/entries/${entry.id}/edit`);
  await page.getByText("有 3 项标准建议，由您确认后采用").click();
  await page.getByRole("button", { name: "采用“不动产单元号”的标准建议" }).click();
  const left = page.locator("details", { hasText: "有 2 项标准建议" });
  await left.getByRole("button", { name: "全部采用" }).click();
  await expect(page.getByText("标准建议")).toHaveCount(0);
  await expect(page.getByText("已自动保存")).toBeVisible();
  expect(
    (await readEntry(await api("wjw"), entry.id)).draft.items.map(({ standard, length }) => [
      standard,
      length,
    ]),
  ).toEqual([
    ["longitude", 20],
    ["latitude", 20],
    ["real-estate-unit", 28],
  ]);
  await page.goto(`/desk/entries?q=${encodeURIComponent(name)}`);
  const facets = page.getByRole("complementary", { name: "按分类缩小范围" });
  await facets.getByRole("button", { name: "空间地理" }).click();
  await expect(page.getByText("查到 1 个目录")).toBeVisible();
  await expectNoSeriousAxe(page);
});

test("A12.6 A12.8 the theme is narrowed to a section, then to one of its divisions, and put back step by step", async ({
  open,
}) => {
  const wjw = await api("wjw");
  for (const [name, industry] of [
    ["分类样例甲", "C"],
    ["分类样例乙", "C13"],
    ["分类样例丙", "C37"],
    ["分类样例丁", "D44"],
  ] as const)
    await compile(wjw, { ...epidemicEntry, name, industry });
  const page = await open("wjw", `/desk/entries?q=${encodeURIComponent("分类样例")}`);
  const facets = page.getByRole("complementary", { name: "按分类缩小范围" });
  const of = (name: string) => facets.getByRole("button", { name, exact: true });
  await expect(page.getByText("查到 4 个目录")).toBeVisible();
  await expect(of("C13 农副食品加工业")).toHaveCount(0);
  await of("制造业").click();
  await expect(page.getByText("查到 3 个目录")).toBeVisible();
  await of("C13 农副食品加工业").click();
  await expect(page.getByText("查到 1 个目录")).toBeVisible();
  await expect(of("制造业")).toHaveAttribute("aria-pressed", "true");
  await expect(of("C13 农副食品加工业")).toHaveAttribute("aria-pressed", "true");
  await expectNoSeriousAxe(page);
  await page.setViewportSize({ width: 390, height: 844 });
  await expectNoSeriousAxe(page);
  await page.setViewportSize({ width: 1440, height: 900 });
  await of("C13 农副食品加工业").click();
  await expect(page.getByText("查到 3 个目录")).toBeVisible();
  await of("制造业").click();
  await expect(page.getByText("查到 4 个目录")).toBeVisible();
});

test("rare characters of names are drawn from a font of the platform, fetched only where they stand", async ({
  open,
}) => {
  const entry = await compile(await api("wjw"), { ...epidemicEntry, name: `生僻字${rare}名录` });
  const page = await open("wjw", "/desk/notices");
  const loaded = () =>
    page.evaluate(
      () =>
        [...document.fonts].filter(
          ({ family, status }) => family.includes("Gongshu Rare") && status === "loaded",
        ).length,
    );
  expect(await loaded()).toBe(0);
  await page.goto(`/desk/entries/${entry.id}`);
  await expect(page.getByRole("heading", { level: 1, name: rare })).toBeVisible();
  await expect.poll(loaded).toBeGreaterThan(0);
  // What no font has is drawn as one and the same box.
  const drawn = (characters: string) =>
    page.evaluate(async (all) => {
      const { fontFamily } = getComputedStyle(document.body);
      await document.fonts.load(`40px ${fontFamily}`, all);
      return [...all].map((character) => {
        const canvas = document.createElement("canvas");
        [canvas.width, canvas.height] = [50, 50];
        const pen = canvas.getContext("2d");
        if (pen === null) throw new Error("no canvas");
        pen.font = `40px ${fontFamily}`;
        pen.fillText(character, 2, 42);
        return canvas.toDataURL();
      });
    }, characters);
  const [box = "", other = "", ...pictures] = await drawn(`\u{2ebf0}\u{2ebf1}${rare}`);
  expect(other).toBe(box);
  expect(new Set([box, ...pictures]).size).toBe(1 + pictures.length);
});

test("versions show what was said of each, and an old code is found and marked", async ({ open }) => {
  const wjw = await api("wjw");
  const name = "历次版本和意见";
  const entry = await compile(wjw, { ...epidemicEntry, name });
  const matter = await submit(wjw, entry);
  await act(await api("sjj"), matter.id, "returnFromReview", {
    reasons: "请补充",
    form: { remarks: [{ place: "/abstract", detail: "来源没有写明" }] },
  });
  const returned = await readEntry(wjw, entry.id);
  await save(wjw, returned, { ...returned.draft, abstract: "由哨点医院逐日上报产生" });
  await act(wjw, matter.id, "resubmit");
  await act(await api("sjj"), matter.id, "approve");
  await act(await api("dsj"), matter.id, "verify");
  await act(await api("sjj2"), matter.id, "publish");
  const page = await open("wjw", `/desk/entries/${entry.id}/versions`);
  await page.getByText("1 条", { exact: true }).click();
  await expect(page.getByText("来源没有写明")).toBeVisible();
  await expectNoSeriousAxe(page);
  const other = await open("mzj", `/desk/entries/${entry.id}/versions`);
  await expect(other.getByRole("cell", { name: "第 1 版" })).toBeVisible();
  await expect(other.getByRole("columnheader", { name: "退回意见" })).toHaveCount(0);

  const { id: batch } = await checkFiling(
    await api("sjj"),
    await stockWorkbook([{ code: "LHG-0917/26", content: { name: "旧平台的哨点名单" } }]),
  );
  const form = { filing: batch, source: "旧平台" };
  const filing = await start(await api("sjj"), { kind: "catalogue-filing", form });
  await act(await api("sjj2"), filing.id, "file");
  await page.goto(`/desk/entries?q=${encodeURIComponent("0917/26")}`);
  await expect(page.getByRole("link", { name: "旧平台的哨点名单" })).toBeVisible();
  await expect(page.locator("mark", { hasText: "0917/26" })).toBeVisible();
  await page.goto(`/desk/entries?q=${entry.code.toLowerCase()}`);
  await expect(page.getByRole("link", { name })).toBeVisible();
  await expect(page.getByText("查到 1 个目录")).toBeVisible();
});

test("data that are due stand on the to-do list, in the list of entries and on the page of the entry", async ({
  open,
}) => {
  const entry = await givenDataset("逐日更新的疫情数据", { updateFrequency: "daily" });
  const page = await open("wjw", "/desk/");
  const section = page
    .getByRole("region", { name: "该更新的数据" })
    .or(page.locator("section", { hasText: "该更新的数据" }));
  await expect(section.first()).toBeVisible();
  await page.goto(`/desk/entries?q=${encodeURIComponent("逐日更新的疫情数据")}`);
  await expect(page.getByRole("columnheader", { name: "下次更新数据" })).toBeVisible();
  await page.goto(`/desk/entries/${entry.id}`);
  await expect(page.getByText("下次更新数据")).toBeVisible();
});
