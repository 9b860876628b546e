import type { Page } from "@playwright/test";
import type { Entry, EntryContent } from "../../src/contract/entry.ts";
import { expectNoSeriousAxe } from "../support/browser.ts";
import { act, compile, readEntry, submit } from "../support/business.ts";
import { epidemicEntry } from "../support/city.ts";
import { api, expect, test } from "../support/journey.ts";
import { decide, openMatter } from "./desk.ts";

async function published(more: Partial<EntryContent>): Promise<Entry> {
  const keeper = await api("wjw");
  const entry = await compile(keeper, { ...epidemicEntry, ...more });
  const { id } = await submit(keeper, entry);
  await act(await api("sjj"), id, "approve");
  await act(await api("dsj"), id, "verify");
  await act(await api("sjj2"), id, "publish");
  return readEntry(keeper, entry.id);
}
const shut = {
  sharingClass: "not-shared",
  sharingBasis: "《统计法》第九条",
  openingClass: "not-open",
  openingBasis: "涉及统计秘密",
} as const;
const phone = { viewport: { width: 390, height: 844 } };

test("A25.6 A26.1 closed data are converted on a telephone: the form asks for what the class needs, and for the evidence", async ({
  open,
}) => {
  const name = "药品采购价格统计";
  const entry = await published({ name, ...shut });
  const keeper = await open("wjw", `/desk/entries/${entry.id}`, phone);
  await keeper.getByRole("link", { name: "申请变更属性" }).click();
  await expect(keeper.getByRole("heading", { name: "现行属性和条件" })).toBeVisible();
  await expect(keeper.getByText("《统计法》第九条")).toBeVisible();
  await expect(keeper.getByLabel("共享范围")).toHaveCount(0);
  await keeper.getByLabel("变更后的共享类型").selectOption({ label: "有条件共享" });
  await keeper.getByLabel("变更理由和依据").fill("已经去除单位名称，依据《统计法》第二十五条");
  await keeper.getByRole("button", { name: "提交", exact: true }).click();
  for (const field of ["共享范围", "使用用途", "共享依据"])
    await expect(keeper.getByRole("link", { name: `请填写${field}` })).toBeVisible();
  await expectNoSeriousAxe(keeper);
  await keeper.getByLabel("共享范围").fill("市级部门");
  await keeper.getByLabel("使用用途").fill("统计分析");
  await keeper.getByLabel("共享依据").fill("《统计法》第二十五条");
  await keeper.getByRole("button", { name: "提交", exact: true }).click();
  await expect(keeper.getByRole("heading", { name: /须选择依据.*并附处理记录/ })).toBeVisible();
  await expect(keeper.getByRole("link", { name: /请选择转换的依据/ })).toBeVisible();
  await keeper.getByLabel(/转换的依据/).selectOption({ label: "已依法脱敏" });
  await keeper.locator("input[type=file]").setInputFiles({
    name: "脱敏处理记录.txt",
    mimeType: "text/plain",
    buffer: Buffer.from("已去除单位名称\n"),
  });
  await expect(keeper.getByText("脱敏处理记录.txt")).toBeVisible();
  await keeper.getByRole("button", { name: "提交", exact: true }).click();
  await expect(keeper.getByRole("heading", { level: 1, name: /属性变更/ })).toBeVisible();

  const bureau = await openMatter(open, "sjj", `“${name}”共享、开放属性变更`);
  await expect(bureau.getByText("不予共享 → 有条件共享（脱密、脱敏或者经同意后转换）")).toBeVisible();
  await expect(bureau.getByRole("link", { name: "脱敏处理记录.txt" })).toBeVisible();
  await decide(bureau, "同意变更");
  await keeper.goto(`/desk/entries/${entry.id}`);
  await expect(keeper.getByRole("link", { name: "脱密脱敏或者经同意后转换" })).toBeVisible();
});

test("A25.5 another unit is told whose business an evaluation is, and the form shows the conditions to be evaluated", async ({
  open,
}) => {
  const entry = await published({
    name: "医疗机构床位情况",
    sharingClass: "conditional",
    sharingScope: "市级部门",
    sharingPurpose: "统计分析",
    sharingBasis: "《统计法》第二十五条",
  });
  const acts = (page: Page) => page.locator(".page-head .acts");
  const stranger = await open("mzj", `/desk/entries/${entry.id}`);
  await expect(acts(stranger).getByRole("link")).toHaveText(["申请共享"]);
  const own = await open("wjw", `/desk/entries/${entry.id}`);
  await expect(acts(own).getByRole("link", { name: "申请开放" })).toBeVisible();
  await expect(acts(own).getByRole("link", { name: "申请共享" })).toHaveCount(0);
  const address = `/desk/start/class-evaluation?subject=${entry.id}`;
  const other = await open("mzj", address);
  await expect(other.getByText("本事项由目录的提供单位（双鸭山市卫生健康委员会）办理")).toBeVisible();
  await expect(other.getByRole("button", { name: "提交" })).toHaveCount(0);
  const keeper = await open("wjw", address);
  await expect(keeper.getByText("统计分析")).toBeVisible();
  await keeper.getByLabel("评估哪种属性").selectOption({ label: "共享属性" });
  await keeper.getByLabel("评估情况").fill("条件所依据的条款已经废止");
  await keeper.getByLabel("评估结论").selectOption({ label: "已具备条件，转为无条件" });
  await keeper.getByRole("button", { name: "提交", exact: true }).click();
  await expect(keeper.getByText("已评估").first()).toBeVisible();
  await keeper.goto(`/desk/entries/${entry.id}`);
  await expect(keeper.getByRole("row", { name: /有条件共享 → 无条件共享 定期评估/ })).toHaveCount(1);
});
