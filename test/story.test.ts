import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { demonstration } from "./support/home.ts";
import { program, type Serving } from "./support/server.ts";

const home = await demonstration();
let server: Serving;

beforeAll(async () => {
  server = await home.start();
});
afterAll(async () => {
  await server?.stop();
  await home.remove();
});

const data = process.env.GONGSHU_TEST_DATA ?? resolve(import.meta.dirname, "../../shared/data");
const real = join(data, "heilongjiang-epidemic-2020.gb18030.csv");

/** Each line of the report that must be there: what happened, and what it came to. */
const lines = [
  /退回修改 \|.*第十二条第三款/,
  /同一人复核，被拒 \|.*第十二条第四款 \|.*须由另一人办理/,
  /生成使用权限 \| 平台 \| 第二十七条第二款第二项 \|.*用途编码 p-/,
  /查询未授权的数据项，被拒 \|.*\| 第三十一条 \|.*column_not_granted/,
  /改用其他用途，被拒 \|.*\| 第三十三条 \|.*purpose_not_granted/,
  /重放同一请求，被拒 \|.*nonce_replayed/,
  /签名后改动请求内容，被拒 \|.*digest_mismatch/,
  /签给别的网址，被拒 \|.*wrong_authority/,
  /取用“户籍窗口分布\.geojson” \|.*SM3 相符/,
  /改用查询方式，被拒 \|.*mode_not_granted/,
  /权限终止后调用，被拒 \|.*grant_ended/,
  /异议后取 rows，被拒 \|.*第四十条/,
  /导出存证，离线核对 \|.*✓ 回执是第 \d+ 条；✓ \d+ 条存证全部相符/,
  /逾期标红 \|.*已逾期/,
  /2027 年日历未导入 \|.*暂定/,
  /到期后调用，被拒 \|.*\| 第三十一条 \|.*grant_expired/,
];

test("the whole story goes as the law has it, from catalogue to open download, and its ledger fits", async () => {
  const known = existsSync(real);
  if (!known) console.warn(`${real} is not there: the story takes generated epidemic figures`);
  const written = await told(home, server, known ? ["--epidemic", real] : []);
  for (const line of [...lines, /第 1 批：收到 20000 行 = 入库 20000 行 \+ 问题数据 0 行/])
    expect(written).toMatch(line);
  expect(written).toMatch(
    known
      ? /第 1 批：收到 4603 行 = 入库 4124 行 \+ 问题数据 479 行；/
      : /黑龙江省疫情逐日统计.*第 1 批：收到 \d+ 行 = 入库 \d+ 行 \+ 问题数据 \d+ 行/,
  );
}, 300_000);

test("the same story is told in another city, of which only the profile is known", async () => {
  await server.stop();
  const elsewhere = await demonstration({ GONGSHU_CITY: join(import.meta.dirname, "profiles/wanglan") });
  try {
    const there = await elsewhere.start();
    const written = await told(elsewhere, there, ["--persons", "300"]);
    for (const line of [...lines, /望数享〔2026〕\d+号/, /望澜市民政局申请共享/, /东陵省疫情逐日统计/])
      expect(written).toMatch(line);
    expect(written).not.toMatch(/双鸭山|双数|黑龙江|2305/);
    await there.stop();
  } finally {
    await elsewhere.remove();
  }
}, 300_000);

type Told = Pick<Awaited<ReturnType<typeof demonstration>>, "directory" | "variables">;

/** The report of the story as told on a running platform; every line of it is as it must be. */
async function told({ directory, variables }: Told, { url }: Serving, options: string[]): Promise<string> {
  const report = join(directory, "story.md");
  const values = ["--url", url, "--home", directory, "--report", report, ...options];
  const { code, output } = await program("src/app/story/run.ts", values, variables).ended;
  expect(output).toMatch(/全部 \d+ 步与预期相符。/);
  expect(code).toBe(0);
  return readFile(report, "utf8");
}
