import { expectNoSeriousAxe } from "../support/browser.ts";
import { expect, test } from "../support/journey.ts";
import { givenDataset } from "./people.ts";

test("A40.1 a resident's objection on paper is entered at the bureau's window with an agent, and answered with a receipt", async ({
  open,
}) => {
  const dataset = "疫情统计（窗口登记）";
  await givenDataset(dataset);
  const bureau = await open("sjj", "/desk/");
  await bureau.getByRole("link", { name: "窗口登记" }).click();
  await bureau.getByRole("radio", { name: /异议/ }).check();
  await bureau.getByLabel("按名称查找").fill("窗口登记");
  await bureau.getByLabel("针对的数据").selectOption({ label: `${dataset}（双鸭山市卫生健康委员会）` });
  await bureau.getByLabel("申请人姓名").fill("㼆某");
  await bureau.getByRole("checkbox", { name: "由代理人提交" }).check();
  await bureau.getByLabel("异议类型").selectOption({ label: "数据有遗漏" });
  await bureau.getByLabel("异议内容").fill("缺少 3 月 1 日以后的数据。");
  await bureau.getByLabel("联系方式").fill("0469-0000000");
  const paper = (name: string) => ({ name, mimeType: "text/plain", buffer: Buffer.from(`${name}\n`) });
  await bureau.getByLabel("证据材料", { exact: true }).setInputFiles(paper("凭证.txt"));
  await bureau.getByRole("button", { name: "提交", exact: true }).click();
  const summary = bureau.getByRole("alert").filter({ hasText: "要改" });
  await expect(summary).toBeFocused();
  for (const missing of ["申请人的证件原件", "代理人姓名", "授权委托书"])
    await expect(summary).toContainText(missing);
  await expectNoSeriousAxe(bureau);

  await bureau.getByRole("checkbox", { name: "已当面核对申请人与证件原件相符" }).check();
  await bureau.getByLabel("代理人姓名").fill("代某");
  await bureau.getByRole("checkbox", { name: "已当面核对代理人与证件原件相符" }).check();
  await bureau.getByLabel("授权委托书（扫描件）", { exact: true }).setInputFiles(paper("委托书.txt"));
  await expect(bureau.getByRole("button", { name: "移除 委托书.txt" })).toBeVisible();
  await bureau.getByRole("button", { name: "提交", exact: true }).click();
  // The receipt is drawn before the answer comes.
  await expect(bureau.getByRole("heading", { level: 1, name: dataset })).toBeVisible({ timeout: 30_000 });
  await expect(bureau.getByText("代某")).toBeVisible();
  await expect(bureau.getByRole("link", { name: /回执/ }).first()).toBeVisible();
  await expectNoSeriousAxe(bureau);
});
