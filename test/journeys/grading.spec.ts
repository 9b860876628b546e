import { epidemicEntry } from "../../src/app/demo/entries.ts";
import type { Entry } from "../../src/contract/entry.ts";
import { expectNoSeriousAxe } from "../support/browser.ts";
import { act, compile, submit } from "../support/business.ts";
import { shuangyashan } from "../support/city.ts";
import { api, expect, test } from "../support/journey.ts";

/** A published entry of which one item contradicts its grade: it identifies persons, and is of grade 1. */
async function contradictory(name: string): Promise<Entry> {
  const content = epidemicEntry(shuangyashan);
  const items = content.items.map((item) =>
    item.column === "city" ? ({ ...item, role: "quasi-identifier" } as const) : item,
  );
  const entry = await compile(await api("wjw"), { ...content, name, items });
  const { id } = await submit(await api("wjw"), entry);
  await act(await api("sjj"), id, "approve");
  await act(await api("dsj"), id, "verify");
  await act(await api("sjj2"), id, "publish");
  return entry;
}

test("A11.2 A11.7 the bureau finds a contradictory grade, the department raises it, and it holds at once", async ({
  open,
}) => {
  const name = "地市就诊人数统计（级别有误）";
  const entry = await contradictory(name);
  const bureau = await open("sjj", "/desk/grading");
  await expect(bureau.getByRole("heading", { level: 1, name: "分类分级" })).toBeVisible();
  await bureau.getByRole("combobox", { name: "问题" }).click();
  await bureau.getByTitle("互相矛盾").click();
  await expect(bureau).toHaveURL(/fault=contradictory/);
  const finding = bureau.getByRole("row", { name: new RegExp(name.replace(/[（）]/g, ".")) });
  await expect(finding).toContainText("可以识别个人，却定为1级");
  await expectNoSeriousAxe(bureau);
  const download = bureau.waitForEvent("download");
  await bureau.getByRole("link", { name: "下载 Excel" }).click();
  expect((await download).suggestedFilename()).toBe("grading.xlsx");
  await bureau.goto("/desk/grading?tab=progress");
  await expect(bureau.getByRole("progressbar", { name: "双鸭山市卫生健康委员会已分级的目录" })).toBeVisible();
  await expectNoSeriousAxe(bureau);

  const keeper = await open("wjw", `/desk/entries/${entry.id}`);
  await keeper.getByRole("link", { name: "重新定级" }).click();
  await expect(keeper.getByRole("heading", { level: 1, name: /重新定级/ })).toBeVisible();
  await keeper.getByRole("button", { name: "提交" }).click();
  await expect(keeper.getByRole("link", { name: "还没有调整任何数据项" })).toBeVisible();
  await keeper.getByLabel("地市 新级别").selectOption("2");
  await expect(keeper.getByText("提交后立即生效")).toBeVisible();
  await keeper.getByLabel("变化事项").selectOption({ label: "内容变化" });
  await keeper.getByLabel("变化发生之日").fill("2026-02-12");
  await keeper.getByLabel("调整理由").fill("增加了可以识别个人的粒度");
  await expectNoSeriousAxe(keeper);
  await keeper.getByRole("button", { name: "提交" }).click();
  await expect(keeper.getByText("1级 → 2级（已生效）")).toBeVisible();
  await keeper.goto(`/desk/entries/${entry.id}`);
  await expect(keeper.getByRole("row", { name: /地市 1级 → 2级 内容变化/ })).toBeVisible();
  await bureau.goto("/desk/grading?fault=contradictory");
  await expect(bureau.getByRole("table").or(bureau.getByText("没有发现问题")).first()).toBeVisible();
  await expect(bureau.getByRole("link", { name })).toHaveCount(0);
});

test("a department sees the proposals for its own entries and no inspection, and the page fits a telephone", async ({
  open,
}) => {
  const department = await open("mzj", "/desk/grading");
  await expect(department.getByRole("heading", { name: "定级建议" })).toBeVisible();
  await expect(department.getByRole("heading", { name: "发现的问题" })).toHaveCount(0);
  await expectNoSeriousAxe(department);
  const phone = await open("sjj", "/desk/grading?tab=progress", { viewport: { width: 390, height: 844 } });
  await expect(phone.getByRole("heading", { name: "各行政区域" })).toBeVisible();
  const width = await phone.evaluate(() => document.documentElement.scrollWidth);
  expect(width).toBeLessThanOrEqual(390);
  await expectNoSeriousAxe(phone);
});
