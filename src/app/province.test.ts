import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { code, publish } from "../../test/support/business.ts";
import { epidemicEntry } from "../../test/support/city.ts";
import { type TestPlatform, testPlatform } from "../../test/support/platform.ts";
import { provinceStatus } from "../contract/province.ts";
import { readConfig } from "./config.ts";

let p: TestPlatform;
beforeAll(async () => {
  p = await testPlatform();
});
afterAll(() => p.close());

test("A7.2 without an endpoint messages gather, and there is nothing to retry", async () => {
  await publish(p, "wjw", epidemicEntry);
  const api = await p.as("dsj");
  const status = () => api.get("/api/v1/province", provinceStatus);
  await vi.waitFor(async () => expect((await status()).waiting).toBe("1"), { timeout: 12_000, interval: 50 });
  expect(await status()).toMatchObject({ endpoint: null, since: null, delivered: null, failure: null });
  expect(await code(api.post("/api/v1/province/retry", {}, provinceStatus))).toBe("province_not_configured");
});

test.each([
  "http://province.example.gov.cn/messages",
  "ftp://province.example.gov.cn/",
  "https://user:secret@province.example.gov.cn/",
  "https://province.example.gov.cn/?token=secret",
])("A7.2 messages leave over TLS to an address that can be shown: %s is refused at the start", (url) => {
  expect(() => readConfig({ GONGSHU_PROVINCE_URL: url })).toThrow(
    /环境变量 GONGSHU_PROVINCE_URL 的值不对：应为省级平台的接收地址/,
  );
});

test("A7.2 the address of the province is taken as it is given", () => {
  for (const url of ["https://province.example.gov.cn/messages", "http://127.0.0.1:9000/messages"])
    expect(readConfig({ GONGSHU_PROVINCE_URL: url }).provinceUrl).toBe(url);
});
