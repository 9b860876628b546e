import { epidemicEntry } from "../support/city.ts";
import { expect, test } from "../support/journey.ts";
import { ownPlatform } from "../support/own-platform.ts";
import { compile, saved } from "./catalogue.ts";
import { choose, decide, openMatter, submitButton } from "./desk.ts";
import { moveClock } from "./people.ts";
import { sound } from "./sound.ts";
import {
  decideRefused,
  entryTitle,
  filledIn,
  givenHead,
  itemsOf,
  remark,
  row,
  template,
  upload,
} from "./year.ts";
import { listsOfTheYear, projectGate, tightening } from "./year-later.ts";

// A department's year in its pages, on a platform whose clock nobody else moves: 2026-09-21, a Monday.
test.describe.configure({ mode: "serial", timeout: 300_000 });

let end: (() => Promise<void>) | undefined;
test.beforeAll(async () => {
  end = await ownPlatform();
  await givenHead("wjw-head", "宋佳", "双鸭山市卫生健康委员会");
});
test.afterAll(async () => end?.());

const names = {
  visits: "医疗机构诊疗人次月度统计",
  points: "预防接种门诊信息",
  births: "助产机构分娩数季度统计",
  county: "集贤县乡镇卫生院床位信息",
} as const;

test("A12.1 A9.3 the template is filled in and uploaded; faults are told with row and column, mended, and written as drafts", async ({
  open,
}) => {
  const page = await open("wjw", "/desk/entries");
  await page.getByRole("link", { name: "用 Excel 导入" }).click();
  const blank = await template(page);
  const faulty = [
    row(names.visits, { 更新频率: "时常" }),
    row(names.points, { 覆盖时间起: "2024-13-01" }),
    row(names.births, { 数据资源摘要: "" }),
  ];
  await upload(
    page,
    "选择填好的目录表",
    "目录（第一稿）.xlsx",
    await filledIn(blank, { 目录: faulty, 数据项: itemsOf(names.visits, names.points, names.births) }),
  );
  await expect(page.getByText("有错，待修改").first()).toBeVisible({ timeout: 30_000 });
  const finding = (title: string) => page.getByRole("row").filter({ hasText: title });
  await expect(finding("更新频率").first()).toContainText(/目录\s*I2/);
  await expect(finding("覆盖时间起").first()).toContainText("目录");
  await expect(page.getByText("没有写入任何内容", { exact: false }).first()).toBeVisible();
  await sound(page, "import-findings");

  const mended = [row(names.visits), row(names.points), row(names.births, { 数据资源摘要: "" })];
  await upload(
    page,
    "选择填好的目录表",
    "目录（改好）.xlsx",
    await filledIn(blank, { 目录: mended, 数据项: itemsOf(names.visits, names.points, names.births) }),
  );
  await expect(page.getByText("检查通过，确认后写入草稿")).toBeVisible({ timeout: 30_000 });
  await page.getByRole("button", { name: "写入草稿" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "写入草稿" }).click();
  await page.getByRole("link", { name: "看本单位目录" }).click();
  for (const name of [names.visits, names.points, names.births])
    await expect(page.getByRole("link", { name })).toBeVisible();
});

test("A12.8 what the sheet left open is mended in the editor; filters and columns are kept", async ({
  open,
}) => {
  const page = await open("wjw", "/desk/entries?mine=true");
  await page
    .getByRole("complementary", { name: "按分类缩小范围" })
    .getByRole("button", { name: "草稿" })
    .click();
  await page.getByRole("button", { name: "常用筛选" }).click();
  await page.getByLabel("给现在的筛选起个名字").fill("我的草稿");
  await page.getByRole("button", { name: "存下" }).click();
  await expect(page.getByRole("link", { name: "我的草稿" })).toBeVisible();
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "列", exact: true }).click();
  await page.getByRole("checkbox", { name: "版本" }).uncheck();
  await page.goto("/desk/entries");
  await expect(page.getByRole("columnheader", { name: "版本" })).toHaveCount(0);
  await page.getByRole("button", { name: "常用筛选" }).click();
  await page.getByRole("link", { name: "我的草稿" }).click();
  await page.getByRole("link", { name: names.births }).click();
  await page.getByRole("link", { name: "编辑", exact: true }).click();
  await page.getByLabel("数据资源摘要").fill("各助产机构按季度上报的分娩数，不含个人信息。");
  await saved(page);
  await expect(page.getByText("要改，改完才能提交")).toHaveCount(0);
});

test("A12.3 the head of the section reviews inside: three are sent by keyboard, one comes back with a reason at its field", async ({
  open,
}) => {
  const head = await open("wjw-head", "/desk/office");
  await head.getByRole("group", { name: "对外提出前" }).getByRole("checkbox", { name: "处室负责人" }).check();
  await head.getByRole("button", { name: "保存设定" }).click();
  await expect(head.getByText("已设定，对以后的办理生效", { exact: false })).toBeVisible();

  const page = await open("wjw", "/desk/entries?mine=true&status=draft");
  await expect(page.getByRole("radio", { name: "本单位" })).toBeChecked();
  await page
    .getByRole("checkbox", { name: /^选中 / })
    .first()
    .focus();
  await page.keyboard.press("ControlOrMeta+a");
  await expect(page.getByText("已选 3 个目录")).toBeVisible();
  await page.getByRole("button", { name: "提交审核 3 个" }).press("Enter");
  await page.getByRole("dialog").getByRole("button", { name: "提交审核 3 个" }).press("Enter");
  await expect(page.getByText("已送本单位内部审核 3 个目录")).toBeVisible();
  await sound(page, "entries-submitted");

  await head.goto("/desk/drafts");
  await head.getByRole("link", { name: new RegExp(names.births) }).click();
  await head.getByRole("radio", { name: "退回", exact: true }).check();
  await remark(head, "更新频率", "按季度上报的，更新频率请改为每季度");
  await head.getByLabel("退回理由").fill("更新频率与内容不符");
  await head.getByRole("button", { name: "退回", exact: true }).click();
  await expect(head.getByText("已退回起草人").first()).toBeVisible();
  await head.goto("/desk/drafts");
  await head.getByRole("checkbox", { name: "选中等我审的全部送审件" }).check();
  await head.getByLabel("内部意见").fill("同意");
  await head.getByRole("button", { name: "同意 2 件" }).click();
  await expect(head.getByText("已同意 2 件")).toBeVisible();

  await page.goto("/desk/drafts");
  await page.getByRole("link", { name: new RegExp(names.births) }).click();
  await page.getByRole("link", { name: "改目录" }).click();
  const said = page.getByRole("note").filter({ hasText: "请改为每季度" });
  await expect(said).toContainText("本单位宋佳");
  await page
    .getByRole("region", { name: "退回意见" })
    .getByRole("link", { name: /更新频率/ })
    .click();
  await expect(said.getByRole("button", { name: "已改好" })).toHaveAccessibleDescription(/还没有改动/);
  await choose(page, "更新频率", "每季度");
  await expect(said.getByText("有改动")).toBeVisible();
  await said.getByRole("button", { name: "已改好" }).click();
  await expect(page.getByText("都已处理，可以重新报送", { exact: false })).toBeVisible();
  await page.getByRole("button", { name: "去送审件" }).click();
  await page.getByRole("button", { name: "重新送审" }).click();
  await expect(page.getByRole("button", { name: "重新送审" })).toHaveCount(0);
  await head.goto("/desk/drafts");
  await head.getByRole("link", { name: new RegExp(names.births) }).click();
  await head.getByRole("button", { name: /^同意并/ }).click();
  await expect(head.getByText("同级数据局审核").first()).toBeVisible();

  await head.goto("/desk/office");
  await head
    .getByRole("group", { name: "对外提出前" })
    .getByRole("checkbox", { name: "处室负责人" })
    .uncheck();
  await head.getByRole("button", { name: "保存设定" }).click();
  await expect(head.getByText("已设定，对以后的办理生效", { exact: false })).toBeVisible();
});

test("A12.4 the bureau returns one with reasons for a field and an item; one is mended, one kept with the reason, and both are seen answered", async ({
  open,
}) => {
  const bureau = await openMatter(open, "sjj", entryTitle(names.points));
  await submitButton(bureau, "退回修改");
  await remark(bureau, "数据资源摘要", "请写明数据来自哪个系统");
  await remark(bureau, "数据项 人次", "“人次”请写全称");
  await decide(bureau, "退回修改");
  await expect(bureau.getByText("请按逐项意见修改（2 处）").first()).toBeVisible();
  await sound(bureau, "return-remarks");

  const page = await openMatter(open, "wjw", entryTitle(names.points));
  await page.getByRole("link", { name: names.points, exact: true }).click();
  await page.getByRole("link", { name: "编辑", exact: true }).click();
  const list = page.getByRole("region", { name: "退回意见" });
  await expect(list).toContainText("退回意见 2 条，还有 2 条没有处理");
  await sound(page, "editor-remarks");
  await list.getByRole("link", { name: /数据项 人次/ }).click();
  await expect(page.getByLabel("第 2 项 名称")).toBeFocused();
  const onItem = page.getByRole("note").filter({ hasText: "请写全称" });
  await onItem.getByRole("button", { name: /不改，写明理由/ }).click();
  await page.getByRole("textbox", { name: /不改的理由/ }).fill("与统计报表制度的用语一致");
  await page.getByRole("button", { name: "确定不改" }).click();
  await expect(onItem.getByText("与统计报表制度的用语一致")).toBeVisible();
  await page.getByRole("button", { name: "去办件重新提交" }).click();
  await decideRefused(page, "修改后重新报送", "还有 1 条退回意见没有处理");
  await expect(page.getByText("没有办理，办件没有变化")).toBeVisible();
  await page.getByRole("link", { name: names.points, exact: true }).click();
  await page.getByRole("link", { name: "编辑", exact: true }).click();
  await page.getByLabel("数据资源摘要").fill("由省免疫规划信息系统导出的预防接种门诊名录，不含个人信息。");
  await saved(page);
  await page.getByRole("button", { name: "去办件重新提交" }).click();
  await decide(page, "修改后重新报送");

  await bureau.goto("/desk/");
  await bureau.getByRole("link", { name: entryTitle(names.points) }).click();
  const answers = bureau.getByRole("row");
  await expect(answers.filter({ hasText: "请写明数据来自哪个系统" })).toContainText("已改好");
  await expect(answers.filter({ hasText: "请写全称" })).toContainText("与统计报表制度的用语一致");
  const changed = bureau.getByRole("region", { name: "上次报送与本次报送的差别" }).getByRole("row");
  await expect(changed).toHaveCount(2);
  await expect(changed.last()).toContainText(/数据资源摘要.*由省免疫规划信息系统导出/);
});

test("A12.4 A12.6 A12.7 the batch is reviewed, verified and published together by different persons", async ({
  open,
}) => {
  for (const [account, action] of [
    ["sjj", "审核通过"],
    ["dsj", "校核通过"],
    ["sjj2", "复核通过并发布"],
  ] as const) {
    const page = await open(account, "/desk/");
    for (const name of [names.visits, names.points, names.births])
      await page.getByRole("row").filter({ hasText: name }).getByRole("checkbox").check();
    await page.getByRole("button", { name: `${action} 3 件` }).click();
    await page
      .getByRole("dialog")
      .getByRole("button", { name: `${action} 3 件` })
      .click();
    // The bar with the button is gone; the keyboard goes on from what came of it.
    await expect(page.getByRole("status").filter({ hasText: "已办理 3 件" })).toBeFocused();
  }
  const other = await open("mzj", "/desk/entries?q=接种门诊");
  await expect(other.getByRole("link", { name: names.points })).toBeVisible();
});

test("A12.2 a county department's entry goes through its own bureau to the city and into the one catalogue", async ({
  open,
}) => {
  const page = await open("jixian-wjw", "/desk/entries");
  await page.getByRole("button", { name: "编制目录" }).click();
  await compile(page, { ...epidemicEntry, name: names.county, items: epidemicEntry.items.slice(0, 2) });
  await saved(page);
  await page.getByRole("button", { name: "提交审核" }).click();
  await expect(page.getByText("在集贤县数据局")).toBeVisible();
  await decide(await openMatter(open, "jixian-sjj", entryTitle(names.county)), "审核通过");
  await decide(await openMatter(open, "dsj", entryTitle(names.county)), "校核通过");
  await decide(await openMatter(open, "sjj", entryTitle(names.county)), "复核通过并发布");
  const other = await open("mzj", "/desk/entries?q=卫生院床位");
  await expect(other.getByRole("link", { name: names.county })).toBeVisible();
});

test("A13.1 A13.2 A13.3 after a change of law the entry is updated within ten working days and published within two", async ({
  open,
}) => {
  const page = await open("wjw", "/desk/entries?mine=true");
  await moveClock(page, "2026-10-12T09:30");
  await page.goto("/desk/entries?mine=true");
  await page.getByRole("link", { name: names.visits }).click();
  await page.getByRole("link", { name: "申报依据或职能变化" }).click();
  await page.getByLabel("变化类型").selectOption({ label: "法律、行政法规依据变化" });
  await page.getByLabel("变化发生之日").fill("2026-10-09");
  await page.getByLabel("变化依据").fill("《医疗机构管理条例》第三十八条修改，增加互联网诊疗人次");
  await page.getByRole("button", { name: "提交", exact: true }).click();
  const title = `“${names.visits}”目录变更更新`;
  await expect(page.getByRole("heading", { level: 1, name: title })).toBeVisible();
  await expect(page.getByText("10月22日到期").first()).toBeVisible();
  await decideRefused(page, "报送更新", "目录还没有修改");
  await page.getByRole("link", { name: names.visits, exact: true }).click();
  await page.getByRole("link", { name: "更新目录" }).click();
  await page.getByRole("button", { name: "添加一项" }).click();
  await page.getByLabel("第 3 项 名称").fill("互联网诊疗人次");
  await page.getByLabel("第 3 项 字段名").fill("hlwrc");
  await page.getByLabel("第 3 项 类型").selectOption({ label: "整数" });
  await page.getByLabel("第 3 项 类别").fill("业务信息");
  await saved(page);
  await moveClock(page, "2026-10-21T10:00");
  await page.goto("/desk/");
  await page.getByRole("link", { name: title }).click();
  await decide(page, "报送更新");
  await expect(page.getByText("10月23日到期").first()).toBeVisible();
  await decide(await openMatter(open, "sjj", title), "审核通过");
  await decide(await openMatter(open, "dsj", title), "校核通过");
  const last = await openMatter(open, "sjj2", title);
  await decide(last, "复核通过并发布");
  await expect(last.getByText("按时办结").first()).toBeVisible();
  await page.goto("/desk/entries?mine=true");
  await page.getByRole("link", { name: names.visits }).click();
  await page.getByRole("link", { name: /第 2 版，看历次版本/ }).click();
  await expect(page.getByRole("row").filter({ hasText: "hlwrc" })).toContainText("增加");
});

test("A26.1 tightening in passing is refused; the reviewed change is refused once, then approved, and the old class stands till then", async ({
  open,
}) => {
  await tightening(open, names.points);
});

test("A23.1 A23.2 A23.3 the department submits its list, the bureau confirms, merges and publishes it", async ({
  open,
}) => {
  await listsOfTheYear(open, names.points);
});

test("A14.1 A14.2 A69.4 A69.5 a project is approved with its catalogue and accepted only once its data are mounted and aggregated", async ({
  open,
}) => {
  await projectGate(open, names.births);
});
