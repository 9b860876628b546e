import { defineConfig } from "@playwright/test";
import { chromiumOptions } from "./test/support/chromium.ts";

export default defineConfig({
  testDir: "test",
  testMatch: "**/*.spec.ts",
  globalSetup: "./test/support/one-platform.ts",
  outputDir: "test-results",
  workers: 1,
  timeout: 120_000,
  // Pages of a busy machine come late; nothing is asserted on how long they take.
  expect: { timeout: 20_000 },
  forbidOnly: Boolean(process.env.CI),
  use: {
    browserName: "chromium",
    launchOptions: chromiumOptions(),
    locale: "zh-CN",
    timezoneId: "Asia/Shanghai",
    viewport: { width: 1440, height: 900 },
    screenshot: "only-on-failure",
    actionTimeout: 10_000,
    trace: "retain-on-failure",
  },
});
