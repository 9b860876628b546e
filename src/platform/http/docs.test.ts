import { afterAll, beforeAll, expect, test } from "vitest";
import { launchChromium } from "../../../test/support/chromium.ts";
import { createLog } from "../logging/log.ts";
import { createMetrics } from "../metrics/metrics.ts";
import { createHttp, type Http } from "./create.ts";

let http: Http;
let url: string;

beforeAll(async () => {
  http = await createHttp({
    publicUrl: "http://127.0.0.1",
    trustProxy: [],
    log: createLog({ level: "silent" }),
    metrics: createMetrics(),
    identify: async () => null,
    version: "0.0.0",
  });
  url = await http.listen({ port: 0, host: "127.0.0.1" });
});
afterAll(() => http.close());

test("the interfaces can be read in a browser, under the content policy and without a network", async () => {
  const browser = await launchChromium();
  try {
    const page = await browser.newPage();
    const trouble: string[] = [];
    page.on("pageerror", ({ message }) => trouble.push(message));
    page.on("console", (message) => message.type() === "error" && trouble.push(message.text()));
    page.on("request", (request) => request.url().startsWith(url) || trouble.push(request.url()));
    await page.goto(`${url}/api/docs`);
    await page.getByRole("heading", { name: "错误代码一览" }).waitFor();
    expect(trouble.filter((entry) => !entry.includes("favicon"))).toEqual([]);
  } finally {
    await browser.close();
  }
});
