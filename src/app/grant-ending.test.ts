import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { grantConditional, mount, publish, request, start } from "../../test/support/business.ts";
import { registerEntry } from "../../test/support/city.ts";
import { type TestPlatform, testPlatform } from "../../test/support/platform.ts";
import { listOf } from "../contract/common.ts";
import type { Entry } from "../contract/entry.ts";
import type { Grant } from "../contract/grant.ts";
import { type Notice, notice } from "../contract/notice.ts";
import { platformInfo } from "../contract/session.ts";

let p: TestPlatform;
let register: Entry;
beforeAll(async () => {
  p = await testPlatform();
  register = await publish(p, "gaj", { ...registerEntry, name: "快到期的登记" });
  await mount(await p.as("gaj"), register);
});
afterAll(() => p.close());

async function moveTo(at: string): Promise<void> {
  await (await p.as("sysadmin")).post("/api/v1/demo/clock", { at }, platformInfo);
  await vi.waitFor(
    async () => {
      const { rows } = await p.t.pool.query("select from platform.delivery limit 1");
      expect(rows).toEqual([]);
    },
    { timeout: 20_000, interval: 50 },
  );
}
const given = (months: number): Promise<Grant> =>
  grantConditional(p, "mzj", "gaj", register, { ...request, months });
const warned = async (who: string, { id }: Grant): Promise<Notice[]> =>
  (await (await p.as(who)).get("/api/v1/notices?limit=200", listOf(notice))).items.filter(
    ({ about, path }) => about === "ending" && path === `/desk/grants/${id}`,
  );

test("A27.1 the office of the holder is told once, ten working days before the term is over", async () => {
  const [month, year, returned] = [await given(1), await given(12), await given(1)];
  expect(month.validUntil).toBe("2026-10-21T00:00:00.000+08:00");
  await start(await p.as("mzj"), {
    kind: "grant-return",
    subject: returned.id,
    form: { why: "业务已经结束" },
  });

  await moveTo("2026-09-29T18:00:00+08:00");
  expect(await warned("mzj", month)).toEqual([]);

  // The week of the National Day is off, 10 October is worked for it: ten working days to 20 October.
  await moveTo("2026-09-30T09:00:00+08:00");
  expect(await warned("mzj", month)).toMatchObject([
    {
      title: "使用权限即将到期：“快到期的登记”",
      detail: "2026年10月21日 0:00 起不能再调用。到期后仍需使用的，请提前重新申请共享（第二十七条第一款）",
      dueOn: "2026-10-20",
    },
  ]);
  for (const other of [year, returned]) expect(await warned("mzj", other)).toEqual([]);
  for (const who of ["gaj", "wjw"]) expect(await warned(who, month)).toEqual([]);

  await moveTo("2026-10-15T09:00:00+08:00");
  await moveTo("2026-10-20T23:59:00+08:00");
  expect(await warned("mzj", month)).toHaveLength(1);
});

test("A27.1 who holds a grant for less than the warning is told from its second day, and once", async () => {
  await moveTo("2026-11-02T09:00:00+08:00");
  const short = await given(1);
  // As one filed with few days left.
  await p.t.ownerPool.query(`update access."grant" set valid_until = $2 where id = $1`, [
    short.id,
    "2026-11-07T00:00:00+08:00",
  ]);
  await moveTo("2026-11-02T16:00:00+08:00");
  expect(await warned("mzj", short)).toEqual([]);
  await moveTo("2026-11-03T00:00:00+08:00");
  expect(await warned("mzj", short)).toMatchObject([{ dueOn: "2026-11-06" }]);
  await moveTo("2026-11-05T00:00:00+08:00");
  expect(await warned("mzj", short)).toHaveLength(1);
});

test("A27.1 of a term that is over already there is no warning", async () => {
  const passed = await given(1);
  await moveTo("2027-01-04T09:00:00+08:00");
  expect(await warned("mzj", passed)).toEqual([]);
});
