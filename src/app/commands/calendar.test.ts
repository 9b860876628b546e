import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { testDatabase } from "../../../test/support/postgres.ts";
import { gongshu, temporaryHome } from "../../../test/support/server.ts";

const t = await testDatabase({ kind: "production" });
const home = await temporaryHome();
const variables = { GONGSHU_HOME: home.directory, DATABASE_URL: t.adminUrl };

beforeAll(async () => {
  expect((await gongshu(["init"], variables).ended).code).toBe(0);
});
afterAll(async () => {
  await home.remove();
  await t.drop();
});

async function imported(
  text: string,
  ...options: string[]
): Promise<{ code: number | null; output: string }> {
  const path = join(home.directory, "notice.json");
  await writeFile(path, text);
  return gongshu(["calendar", "import", path, ...options], variables).ended;
}

test("the official notice of a year is loaded from a file; a wrong one is told and changes nothing", async () => {
  const notice = { year: 2027, source: "试验通知", off: ["2027-01-01"], work: ["2027-01-03"] };
  expect((await imported("放假")).output).toContain("不是放假安排");
  const wrong = await imported(JSON.stringify({ ...notice, work: ["2027-01-04"] }));
  expect([wrong.code, wrong.output]).toEqual([1, expect.stringContaining("本来就是工作日")]);
  const years = async () =>
    (await t.db.selectFrom("matters.calendar_year").select("year").execute()).map(({ year }) => year);
  expect(await years()).not.toContain(2027);
  expect((await imported(JSON.stringify(notice), "--preview")).output).toContain("尚未导入");
  expect(await years()).not.toContain(2027);
  expect((await imported(JSON.stringify(notice))).output).toContain("已导入 2027 年");
  expect(await years()).toContain(2027);
  expect((await imported(JSON.stringify(notice))).output).toContain("无须再导入");
});
