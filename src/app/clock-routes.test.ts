import { afterAll, expect, test } from "vitest";
import { testPlatform } from "../../test/support/platform.ts";
import { platformInfo } from "../contract/session.ts";

const p = await testPlatform();
afterAll(() => p.close());

const lawTime = async () => (await p.anybody.get("/api/v1/platform", platformInfo)).lawTime.slice(0, 10);
const move = async (who: string, at: string) =>
  (await p.as(who)).post("/api/v1/demo/clock", { at }, platformInfo);

test("whoever is of no unit moves no clock of a demonstration, for it moves everybody's deadlines", async () => {
  for (const who of ["citizen", "company"])
    await expect(move(who, "2026-09-28T09:00:00+08:00")).rejects.toMatchObject({ code: "forbidden" });
  expect(await lawTime()).toBe("2026-09-21");
  await move("wjw", "2026-09-28T09:00:00+08:00");
  expect(await lawTime()).toBe("2026-09-28");
});

test("the clock goes on to the end of 2099 and no further: what is sent then still gets its deadline", async () => {
  for (const at of ["2100-01-01T00:00:00+08:00", "9999-12-31T08:00:00+08:00"])
    await expect(move("sjj", at)).rejects.toMatchObject({
      code: "clock_too_far",
      detail: "法定时钟最晚拨到 2099 年底，请填更早的时间。",
    });
  expect(await lawTime()).toBe("2026-09-28");
  await move("sjj", "2099-12-31T23:00:00+08:00");
  expect(await lawTime()).toBe("2099-12-31");
});
