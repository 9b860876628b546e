import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import {
  act,
  apply,
  approve,
  code,
  mount,
  openingOf,
  openToPublic,
  publish,
  refusal,
  securityReview,
  send,
  start,
  upload,
} from "../../test/support/business.ts";
import { epidemicCsv, epidemicEntry, hospitalEntry, registerEntry } from "../../test/support/city.ts";
import { albumEntry, pdfOf } from "../../test/support/file-entry.ts";
import { fileFrom } from "../../test/support/imports.ts";
import { type TestPlatform, testPlatform } from "../../test/support/platform.ts";
import { interfaces } from "../../test/support/small-interfaces.ts";
import { DepartmentSystem, openedTo } from "../../test/support/upstream.ts";
import { whileWaiting } from "../../test/support/waiting.ts";
import { listOf } from "../contract/common.ts";
import type { Entry, EntryContent } from "../contract/entry.ts";
import { recordDocument } from "../contract/lists.ts";
import type { Matter } from "../contract/matter.ts";
import {
  type OpenCatalogueRow,
  openCatalogueList,
  openCatalogueVersions,
  openingIndicators,
} from "../contract/open-catalogue.ts";
import { datasetSummary } from "../contract/portal.ts";
import { moveLawClock } from "../platform/clocks/index.ts";
import { inTransaction } from "../platform/db/index.ts";
import { readSheets } from "../platform/sheets/index.ts";

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

let names = 0;
/** A published entry with a table of three rows. */
async function filled(who: string, reviewer: string, more: Partial<EntryContent> = {}): Promise<Entry> {
  names += 1;
  const entry = await publish(p, who, { ...epidemicEntry, name: `开放目录第${names}种`, ...more }, reviewer);
  const api = await p.as(who);
  await upload(api, await mount(api, entry), epidemicCsv(3));
  return entry;
}
const lines = async (who: string, query = "") =>
  (await (await p.as(who)).get(`/api/v1/opening/catalogue?limit=200${query}`, openCatalogueList)).items;
const versions = async (who: string) =>
  (await p.as(who)).get("/api/v1/opening/catalogue/versions", openCatalogueVersions);
const compileBy = async (who: string): Promise<Matter> =>
  start(await p.as(who), { kind: "open-catalogue-publication", form: {} });
const mark = async (who: string, subject: string, priority: string) =>
  start(await p.as(who), { kind: "opening-priority", subject, form: { priority, why: "群众常查" } });
const onPortal = async (query = "") =>
  (await p.anybody.get(`/api/v1/portal/datasets?limit=200${query}`, listOf(datasetSummary))).items;
const indicators = async (who: string) =>
  (await (await p.as(who)).get("/api/v1/opening/indicators", z.object({ items: z.array(openingIndicators) })))
    .items;
const ids = (rows: readonly { id: string }[]) => rows.map(({ id }) => id);

const standard = {
  title: "公共数据资源开放目录编制规范",
  number: "DB2305/T 004-2026",
  documentKind: "specification",
  documentLevel: "city",
  documentTopic: "opening",
  issuer: "双鸭山市数据局",
  jointly: ["双鸭山市市场监督管理局"],
  edition: "2026年版",
  effectiveFrom: "2026-06-01",
  published: true,
};
const enter = async (form: object) =>
  (await p.as("sjj")).post("/api/v1/records", { register: "library", form }, z.object({ id: z.uuid() }));

/** Opens an entry of 集贤县卫生健康局, which has one account here: its second person's review is taken as done. */
async function openOfCounty(entry: Entry): Promise<void> {
  const { id } = await start(await p.as("jixian-wjw"), openingOf(entry));
  await p.t.ownerPool.query("update matters.matter set state = 'review', holder_party = $2 where id = $1", [
    id,
    p.party("jixian-sjj"),
  ]);
  await act(await p.as("jixian-sjj"), id, "approve");
  await act(await p.as("dsj"), id, "verify");
  await act(await p.as("sjj"), id, "publish");
}

test("A36.1 the city's one open catalogue is compiled by the standard in force, verified, re-reviewed, published in versions and kept up", async () => {
  const entry = await filled("wjw", "sjj");
  expect(ids(await lines("mzj", "&standing=planned"))).toContain(entry.id);
  expect(ids(await lines("mzj"))).not.toContain(entry.id);
  await openToPublic(p, entry);
  expect(ids(await lines("mzj", "&standing=planned"))).not.toContain(entry.id);
  const [row] = (await lines("mzj")).filter(({ id }) => id === entry.id);
  expect(row).toMatchObject({
    scope: "全部",
    content: epidemicEntry.items.map(({ name }) => name),
    openingClass: "unconditional",
    forms: ["csv", "json", "interface"],
    updateFrequency: "不更新（历史数据）",
    state: "open",
  });
  const missing = await refusal(compileBy("sjj"));
  expect([missing.code, missing.article]).toEqual(["standard_missing", "36¶1"]);
  await enter({ ...standard, number: "未来", effectiveFrom: "2027-06-01" });
  expect(await code(compileBy("sjj"))).toBe("standard_missing");
  await enter(standard);
  expect(await code(compileBy("mzj"))).toBe("open_catalogue_not_yours");
  const { id, holder } = await compileBy("sjj");
  expect(holder?.id).toBe(p.party("dsj"));
  await act(await p.as("dsj"), id, "verify");
  expect(await code(act(await p.as("sjj"), id, "publish"))).toBe("same_person_twice");
  await act(await p.as("sjj2"), id, "publish");
  const first = await versions("mzj");
  expect(first.since).toEqual({ added: 0, removed: 0, changed: 0 });
  expect(first.items.map(({ version, lines: count, standard: by }) => [version, count, by.number])).toEqual([
    [1, 1, standard.number],
  ]);
  const kept = await (await p.as("mzj")).get(
    `/api/v1/catalogue/records/${first.items[0]?.id}`,
    recordDocument,
  );
  expect(kept.body).toMatchObject({ rows: [{ id: entry.id, scope: "全部" }] });
  expect(await code(compileBy("sjj"))).toBe("open_catalogue_unchanged");
  const [verified, later] = [await filled("wjw", "sjj"), await filled("wjw", "sjj")];
  await openToPublic(p, verified);
  expect((await versions("mzj")).since).toEqual({ added: 1, removed: 0, changed: 0 });
  const next = await compileBy("sjj");
  expect(next.state).toBe("verification");
  await act(await p.as("dsj"), next.id, "verify");
  await openToPublic(p, later);
  await act(await p.as("sjj2"), next.id, "publish");
  expect((await versions("mzj")).items.map(({ lines: count }) => count)).toEqual([2, 1]);
  expect((await versions("mzj")).since).toEqual({ added: 1, removed: 0, changed: 0 });
});

test("A36.3 a county compiles the open catalogue of its area by the same standard; the city's takes it in", async () => {
  if ((await versions("sjj")).standard === null) await enter(standard);
  await openToPublic(p, await filled("wjw", "sjj"));
  const entry = await filled("jixian-wjw", "jixian-sjj");
  expect(await code(compileBy("jixian-sjj"))).toBe("open_catalogue_unchanged");
  await openOfCounty(entry);
  const { id } = await compileBy("jixian-sjj");
  await act(await p.as("dsj"), id, "verify");
  await act(await p.as("sjj"), id, "publish");
  const county = await versions("jixian-wjw");
  expect(county.items.map(({ lines: count, standard: by }) => [count, by.number])).toEqual([
    [1, standard.number],
  ]);
  expect((await lines("mzj")).length).toBeGreaterThan(1);
  expect(ids(await lines("mzj", "&region=230521"))).toEqual([entry.id]);
  expect(ids(await onPortal(`&region=${encodeURIComponent("集贤县")}`))).toEqual([entry.id]);
});

test("A36.2 what a department marks as its priority comes first, in the catalogue and on the portal", async () => {
  const [first, second] = [await filled("wjw", "sjj"), await filled("wjw", "sjj")];
  await openToPublic(p, first);
  await openToPublic(p, second);
  const before = ids(await onPortal());
  expect(before.indexOf(second.id)).toBeLessThan(before.indexOf(first.id));
  await mark("wjw", first.id, "livelihood");
  expect(ids(await onPortal())[0]).toBe(first.id);
  expect((await onPortal()).find(({ id }) => id === first.id)?.priority).toBe("livelihood");
  expect(ids(await onPortal("&sort=newest"))[0]).toBe(second.id);
  expect(ids(await lines("mzj"))[0]).toBe(first.id);
  await mark("wjw", first.id, "none");
  await mark("wjw", second.id, "urgent");
  expect(ids(await lines("mzj"))[0]).toBe(second.id);
  await mark("wjw", second.id, "none");
  await mark("wjw", first.id, "livelihood");
  expect(await code(mark("wjw", first.id, "livelihood"))).toBe("priority_unchanged");
  expect(await code(mark("mzj", first.id, "urgent"))).toBe("not_found");
  const planned = await filled("wjw", "sjj");
  await mark("wjw", planned.id, "urgent");
  expect(ids(await lines("mzj", "&standing=planned"))[0]).toBe(planned.id);
  await openToPublic(p, planned);
  expect((await onPortal()).slice(0, 2).map(({ priority }) => priority)).toEqual(["urgent", "livelihood"]);
  await mark("wjw", planned.id, "none");
  await mark("wjw", first.id, "none");
  expect((await onPortal()).every(({ priority }) => priority === null)).toBe(true);
});

test("A36.2 a mark waits for an opening under way, so that none of the two is lost", async () => {
  const entry = await filled("wjw", "sjj");
  const waiting = {
    id: entry.id,
    lock: "select pg_advisory_xact_lock(hashtextextended($1, 6))",
    meanwhile: `insert into opening.priority (entry_id, ground, why, matter_id, at)
      values ($1, 'urgent', '群众常查', gen_random_uuid(), platform.law_now())`,
  };
  expect(await code(whileWaiting(p, waiting, () => mark("wjw", entry.id, "urgent")))).toBe(
    "priority_unchanged",
  );
});

test("A36.3 what was open before areas were told is found under its area after the upgrade", async () => {
  const entry = await filled("wjw", "sjj");
  await openToPublic(p, entry);
  const inArea = async () => ids(await onPortal(`&region=${encodeURIComponent("双鸭山市")}`));
  expect(await inArea()).toContain(entry.id);
  await p.t.ownerPool.query("update portal.dataset set region = '', body = body - 'region'");
  expect(await inArea()).toEqual([]);
  const migration = new URL("migrations/202612011400-opening-region.sql", import.meta.url);
  await p.t.ownerPool.query(await readFile(migration, "utf8"));
  expect(await inArea()).toContain(entry.id);
});

test("A36.2 what is not to be opened is nobody's priority; who asked for it is counted", async () => {
  const shut = await publish(p, "gaj", { ...registerEntry, name: "不开放的户籍" });
  const refused = await refusal(mark("gaj", shut.id, "urgent"));
  expect([refused.code, refused.article]).toEqual(["entry_not_open", "37¶1(1)"]);
  const asked = await filled("wjw", "sjj", {
    sharingClass: "conditional",
    sharingBasis: "《统计法》第九条",
    sharingScope: "民政",
    sharingPurpose: "救助",
    items: hospitalEntry.items,
  });
  const column = epidemicEntry.items[0]?.column ?? "";
  const form = {
    scenario: "核对",
    mode: "query",
    columns: [column],
    rowScope: "全部",
    basis: "《社会救助暂行办法》",
    months: 12,
  };
  const { id } = await apply(await p.as("mzj"), asked, form);
  const demand = async () =>
    (await lines("mzj", "&standing=planned")).find((row: OpenCatalogueRow) => row.id === asked.id)?.demand;
  expect(await demand()).toBe(1);
  await act(await p.as("mzj"), id, "withdraw");
  expect(await demand()).toBe(0);
});

test("A36.7 compiling, quality, opening and updating are counted for every unit, and exported", async () => {
  const own = async () => (await indicators("sjj")).find(({ unit }) => unit.id === p.party("mzj"));
  const daily = { updateFrequency: "daily" } as const;
  const entry = await filled("mzj", "sjj", daily);
  await filled("mzj", "sjj");
  await filled("jixian-wjw", "jixian-sjj");
  expect(await own()).toMatchObject({
    classed: 2,
    included: 0,
    open: 0,
    received: "0",
    onTime: 0,
    overdue: 0,
  });
  const { id } = await start(await p.as("mzj"), openingOf(entry));
  expect(await own()).toMatchObject({ included: 0, underWay: 1 });
  await act(await p.as("mzj-head"), id, "passSecurityReview", { form: securityReview });
  await approve(p, id);
  expect(await own()).toMatchObject({
    included: 1,
    underWay: 0,
    open: 1,
    received: "40",
    onTime: 1,
    overdue: 0,
  });
  await mark("mzj", entry.id, "livelihood");
  expect(await own()).toMatchObject({ priority: 1, priorityOpen: 1 });
  await inTransaction(p.t.db, (tx) => moveLawClock(tx, new Date("2026-10-12T09:00:00+08:00")));
  expect(await own()).toMatchObject({ onTime: 0, overdue: 1 });
  const objector = await p.as("citizen");
  const attachments = [await objector.attach("证据.txt", "text/plain", "截图\n")];
  const form = { ground: "error", claim: "数字有误", where: "", contact: "0469-0000000" };
  await start(objector, { kind: "opening-objection", subject: entry.id, form, attachments });
  expect(await own()).toMatchObject({ included: 1, open: 0, suspended: 1 });
  expect((await indicators("mzj")).map(({ unit }) => unit.id)).toEqual([p.party("mzj")]);
  expect((await indicators("jixian-sjj")).map(({ region }) => region)).toEqual(["集贤县"]);
  expect(await code(indicators("citizen"))).toBe("forbidden");
  const book = await readSheets(await fileFrom(await p.as("sjj"), "GET", "/api/v1/opening/indicators.xlsx"));
  const told = book.sheets[0]?.rows.slice(1).map(({ cells }) => [cells[0], Number(cells[2])]);
  expect(told).toEqual((await indicators("sjj")).map(({ unit, classed }) => [unit.name, classed]));
});

test("A36.7 files and interfaces of what is classed as open are counted apart from rows", async () => {
  const opened = {
    openingClass: "conditional",
    openingConditions: "用于城市规划",
    openingBasis: "",
  } as const;
  const wjw = await p.as("wjw");
  const own = async (who: string) => (await indicators("sjj")).find(({ unit }) => unit.id === p.party(who));
  await filled("wjw", "sjj");
  const before = await own("wjw");
  const album = await publish(p, "wjw", { ...albumEntry, ...opened });
  const resource = await mount(wjw, album, "file");
  for (const name of ["一图", "二图"]) await send(wjw, resource, `${name}.pdf`, pdfOf(name));
  expect(await own("wjw")).toMatchObject({
    classed: (before?.classed ?? 0) + 1,
    received: before?.received ?? "0",
    accepted: before?.accepted ?? "0",
    files: "2",
    interfaces: 0,
  });
  const { fresh, mounting } = interfaces(p, system);
  await mounting(await fresh(opened));
  expect(await own("gaj")).toMatchObject({ received: "0", files: "0", interfaces: 1 });
  const book = await readSheets(await fileFrom(await p.as("sjj"), "GET", "/api/v1/opening/indicators.xlsx"));
  const [titles, ...rows] = book.sheets[0]?.rows.map(({ cells }) => cells) ?? [];
  const told = (title: string) =>
    rows.map((cells) => Number(cells[titles?.indexOf(title) ?? -1])).reduce((sum, one) => sum + one, 0);
  expect([told("入库文件数（定为开放）"), told("接口（定为开放）")]).toEqual([2, 1]);
});

test("A36.1 A36.6 the open catalogue is had as a file, with its six fields, inside and on the portal", async () => {
  const yearly = await filled("wjw", "sjj", { updateFrequency: "yearly" });
  await openToPublic(p, yearly);
  const titles = ["开放范围", "开放内容", "开放类型", "开放条件", "数据形式", "更新频率"];
  for (const path of ["/api/v1/opening/catalogue", "/api/v1/portal/catalogue"]) {
    const api = path.includes("portal") ? p.anybody : await p.as("mzj");
    const csv = (await api.send("GET", `${path}.csv`)).text;
    for (const title of titles) expect(csv.split("\r\n")[0]).toContain(title);
    const json = z.object({ items: z.array(z.object({ name: z.string(), updateFrequency: z.string() })) });
    const { items } = json.parse(JSON.parse((await api.send("GET", `${path}.json`)).text));
    expect(items.length).toBe(csv.trim().split("\r\n").length - 1);
    const stated = items.find(({ name }) => name === yearly.name)?.updateFrequency;
    expect(stated).toBe("不更新（历史数据）");
    const book = await readSheets(await fileFrom(await p.as("mzj"), "GET", `${path}.xlsx`));
    expect(book.sheets[0]?.rows.length).toBe(items.length + 1);
  }
  expect(await code((await p.as("citizen")).send("GET", "/api/v1/opening/catalogue.csv"))).toBe("forbidden");
});
