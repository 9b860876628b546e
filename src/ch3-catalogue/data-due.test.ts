import { afterAll, beforeAll, expect, test } from "vitest";
import { compile, mount, publish, upload } from "../../test/support/business.ts";
import { epidemicCsv, epidemicEntry } from "../../test/support/city.ts";
import { type TestPlatform, testPlatform } from "../../test/support/platform.ts";
import { entryUpdates, ownUpdates } from "../contract/data-due.ts";
import { lawNow, moveLawClock, shanghaiDate } from "../platform/clocks/index.ts";
import { inTransaction } from "../platform/db/index.ts";

let p: TestPlatform;
beforeAll(async () => {
  p = await testPlatform();
});
afterAll(() => p.close());

const own = async (who: string) => (await p.as(who)).get("/api/v1/catalogue/updates/own", ownUpdates);
const of = async (who: string, ids: readonly string[]) =>
  (await (await p.as(who)).get(`/api/v1/catalogue/updates?ids=${ids.join(",")}`, entryUpdates)).items;
const days = (from: string, count: number) =>
  new Date(Date.parse(`${from}T00:00:00Z`) + count * 86_400_000).toISOString().slice(0, 10);

test("the next update of an entry is due by its frequency after the last data, and its own unit is told in time", async () => {
  const wjw = await p.as("wjw");
  const weekly = await publish(p, "wjw", { ...epidemicEntry, name: "按周更新", updateFrequency: "weekly" });
  const yearly = await publish(p, "wjw", { ...epidemicEntry, name: "按年更新", updateFrequency: "yearly" });
  const never = await publish(p, "wjw", { ...epidemicEntry, name: "不再更新", updateFrequency: "archived" });
  const draft = await compile(wjw, { ...epidemicEntry, name: "还没有发布" });
  const resource = await mount(wjw, weekly);
  for (const entry of [yearly, never]) await mount(wjw, entry);
  const start = shanghaiDate(await lawNow(p.t.db));
  const ids = [weekly, yearly, never, draft].map(({ id }) => id);

  expect(await of("mzj", ids)).toMatchObject([
    { id: weekly.id, dueOn: days(start, 7), lastOn: null, overdue: false },
    { id: yearly.id, frequency: "yearly", overdue: false },
  ]);
  expect(await of("citizen", ids)).toEqual([]);
  expect(await own("wjw")).toMatchObject({ overdue: 0, soon: 1, items: [{ id: weekly.id }] });

  await inTransaction(p.t.db, (tx) => moveLawClock(tx, new Date(`${days(start, 9)}T10:00:00+08:00`)));
  expect(await own("wjw")).toMatchObject({ overdue: 1, soon: 0, items: [{ id: weekly.id, overdue: true }] });
  expect(await own("mzj")).toEqual({ items: [], overdue: 0, soon: 0 });

  await upload(wjw, resource, epidemicCsv(3));
  expect(await of("wjw", [weekly.id])).toMatchObject([
    { lastOn: days(start, 9), dueOn: days(start, 16), overdue: false },
  ]);
});
