import { epidemicEntry } from "../../src/app/demo/entries.ts";
import { expectNoSeriousAxe } from "../support/browser.ts";
import { expect, test } from "../support/journey.ts";
import { compile, saved } from "./catalogue.ts";
import { decide, openMatter, submitButton } from "./desk.ts";

test.describe.configure({ mode: "serial" });

const { name } = epidemicEntry;

test("an entry is compiled, returned once with reasons, mended, verified, re-reviewed by another person and published", async ({
  open,
}) => {
  const department = await open("wjw", "/desk/entries");
  await department.getByRole("button", { name: "编制目录" }).click();
  await compile(department, { ...epidemicEntry, abstract: "" });
  await department.getByRole("button", { name: "提交审核" }).click();
  const summary = department.getByRole("alert").filter({ hasText: "要改" });
  await expect(summary).toBeFocused();
  await expect(summary).toContainText("摘要");
  await department.getByLabel("数据资源摘要").fill(`${epidemicEntry.abstract}（初稿）`);
  await saved(department);
  await expect(department.getByText("要改，改完才能提交")).toHaveCount(0);
  await expectNoSeriousAxe(department);
  await department.getByRole("button", { name: "提交审核" }).click();
  await expect(department.getByRole("heading", { level: 1, name: `“${name}”目录编制发布` })).toBeVisible();

  const bureau = await openMatter(open, "sjj", name);
  const button = await submitButton(bureau, "退回修改");
  await button.click();
  await expect(bureau.getByRole("alert").filter({ hasText: "须写明理由" })).toBeFocused();
  await decide(bureau, "退回修改", { reasons: "摘要中“初稿”字样请删去，并核对时间范围。" });

  await department.goto("/desk/");
  await department.getByRole("link", { name }).click();
  await expect(department.getByText("摘要中“初稿”字样请删去")).toBeVisible();
  await department.getByRole("link", { name, exact: true }).click();
  await department.getByRole("link", { name: "编辑" }).click();
  await department.getByLabel("数据资源摘要").fill(epidemicEntry.abstract);
  await saved(department);
  await department.goto("/desk/");
  await department.getByRole("link", { name }).click();
  await decide(department, "修改后重新报送");

  await bureau.goto("/desk/");
  await bureau.getByRole("link", { name }).click();
  await decide(bureau, "审核通过", { texts: { 意见: "要件齐全，同意。" } });
  await decide(await openMatter(open, "dsj", name), "校核通过");
  await bureau.reload();
  await expect(bureau.getByText("市数据局复核").first()).toBeVisible();
  await expect(bureau.getByRole("button", { name: "复核通过并发布" })).toHaveCount(0);
  await decide(await openMatter(open, "sjj2", name), "复核通过并发布");
  await department.goto("/desk/entries");
  await department.getByRole("link", { name }).click();
  await expect(department.getByText("已发布", { exact: true })).toBeVisible();
});
