import { expect } from "../support/journey.ts";
import { saved } from "./catalogue.ts";
import { decide, type Open, openMatter } from "./desk.ts";
import { sound } from "./sound.ts";

const narrowed = {
  范围: "市级部门",
  用途: "卫生资源规划",
  依据: "《统计法》第二十五条",
} as const;

/** Tightening in passing is refused; by a matter of its own it is refused once, then approved. */
export async function tightening(open: Open, entry: string): Promise<void> {
  const page = await open("wjw", "/desk/entries?mine=true");
  await page.getByRole("link", { name: entry }).click();
  await page.getByRole("link", { name: "更新目录" }).click();
  await page.getByRole("radio", { name: "有条件共享" }).check();
  await page.getByLabel("共享条件：共享范围").fill(narrowed.范围);
  await page.getByLabel("共享条件：使用用途").fill(narrowed.用途);
  await page.getByLabel("共享依据").fill(narrowed.依据);
  await saved(page);
  await page.getByRole("button", { name: "提交审核" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "属性变更" }).first()).toContainText("第二十六条");

  await expect(page.getByRole("link", { name: "申请变更属性" })).toBeVisible();
  const title = new RegExp(`“?${entry}”?.*属性`);
  const request = async (reason: string) => {
    await page.goto("/desk/entries?mine=true");
    await page.getByRole("link", { name: entry }).click();
    await page.getByRole("link", { name: "申请变更属性" }).click();
    await page.getByLabel("变更后的共享类型").selectOption({ label: "有条件共享" });
    await page.getByLabel("共享范围").fill(narrowed.范围);
    await page.getByLabel("使用用途").fill(narrowed.用途);
    await page.getByLabel("共享依据").fill(narrowed.依据);
    await page.getByLabel("变更理由和依据").fill(reason);
    await page.getByRole("button", { name: "提交", exact: true }).click();
    await expect(page.getByText("同级数据局审核").first()).toBeVisible();
  };
  const seen = async () => {
    const other = await open("mzj", "/desk/entries?q=接种门诊");
    return other.getByRole("row").filter({ hasText: entry });
  };
  await request("门诊名录更新快，怕用旧数据");
  await decide(await openMatter(open, "sjj", title), "不同意变更", { reasons: "更新快慢不是收紧的法定理由" });
  await expect(await seen()).toContainText("无条件共享");
  await request("统计调查对象要求保密，依据《统计法》第二十五条");
  await expect(await seen()).toContainText("无条件共享");
  await decide(await openMatter(open, "sjj", title), "同意变更");
  await expect(await seen()).toContainText("有条件共享");
}

/** The department's list is submitted, confirmed, merged with the others' and published. */
export async function listsOfTheYear(open: Open, entry: string): Promise<void> {
  const page = await open("wjw", "/desk/lists");
  await expect(page.getByRole("row").filter({ hasText: entry })).toContainText("有条件共享");
  await page.getByRole("link", { name: "报送本单位清单" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "清单报送" })).toBeVisible();
  await page.getByLabel("清单").selectOption({ label: "共享责任清单" });
  await page.getByRole("button", { name: "提交", exact: true }).click();
  await expect(page.getByText("同级数据局确认").first()).toBeVisible();
  const bureau = await openMatter(open, "sjj", /共享责任清单/);
  await decide(bureau, "确认清单");
  await bureau.goto("/desk/lists");
  await expect(bureau.getByRole("row").filter({ hasText: "双鸭山市卫生健康委员会" })).toContainText("已确认");
  await bureau.getByRole("link", { name: "汇总发布" }).click();
  await expect(bureau.getByRole("heading", { level: 1, name: "清单发布" })).toBeVisible();
  await bureau.getByLabel("清单").selectOption({ label: "共享责任清单" });
  await bureau.getByRole("button", { name: "提交", exact: true }).click();
  await decide(await openMatter(open, "sjj2", /共享责任清单/), "复核并发布");
  await page.goto("/desk/lists");
  await expect(page.getByRole("link", { name: "第 1 版" })).toBeVisible();
}

/** A project is approved with its catalogue and accepted once its data have arrived. */
export async function projectGate(open: Open, entry: string): Promise<void> {
  const page = await open("wjw", "/desk/projects");
  await page.getByRole("link", { name: "提交立项数据目录" }).click();
  await page.getByLabel("项目名称").fill("卫生资源监测平台");
  await page.getByLabel("信息系统名称").fill("卫生资源监测系统");
  await page.getByLabel("建设方式").selectOption({ label: "新建" });
  await page.getByLabel("立项审批单位").fill("双鸭山市发展和改革委员会");
  await page.getByRole("checkbox", { name: entry }).check();
  await page.getByRole("button", { name: "提交", exact: true }).click();
  await expect(page.getByText("同级数据局审核").first()).toBeVisible();
  const trail = page.getByRole("navigation", { name: "所在位置" }).getByRole("listitem");
  const number = (await trail.last().textContent()) ?? "";
  await decide(await openMatter(open, "sjj", /卫生资源监测/), "审核通过，出具立项证明");

  const accept = async () => {
    await page.goto("/desk/projects");
    await page.getByRole("link", { name: "申请验收审核" }).click();
    await page.getByLabel("立项证明的办件编号").fill(number);
    await page.getByRole("checkbox", { name: entry }).check();
    await page.getByRole("button", { name: "提交", exact: true }).click();
  };
  await accept();
  await expect(page.getByRole("alert").first()).toContainText("挂载");
  await page.goto("/desk/entries?mine=true");
  await page.getByRole("link", { name: entry }).click();
  await page.getByRole("button", { name: "挂载库表" }).click();
  await page.getByRole("main").getByRole("link", { name: "上传数据" }).click();
  await page
    .getByLabel("CSV 文件", { exact: true })
    .last()
    .setInputFiles({
      name: "分娩数.csv",
      mimeType: "text/csv",
      buffer: Buffer.from("机构名称,人次\n双鸭山市妇幼保健院,412\n集贤县人民医院,96\n"),
    });
  await page.getByRole("textbox", { name: "申报行数" }).fill("2");
  await page.getByRole("button", { name: "上传", exact: true }).click();
  await expect(page.getByText("已入库", { exact: true })).toBeVisible({ timeout: 30_000 });
  await accept();
  await expect(page.getByText("同级数据局审核").first()).toBeVisible();
  const bureau = await openMatter(open, "sjj", /卫生资源监测|验收/);
  await decide(bureau, "审核通过，出具验收证明");
  await sound(bureau, "project-certified");
}
