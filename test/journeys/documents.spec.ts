import { act, start } from "../../src/app/story/matters.ts";
import { Report } from "../../src/app/story/report.ts";
import { request } from "../../src/app/story/sharing.ts";
import { api, expect, test } from "../support/journey.ts";
import { issueDocument } from "./desk.ts";
import { givenRegister } from "./people.ts";
import { sound } from "./sound.ts";

const unheard = () => new Report(() => undefined);

/** An application that the provider has refused; its id. */
async function refused(): Promise<string> {
  const register = await givenRegister("户籍登记（文书）");
  const form = { ...request, columns: ["xm"], scenario: "核对申请人姓名" };
  const { id } = await start(unheard(), await api("mzj"), {
    kind: "sharing-application",
    subject: register.id,
    form,
  });
  await act(unheard(), await api("sjj"), id, "passToProvider");
  await act(unheard(), await api("gaj"), id, "refuse", { reasons: "申请范围超出救助核对所需" });
  return id;
}

test("A22.1 a faulty letter is made void with reasons, issued anew, and its code leads to the new one", async ({
  open,
}) => {
  const page = await open("gaj", `/desk/matters/${await refused()}`);
  const title = "不同意共享告知书";
  await page.getByRole("button", { name: `制发${title}` }).click();
  const dialog = page.getByRole("dialog", { name: `制发${title}` });
  await expect(dialog).toContainText("双公告");
  await expect(dialog).toContainText("双鸭山市民政局");
  await sound(page, "document-confirm");
  await dialog.getByRole("button", { name: "取消" }).click();
  await expect(page.locator("li.document code")).toHaveCount(0);
  await issueDocument(page, title);
  const letter = page.locator("li.document").filter({ hasText: title }).first();
  await letter.getByRole("button", { name: /作废、撤销/ }).click();
  await letter.getByLabel("理由").fill("收文单位的名称写错，按机构改革后的名称重新制发");
  await sound(page, "document-void");
  await letter.getByRole("button", { name: "作废这份文书" }).click();
  await expect(letter.getByText("已作废")).toBeVisible();
  await issueDocument(page, title);
  await expect(letter.getByText("替代")).toBeVisible();
  await sound(page, "document-replaced");
  const code = (await letter.locator("code").first().textContent()) ?? "";

  const anybody = await open(null, `/check/${code}`);
  await expect(anybody.getByRole("alert")).toContainText("作废，不再有效");
  await sound(anybody, "check-void");
  await anybody.getByRole("alert").getByRole("link").click();
  await expect(anybody.getByText("本文书替代已经作废的文书")).toBeVisible();
  await sound(anybody, "check-replacing");
});
