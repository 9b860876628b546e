import { afterAll, beforeAll, expect, test } from "vitest";
import {
  act,
  code,
  compile,
  mount,
  publish,
  readEntry,
  save,
  see,
  start,
  submit,
  upload,
} from "../../test/support/business.ts";
import { epidemicCsv, epidemicEntry, registerEntry } from "../../test/support/city.ts";
import { fileFrom } from "../../test/support/imports.ts";
import { type TestPlatform, testPlatform } from "../../test/support/platform.ts";
import { listOf } from "../contract/common.ts";
import { type Dashboard, dashboard } from "../contract/dashboard.ts";
import { type EntryContent, entrySummary } from "../contract/entry.ts";
import { moveLawClock } from "../platform/clocks/index.ts";
import { inTransaction } from "../platform/db/index.ts";
import { readSheets } from "../platform/sheets/index.ts";

let p: TestPlatform;
beforeAll(async () => {
  p = await testPlatform();
});
afterAll(() => p.close());

let names = 0;
const draft = (more: Partial<EntryContent> = {}): EntryContent => ({
  ...epidemicEntry,
  name: `看板统计第${++names}种`,
  ...more,
});
const seen = async (who: string): Promise<Dashboard> =>
  (await p.as(who)).get("/api/v1/catalogue/dashboard", dashboard);
const unitOf = (figures: Dashboard, key: string) =>
  figures.units.find(({ unit }) => unit.id === p.party(key));
const sum = (counts: readonly { count: number }[]) => counts.reduce((all, { count }) => all + count, 0);

/** Everything the auditor can list, counted by hand. */
async function everything() {
  const api = await p.as("auditor");
  const { items, next } = await api.get("/api/v1/entries?limit=200", listOf(entrySummary));
  expect(next).toBeNull();
  return items;
}

test("A12.1 A11.3 A23.2 the figures equal what the lists hold, by state, class, grade, unit and month", async () => {
  const wjw = await p.as("wjw");
  const first = await publish(p, "wjw", draft());
  await publish(p, "wjw", draft({ sharingClass: "not-shared", sharingBasis: "《统计法》第九条" }));
  await publish(p, "gaj", { ...registerEntry, name: "看板户籍" });
  await publish(p, "jixian-wjw", draft({ openingClass: "not-open", openingBasis: "涉密" }), "jixian-sjj");
  await compile(wjw, draft());
  await submit(wjw, await compile(wjw, draft()));
  await mount(wjw, first);
  const figures = await seen("sjj");
  const listed = await everything();
  for (const { value, count } of figures.status)
    expect([value, count]).toEqual([value, listed.filter(({ status }) => status === value).length]);
  expect(sum(figures.status)).toBe(listed.length);
  const published = listed.filter(({ publishedVersion }) => publishedVersion !== null);
  for (const { value, count } of figures.sharing)
    expect([value, count]).toEqual([
      value,
      published.filter(({ sharingClass }) => sharingClass === value).length,
    ]);
  for (const { value, count } of figures.opening)
    expect([value, count]).toEqual([
      value,
      published.filter(({ openingClass }) => openingClass === value).length,
    ]);
  for (const { value, count } of figures.grades)
    expect([value, count]).toEqual([value, published.filter(({ grade }) => grade === value).length]);
  for (const counts of [figures.sharing, figures.opening, figures.grades])
    expect(sum(counts)).toBe(published.length);
  for (const unit of figures.units) {
    const own = listed.filter(({ provider }) => provider.id === unit.unit.id);
    expect(unit).toMatchObject({
      published: own.filter(({ publishedVersion }) => publishedVersion !== null).length,
      drafts: own.filter(({ status }) => status === "draft").length,
      inReview: own.filter(({ status }) => status === "in-review").length,
    });
  }
  expect(unitOf(figures, "wjw")).toMatchObject({ published: 2, mounted: 1, graded: 2 });
  expect(unitOf(figures, "wjw")?.formats).toEqual([
    { format: "table", published: 2, mounted: 1 },
    { format: "file", published: 0, mounted: 0 },
    { format: "interface", published: 0, mounted: 0 },
  ]);
  expect(unitOf(figures, "wjw")?.lists).toContainEqual({ list: "not-shared", standing: "missing" });
  expect(figures.months).toHaveLength(12);
  expect(figures.months.at(-1)).toEqual({ month: "2026-09", first: published.length, further: 0 });
});

test("A12.1 a department sees its own figures, a county its region's, the public none", async () => {
  await publish(p, "gaj", { ...registerEntry, name: "本单位的户籍" });
  await publish(p, "jixian-wjw", draft(), "jixian-sjj");
  const [city, county, unit] = [await seen("sjj"), await seen("jixian-sjj"), await seen("gaj")];
  expect([city.scope, county.scope.kind, unit.scope]).toEqual([
    { kind: "city", name: "全市" },
    "region",
    { kind: "unit", name: "双鸭山市公安局" },
  ]);
  expect(unit.units.map(({ unit: one }) => one.id)).toEqual([p.party("gaj")]);
  const gaj = await (await p.as("gaj")).get("/api/v1/entries?mine=true&limit=200", listOf(entrySummary));
  expect(sum(unit.status)).toBe(gaj.items.length);
  expect(county.units.map(({ unit: one }) => one.id)).toEqual([p.party("jixian-wjw")]);
  expect((await seen("gov")).units).toHaveLength(city.units.length);
  expect(await code(seen("citizen"))).toBe("forbidden");
  expect(await code(seen("operator"))).toBe("forbidden");
});

test("A13.1 updates of entries and of data are counted when they fall due and when they are late", async () => {
  const wjw = await p.as("wjw");
  const daily = await publish(p, "mzj", draft({ updateFrequency: "daily" }));
  const code_ = await mount(await p.as("mzj"), daily);
  const own = async () => unitOf(await seen("mzj"), "mzj");
  expect(await own()).toMatchObject({ dataDue: 1, dataOverdue: 0, updatesOpen: 0, updatesOverdue: 0 });
  const update = await start(await p.as("mzj"), {
    kind: "catalogue-update",
    subject: daily.id,
    form: { changeKind: "law", changedOn: "2026-09-21", basis: "《统计法》修订" },
  });
  expect(await own()).toMatchObject({ updatesOpen: 1, updatesOverdue: 0 });
  await inTransaction(p.t.db, (tx) => moveLawClock(tx, new Date("2026-11-10T09:00:00+08:00")));
  expect(await own()).toMatchObject({ dataDue: 0, dataOverdue: 1, updatesOpen: 1, updatesOverdue: 1 });
  await upload(await p.as("mzj"), code_, epidemicCsv(3));
  expect(await own()).toMatchObject({ dataDue: 1, dataOverdue: 0 });
  expect(await readEntry(wjw, daily.id)).toMatchObject({ status: "published" });
  const mzj = await p.as("mzj");
  const entry = await readEntry(mzj, daily.id);
  await save(mzj, entry, { ...entry.draft, abstract: "按修订后的法律更新" });
  await act(mzj, update.id, "submit");
  await inTransaction(p.t.db, (tx) => moveLawClock(tx, new Date("2026-11-20T09:00:00+08:00")));
  expect((await see(mzj, update.id)).state).toBe("review");
  expect(await own()).toMatchObject({ updatesOpen: 1, updatesOverdue: 0 });
});

test("A12.1 the workbook holds the same figures", async () => {
  const figures = await seen("sjj");
  const book = await readSheets(await fileFrom(await p.as("sjj"), "GET", "/api/v1/catalogue/dashboard.xlsx"));
  expect(book.sheets.map(({ name }) => name)).toEqual([
    "概览",
    "各单位",
    "各单位挂载",
    "清单报送",
    "按月发布",
  ]);
  const [, units, mountings] = book.sheets;
  const told = units?.rows.slice(1).map(({ cells }) => [cells[0], Number(cells[1]), Number(cells[4])]);
  expect(told).toEqual(figures.units.map(({ unit, published, mounted }) => [unit.name, published, mounted]));
  const wjw = mountings?.rows.find(({ cells }) => cells[0] === "双鸭山市卫生健康委员会");
  expect(wjw?.cells.slice(0, 4).map(String)).toEqual(["双鸭山市卫生健康委员会", "2", "1", "50"]);
});
