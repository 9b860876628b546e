import type { BrowserContext, BrowserContextOptions, Page } from "@playwright/test";
import { Api, signIn as signInByApi } from "../../src/app/story/api.ts";
import { test as base, expect, watch } from "./browser.ts";

export { expect };

const variable = (name: string): string => {
  const value = process.env[name];
  if (value === undefined)
    throw new Error(`${name} is set by one-platform.ts, the global set-up of Playwright`);
  return value;
};

/** The platform of this run, in its demonstration city. */
export const platform = {
  get url(): string {
    return variable("GONGSHU_JOURNEY_URL");
  },
  get password(): string {
    return variable("GONGSHU_JOURNEY_PASSWORD");
  },
  /** Host and port whose interfaces it may call. */
  get department(): string {
    return variable("GONGSHU_JOURNEY_DEPARTMENT");
  },
};

/** Accounts of the demonstration city that the journeys use. */
export type Account =
  | "wjw"
  | "wjw2"
  | "gaj"
  | "sjj"
  | "sjj2"
  | "dsj"
  | "mzj"
  | "citizen"
  | "rsj"
  | "jixian-sjj"
  | "jixian-wjw"
  | "wjw-head"
  | "company"
  | "sysadmin"
  | "secadmin"
  | "auditor";

/** The same account over the HTTP API, for what a journey only needs to be there. */
export const api = (account: Account): Promise<Api> => signInByApi(platform.url, account, platform.password);

/** Whoever has not signed in. */
export const anybody = (): Api => new Api(platform.url, null, "任何人");

/** Fills in the sign-in form that the page shows, as a person does. */
export async function signIn(page: Page, account: Account): Promise<void> {
  await page.getByLabel("账号").fill(account);
  await page.getByLabel("口令").fill(platform.password);
  await page.getByRole("button", { name: "登录", exact: true }).click();
  await expect(page.getByRole("button", { name: "退出" })).toBeVisible();
}

type Session = Awaited<ReturnType<BrowserContext["storageState"]>>;
const sessions = new Map<string, Session>();

/** Signed in once per worker; later browsers of the account take over its cookies. */
async function sessionOf(context: BrowserContext, account: Account): Promise<void> {
  // Cookies belong to one platform, whatever its port.
  const key = `${platform.url} ${account}`;
  const known = sessions.get(key);
  if (known !== undefined) {
    await context.addCookies(known.cookies);
    return;
  }
  const page = await context.newPage();
  await page.goto("/desk/");
  await signIn(page, account);
  sessions.set(key, await context.storageState());
  await page.close();
}

interface Journey {
  /** A browser of its own with the account signed in, or nobody (null), at the desk or the portal. */
  open: (account: Account | null, path: string, options?: BrowserContextOptions) => Promise<Page>;
}

export const test = base.extend<Journey>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures needed from the pattern
  baseURL: async ({}, use) => use(platform.url),
  open: async ({ browser, faults, contextOptions }, use) => {
    const contexts: BrowserContext[] = [];
    await use(async (account, path, options = {}) => {
      const context = await browser.newContext({
        ...contextOptions,
        baseURL: platform.url,
        locale: "zh-CN",
        timezoneId: "Asia/Shanghai",
        viewport: { width: 1440, height: 900 },
        ...options,
      });
      contexts.push(context);
      context.on("page", (page) => watch(page, faults));
      if (account !== null) await sessionOf(context, account);
      const page = await context.newPage();
      await page.goto(path);
      return page;
    });
    await Promise.all(contexts.map((context) => context.close()));
  },
});
