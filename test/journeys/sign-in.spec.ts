import { TOTP } from "otpauth";
import { listOf } from "../../src/contract/common.ts";
import { issuedActivation, person } from "../../src/contract/person.ts";
import { api, expect, platform, test } from "../support/journey.ts";
import { openProvider } from "../support/openid.ts";
import { ownPlatform } from "../support/own-platform.ts";
import { freePort } from "../support/server.ts";
import { sound } from "./sound.ts";

test.describe.configure({ mode: "serial" });

/** A platform that signs in by a provider too, and asks auditors for a second factor. */
let end: () => Promise<void>;
test.beforeAll(async () => {
  const port = await freePort();
  const provider = await openProvider(`http://127.0.0.1:${port}/api/v1/session/external/callback`);
  const close = await ownPlatform({
    PORT: String(port),
    GONGSHU_OIDC_ISSUER: provider.issuer,
    GONGSHU_OIDC_CLIENT_ID: "gongshu",
    GONGSHU_OIDC_CLIENT_SECRET: "shared with the provider",
    GONGSHU_OIDC_NAME: "政务统一认证",
    GONGSHU_SECOND_FACTOR_ROLES: "auditor",
  });
  end = async () => {
    await close();
    provider.close();
  };
});
test.afterAll(() => end());

/** A new activation code for the account, asked for by one administrator and confirmed by the other. */
async function activationOf(username: string): Promise<string> {
  const security = await api("secadmin");
  const base = "/api/v1/administration/persons";
  const { items } = await security.get(`${base}?q=${username}`, listOf(person));
  const one = items.find((each) => each.username === username);
  const reason = "关联统一身份";
  await security.send("POST", `${base}/${one?.id}/requests`, { act: "activation", reason });
  const system = await api("sysadmin");
  return (await system.post(`${base}/${one?.id}/activation`, { reason }, issuedActivation)).code;
}

test("A60.9 whoever the provider proves is linked by an activation code once, and enters without it from then on", async ({
  open,
}) => {
  const activation = await activationOf("rsj");
  const page = await open(null, "/desk/");
  // The provider's page asks for a font of the network.
  const elsewhere = (url: URL) => url.hostname !== "127.0.0.1";
  await page.route(elsewhere, (route) => route.fulfill({ contentType: "text/css", body: "" }));
  await sound(page, "sign-in-with-provider");
  await page.getByRole("link", { name: "用政务统一认证登录" }).click();
  await page.locator("[name=login]").fill("subject-of-rsj");
  await page.locator("[name=password]").fill("any");
  await page.locator("[type=submit]").click();
  await page.locator("[type=submit]").click();
  await expect(page.getByRole("heading", { name: "以政务统一认证登录" })).toBeVisible();
  await expect(page.getByRole("alert")).toContainText("关联");
  await sound(page, "external-link");
  await page.getByLabel("账号").fill("rsj");
  await page.getByLabel("激活码").fill("0000-0000-0000-0000");
  await page.getByRole("button", { name: "关联并登录" }).click();
  await expect(page.getByRole("alert")).toContainText("不对");
  await page.getByLabel("激活码").fill(activation);
  await page.getByRole("button", { name: "关联并登录" }).click();
  await expect(page.getByRole("button", { name: "退出" })).toBeVisible();
  expect(new URL(page.url()).search).toBe("");
  await page.getByRole("button", { name: "退出" }).click();
  await page.getByRole("link", { name: "用政务统一认证登录" }).click();
  await expect(page.getByRole("button", { name: "退出" })).toBeVisible({ timeout: 30_000 });
});

test("A60.9 a post that needs a second factor does nothing before its holder has enrolled a device", async ({
  open,
}) => {
  const page = await open(null, "/desk/");
  await page.getByLabel("账号").fill("auditor");
  await page.getByLabel("口令", { exact: true }).fill(platform.password);
  await page.getByRole("button", { name: "登录", exact: true }).click();
  await expect(page.getByRole("button", { name: "绑定动态码" })).toBeVisible();
  await sound(page, "must-enrol");
  await page.goto("/desk/coverage");
  await expect(page.getByRole("button", { name: "绑定动态码" })).toBeVisible();
  await page.getByRole("button", { name: "绑定动态码" }).click();
  const secret = ((await page.locator("code.breaking").textContent()) ?? "").replaceAll(" ", "");
  await page.getByLabel("动态码", { exact: true }).fill(new TOTP({ secret }).generate());
  await page.getByRole("button", { name: "确认绑定" }).click();
  await page.getByRole("button", { name: "我已存好" }).click();
  await page.goto("/desk/coverage");
  await expect(page.getByRole("heading", { name: "义务覆盖", exact: true })).toBeVisible();
});
