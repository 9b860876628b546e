import type { Page } from "@playwright/test";
import { expectNoSeriousAxe } from "../support/browser.ts";
import { act, compile, submit } from "../support/business.ts";
import { epidemicEntry } from "../support/city.ts";
import { api, expect, test } from "../support/journey.ts";
import { decide, openMatter } from "./desk.ts";

async function claim(page: Page, item: string): Promise<void> {
  await page.goto("/desk/start/source-designation");
  await page.getByLabel("数据项名称").fill(item);
  await page.getByLabel("采用标准").fill("WS 375");
  await page.getByLabel("职能依据").fill("“三定”规定第三条");
  await page.getByRole("button", { name: "提交", exact: true }).click();
}

test("A15.3 A16.3 an item is claimed, the claim disputed, its present source heard and told of the decision", async ({
  open,
}) => {
  const item = "免疫规划接种史";
  const first = await open("mzj", "/desk/sources");
  await expect(first.getByRole("row", { name: /资格证书、执业证书.*第十六条第一款第十一项/ })).toBeVisible();
  await claim(first, "营业执照注册号");
  await expect(
    first.getByRole("heading", { name: /由市场监管部门负责采集.*第十六条第二款第一项/ }),
  ).toBeVisible();
  await claim(first, item);
  const title = (unit: string) => `${unit}申请认定为“${item}”的数源部门`;
  await expect(first.getByRole("heading", { level: 1, name: title("双鸭山市民政局") })).toBeVisible();
  const bureau = await openMatter(open, "sjj", title("双鸭山市民政局"));
  await decide(bureau, "认定为数源部门");

  const rival = await open("wjw", "/desk/sources");
  await claim(rival, item);
  await expect(rival.getByText("双鸭山市民政局").first()).toBeVisible();
  const disputed = await openMatter(open, "sjj", title("双鸭山市卫生健康委员会"));
  await disputed.getByRole("button", { name: "认定为数源部门", exact: true }).click();
  await expect(disputed.getByText(/认定前先办理“听取现数源部门意见”/)).toBeVisible();
  await decide(disputed, "听取现数源部门意见");
  await decide(await openMatter(open, "mzj", title("双鸭山市卫生健康委员会")), "陈述意见", {
    reasons: "接种史由卫生健康部门登记，本局同意移交",
  });
  await decide(await openMatter(open, "sjj", title("双鸭山市卫生健康委员会")), "认定为数源部门");
  await expect(async () => {
    await first.goto("/desk/notices");
    await expect(first.getByText(`已办结：${title("双鸭山市卫生健康委员会")}`)).toBeVisible({
      timeout: 1000,
    });
  }).toPass();
});

test("A15.2 a collection item that sharing can supply is refused with its reason, its article and a way to the entry", async ({
  open,
}) => {
  const name = "家庭医生签约统计";
  const [, , , taken] = epidemicEntry.items;
  const entry = await compile(await api("wjw"), {
    ...epidemicEntry,
    name,
    items: epidemicEntry.items.map((one) => (one === taken ? { ...one, name: "签约人数" } : one)),
  });
  const { id } = await submit(await api("wjw"), entry);
  await act(await api("sjj"), id, "approve");
  await act(await api("dsj"), id, "verify");
  await act(await api("sjj2"), id, "publish");
  const page = await open("mzj", "/desk/start/collection-item");
  await page.getByLabel("采集的数据项").fill("签约人数");
  await page.getByLabel("采集对象").selectOption({ index: 1 });
  await page.getByLabel("法定依据").fill("《社会救助暂行办法》第十一条");
  await page.getByLabel("采集范围").fill("低保申请人");
  await page.getByLabel("必要性").fill("用于认定低保对象");
  await page.getByLabel("采集频率").selectOption({ index: 2 });
  await page.getByLabel("采用标准和编码").fill("MZ/T 048");
  await page.getByRole("button", { name: "提交", exact: true }).click();
  await expect(page.getByRole("heading", { name: /可以通过共享获取.*第十五条第一款/ })).toBeVisible();
  await expectNoSeriousAxe(page);
  await page.getByRole("link", { name: "去看" }).click();
  await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
});
