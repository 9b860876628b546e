import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import {
  apply,
  code,
  compile,
  grantConditional,
  mount,
  openToPublic,
  publish,
  send,
  start,
  upload,
} from "../../test/support/business.ts";
import { epidemicEntry, registerEntry } from "../../test/support/city.ts";
import { albumEntry, pdfOf } from "../../test/support/file-entry.ts";
import { type TestPlatform, testPlatform } from "../../test/support/platform.ts";
import { interfaces } from "../../test/support/small-interfaces.ts";
import { DepartmentSystem, openedTo } from "../../test/support/upstream.ts";
import { type Progress, progress } from "../contract/progress.ts";
import { moveLawClock } from "../platform/clocks/index.ts";
import { inTransaction } from "../platform/db/index.ts";
import { epidemicHeader } from "./demo/epidemic.ts";

let p: TestPlatform;
let system: DepartmentSystem;
beforeAll(async () => {
  system = await DepartmentSystem.start();
  p = await testPlatform({ GONGSHU_UPSTREAM_HOSTS: openedTo("gaj", system.origin) });
});
afterAll(async () => {
  await p.close();
  await system.close();
});

const seen = async (who: string): Promise<Progress[]> =>
  (await (await p.as(who)).get("/api/v1/progress", z.object({ items: z.array(progress) }))).items;
const of = async (name: string, who = "sjj"): Promise<Progress | undefined> =>
  (await seen(who)).find((row) => row.name === name);

test("A8.2 A9.5 progress per department and stage is counted from what was done, and late matters are seen", async () => {
  expect(await of("双鸭山市卫生健康委员会")).toMatchObject({
    published: 0,
    batches: 0,
    received: "0",
    opened: 0,
  });
  const register = await publish(p, "gaj", registerEntry);
  await mount(await p.as("gaj"), register);
  const figures = await publish(p, "wjw", epidemicEntry);
  const api = await p.as("wjw");
  const lines = [
    "2020-02-09,黑龙江省,230000,双鸭山市,230500,38,0,0,2",
    "2020-02-09,黑龙江省,230000,境外,2300y0,0,0,0,0",
  ];
  await upload(api, await mount(api, figures), `${[epidemicHeader.join(","), ...lines].join("\n")}\n`);
  await openToPublic(p, figures);
  await compile(api, { ...epidemicEntry, name: "逐月统计" });
  await grantConditional(p, "mzj", "gaj", register);
  expect(await of("双鸭山市卫生健康委员会")).toMatchObject({
    published: 1,
    unpublished: 1,
    mounted: 1,
    batches: 1,
    received: "2",
    accepted: "1",
    opened: 1,
    provided: 0,
  });
  expect(await of("双鸭山市公安局")).toMatchObject({
    published: 1,
    mounted: 1,
    batches: 0,
    provided: 1,
    used: 0,
  });
  expect(await of("双鸭山市民政局")).toMatchObject({ provided: 0, used: 1, overdue: 0 });
  const form = {
    title: "清查接口",
    requirement: "逐个列出",
    dueOn: "2026-09-30",
    addressee: "双鸭山市民政局",
  };
  await start(await p.as("sjj"), { kind: "data-task", form });
  await apply(await p.as("mzj"), register);
  await inTransaction(p.t.db, (tx) => moveLawClock(tx, new Date("2026-10-08T09:00:00+08:00")));
  expect((await of("双鸭山市民政局"))?.overdue).toBe(1);
});

test("A69.2 what a unit still owes is seen: data not delivered, entries not opened, updates late", async () => {
  const mine = () => of("双鸭山市人力资源和社会保障局");
  const api = await p.as("rsj");
  const daily = await publish(p, "rsj", { ...epidemicEntry, name: "每日招聘", updateFrequency: "daily" });
  const shut = { openingClass: "not-open", openingBasis: "涉及个人隐私" } as const;
  await publish(p, "rsj", { ...epidemicEntry, name: "参保明细", ...shut });
  expect(await mine()).toMatchObject({ published: 2, aggregated: 0, openable: 1, opened: 0, dataOverdue: 0 });
  const resource = await mount(api, daily);
  expect(await mine()).toMatchObject({ mounted: 1, aggregated: 0 });
  const day = "2020-02-09,黑龙江省,230000,双鸭山市,230500,38,0,0,2";
  await upload(api, resource, `${[epidemicHeader.join(","), day].join("\n")}\n`);
  expect(await mine()).toMatchObject({ aggregated: 1, dataOverdue: 0 });
  await inTransaction(p.t.db, (tx) => moveLawClock(tx, new Date("2026-10-20T09:00:00+08:00")));
  expect(await mine()).toMatchObject({ aggregated: 1, dataOverdue: 1 });
});

test("A8.2 A17.1 a file is no row, and nothing arrives into an interface: each is counted apart", async () => {
  const before = await of("双鸭山市卫生健康委员会");
  const wjw = await p.as("wjw");
  const album = await mount(wjw, await publish(p, "wjw", albumEntry), "file");
  for (const name of ["一图", "二图", "三图"]) await send(wjw, album, `${name}.pdf`, pdfOf(name));
  expect(await of("双鸭山市卫生健康委员会")).toEqual({
    ...before,
    published: (before?.published ?? 0) + 1,
    mounted: (before?.mounted ?? 0) + 1,
    aggregated: (before?.aggregated ?? 0) + 1,
    batches: (before?.batches ?? 0) + 3,
    files: "3",
  });
  const { fresh, mounting } = interfaces(p, system);
  await mounting(await fresh());
  expect(await of("双鸭山市公安局")).toMatchObject({ received: "0", files: "0", interfaces: 1 });
});

test("A8.2 a bureau sees the units of its area, a unit itself, the public nothing", async () => {
  expect((await seen("mzj")).map(({ name }) => name)).toEqual(["双鸭山市民政局"]);
  const county = await seen("jixian-sjj");
  expect(county.map(({ regionName }) => regionName)).toEqual(county.map(() => "集贤县"));
  expect(county.length).toBeGreaterThan(1);
  expect((await seen("auditor")).length).toBe((await seen("sjj")).length);
  for (const outsider of ["citizen", "operator"])
    expect([outsider, await code(seen(outsider))]).toEqual([outsider, "forbidden"]);
});
