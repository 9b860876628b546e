import { randomUUID } from "node:crypto";
import { TOTP } from "otpauth";
import { expect, test } from "../support/journey.ts";
import { sound } from "./sound.ts";

test.describe.configure({ mode: "serial" });

const username = `newcomer-${randomUUID().slice(0, 8)}`;
const password = "three quiet winters";

let activation = "";

test("the system administrator opens an account, whose code is shown once", async ({ open }) => {
  const page = await open("sysadmin", "/desk/persons");
  await expect(page.getByRole("heading", { name: "人员与岗位" })).toBeVisible();
  await page.getByLabel("姓名", { exact: true }).fill("欧阳新来");
  await page.getByLabel("账号", { exact: true }).fill(username);
  await page.getByRole("button", { name: "开设" }).click();
  const dialog = page.getByRole("dialog", { name: "激活码已生成" });
  activation = (await dialog.locator("code").textContent()) ?? "";
  expect(activation).toMatch(/^(\w{4}-){3}\w{4}$/);
  await sound(page, "activation-code");
  await dialog.getByRole("button", { name: "已交给本人" }).click();
  await expect(page.getByText("开设账号：欧阳新来")).toBeVisible();
  await expect(page.getByRole("button", { name: /授予岗位/ })).toHaveCount(0);
  await sound(page, "persons-system");
});

test("the security administrator finds the person and grants a post", async ({ open }) => {
  const page = await open("secadmin", "/desk/persons?q=没有这个人");
  await expect(page.getByText("没有姓名或账号含")).toBeVisible();
  await sound(page, "persons-none");
  await page.getByLabel("查人员").fill(username);
  await page.getByRole("button", { name: "查找" }).click();
  await page.getByRole("button", { name: "授予岗位：欧阳新来" }).click();
  await page.getByLabel("单位").fill("双鸭山市民政局");
  await page.getByLabel("数据经办人").check();
  await page.getByLabel("审计员").check();
  await page.getByRole("button", { name: "授予", exact: true }).click();
  await expect(page.getByRole("alert").getByText("三员须由专人担任")).toBeVisible();
  await sound(page, "grant-refused");
  await page.getByLabel("审计员").uncheck();
  await page.getByRole("button", { name: "授予", exact: true }).click();
  await expect(page.getByText("授予岗位：欧阳新来")).toBeVisible();
  await sound(page, "persons-security");
});

test("the person activates the account, signs in, enrols a device and signs in with it", async ({ open }) => {
  const page = await open(null, "/desk/");
  await sound(page, "sign-in");
  await page.getByRole("button", { name: "用激活码设置口令" }).click();
  await page.getByLabel("账号").fill(username);
  await page.getByLabel("激活码").fill("0000-0000-0000-0000");
  await page.getByLabel("新口令").fill(password);
  await page.getByLabel("再输一遍").fill(password);
  await page.getByRole("button", { name: "设置口令" }).click();
  await expect(page.getByRole("alert").getByText("激活码不对", { exact: false })).toBeVisible();
  await sound(page, "activation");
  await page.getByLabel("激活码").fill(activation);
  await page.getByRole("button", { name: "设置口令" }).click();
  await expect(page.getByRole("heading", { name: "登录", exact: true })).toBeVisible();
  await page.getByLabel("账号").fill(username);
  await page.getByLabel("口令", { exact: true }).fill(password);
  await page.getByRole("button", { name: "登录", exact: true }).click();
  await page.getByRole("link", { name: "账号" }).click();
  await page.getByRole("button", { name: "绑定动态码" }).click();
  await expect(page.getByRole("img", { name: /二维码/ })).toBeVisible();
  await sound(page, "enrol");
  const secret = ((await page.locator("code.breaking").textContent()) ?? "").replaceAll(" ", "");
  const device = new TOTP({ secret });
  await page.getByLabel("动态码", { exact: true }).fill(device.generate());
  await page.getByRole("button", { name: "确认绑定" }).click();
  const codes = page.locator(".recovery-codes code");
  await expect(codes).toHaveCount(10);
  const recovery = (await codes.first().textContent()) ?? "";
  await sound(page, "recovery-codes");
  await page.getByRole("button", { name: "我已存好" }).click();
  await expect(page.getByText("已绑定")).toBeVisible();
  await page.getByRole("button", { name: "退出" }).click();
  await expect(page.getByRole("heading", { name: "登录", exact: true })).toBeVisible();
  await page.getByLabel("账号").fill(username);
  await page.getByLabel("口令", { exact: true }).fill(password);
  await page.getByRole("button", { name: "登录", exact: true }).click();
  await page.getByLabel("动态码", { exact: true }).fill("000000");
  await page.getByRole("button", { name: "登录", exact: true }).click();
  await expect(page.getByRole("alert").getByText("动态码不对", { exact: true })).toBeVisible();
  await sound(page, "sign-in-code");
  await page.getByLabel("动态码", { exact: true }).fill(recovery);
  await page.getByRole("button", { name: "登录", exact: true }).click();
  await expect(page.getByRole("button", { name: "退出" })).toBeVisible();
});

test("A60.9 a code is asked for by one administrator, confirmed by the other; who leaves is followed by a successor", async ({
  open,
}) => {
  const security = await open("secadmin", `/desk/persons?q=${username}`);
  await security.getByRole("button", { name: "申请重发激活码：欧阳新来" }).click();
  await security.getByLabel("理由").fill("本人忘记口令，已当面核对身份");
  await sound(security, "ask-activation");
  await security.getByRole("button", { name: "确定" }).click();
  await expect(security.getByText("待核准：重发激活码")).toBeVisible();

  const system = await open("sysadmin", `/desk/persons?q=${username}`);
  await sound(system, "persons-request");
  await system.getByRole("button", { name: "核准重发激活码：欧阳新来", exact: true }).click();
  await system.getByRole("button", { name: "已交给本人" }).click();
  await expect(system.getByText("重发激活码：欧阳新来", { exact: true })).toBeVisible();

  await system.getByRole("button", { name: "停用：欧阳新来" }).click();
  const dialog = system.getByRole("dialog", { name: "停用欧阳新来" });
  await dialog.getByLabel("双鸭山市民政局由谁接手").selectOption({ label: "赵敏　社会救助科" });
  await dialog.getByLabel("理由").fill("调离");
  await sound(system, "leave");
  await dialog.getByRole("button", { name: "停用账号" }).click();
  await expect(dialog.getByText("已办理。")).toBeVisible();
  await sound(system, "left");
  await dialog.getByRole("button", { name: "知道了" }).click();
  await expect(system.getByText("已停用")).toBeVisible();
});

test("who came back from the provider without its word is told so", async ({ open }) => {
  const page = await open(null, "/desk/?external=denied");
  await expect(page.getByText("没有得到统一身份认证的同意")).toBeVisible();
  await sound(page, "external-denied");
});
