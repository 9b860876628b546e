import { afterAll, beforeAll, expect, test } from "vitest";
import {
  act,
  code,
  grantConditional,
  issueKey,
  mount,
  openToPublic,
  publish,
  send as sendFile,
  start,
  upload,
} from "../../../test/support/business.ts";
import {
  epidemicCsv,
  epidemicEntry,
  registerCsv,
  registerEntry,
  registerRows,
} from "../../../test/support/city.ts";
import { albumEntry, pdfOf } from "../../../test/support/file-entry.ts";
import { fileFrom } from "../../../test/support/imports.ts";
import { type TestPlatform, testPlatform } from "../../../test/support/platform.ts";
import { registers } from "../../../test/support/registers.ts";
import { changeDone, changePreview } from "../../contract/reorganisation.ts";
import { type SystemResult, systemResults } from "../../contract/system.ts";
import { readSheets } from "../../platform/sheets/index.ts";
import { signedCall } from "../story/api.ts";

let p: TestPlatform;
beforeAll(async () => {
  p = await testPlatform();
});
afterAll(() => p.close());

const page = async (who: string, query: string) =>
  (await p.as(who)).get(`/api/v1/systems?${query}`, systemResults);
const seen = async (who: string): Promise<SystemResult[]> => (await page(who, "limit=200")).items;
const of = async (system: string, who = "sjj"): Promise<SystemResult | undefined> =>
  (await seen(who)).find((one) => one.system === system);
const { enter, change } = registers(() => p);

const project = {
  projectName: "传染病监测预警系统",
  systemName: "监测预警平台",
  projectKind: "new",
  approver: "市发展和改革委员会",
};
const budget = {
  title: "监测预警平台建设",
  systemName: "监测预警平台",
  year: "2026",
  fundPurpose: "investment",
  amount: "120.5",
  approval: "双财预〔2026〕18号",
  finance: "双鸭山市财政局",
  goal: "归集五类数据",
};
const rules = {
  title: "公共数据资源登记制度",
  number: "双数规〔2026〕2号",
  documentKind: "rule",
  documentLevel: "city",
  documentTopic: "registration",
  issuer: "双鸭山市数据局",
  edition: "2026年版",
  effectiveFrom: "2026-06-01",
};

test("A69.3 what a system brought is counted from what was aggregated, shared and opened, beside its money", async () => {
  const api = await p.as("wjw");
  const [first, second] = [
    await publish(p, "wjw", { ...epidemicEntry, name: "监测统计甲" }),
    await publish(p, "wjw", { ...epidemicEntry, name: "监测统计乙" }),
  ];
  const entries = [first.id, second.id];
  const approval = await start(api, { kind: "project-approval", form: { ...project, entries } });
  expect(await of("监测预警平台")).toBeUndefined();
  await act(await p.as("sjj"), approval.id, "certify");
  const begun = {
    approval: approval.number,
    acceptance: null,
    entries: 2,
    published: 2,
    mounted: 0,
    rows: "0",
  };
  expect(await of("监测预警平台")).toMatchObject({ ...begun, budgets: [] });
  await enter("wjw", "budgets", budget);
  const resource = await mount(api, first);
  await upload(api, resource, epidemicCsv(3));
  expect(await of("监测预警平台")).toMatchObject({
    ...{ mounted: 1, aggregated: 1, rows: "39", grants: 0, calls: "0", open: 0 },
    budgets: [{ year: "2026", purpose: "investment", amount: "120.5", performance: "" }],
  });
  await upload(api, await mount(api, second), epidemicCsv(1));
  const album = await publish(p, "wjw", { ...albumEntry, name: "监测图册" });
  await sendFile(api, await mount(api, album, "file"), "一.pdf", pdfOf("监测"));
  entries.push(album.id);
  const delivered = { approvalNumber: approval.number, entries };
  const acceptance = await start(api, { kind: "project-acceptance", form: delivered });
  await act(await p.as("sjj"), acceptance.id, "certify");
  await openToPublic(p, first);
  expect(await of("监测预警平台")).toMatchObject({
    acceptance: acceptance.number,
    aggregated: 3,
    rows: "52",
    files: "1",
    grants: 0,
    open: 1,
  });
});

test("A69.3 a system without a project is known by its registered resources, and by its budget", async () => {
  await enter("sjj", "library", rules);
  const entry = await publish(p, "gaj", registerEntry);
  const resource = await mount(await p.as("gaj"), entry);
  await upload(await p.as("gaj"), resource, registerCsv(5));
  const [[subject = ""] = []] = [...registerRows(1)];
  const form = { origin: "接处警业务", systemName: "接处警系统", contact: "陈立" };
  const { id } = await start(await p.as("gaj"), { kind: "resource-registration", subject: entry.id, form });
  await act(await p.as("dsj"), id, "register");
  const known = { approval: null, entries: 1, registered: 1, aggregated: 1, rows: "5" };
  expect(await of("接处警系统")).toMatchObject({ ...known, grants: 0, calls: "0" });
  const grant = await grantConditional(p, "mzj", "gaj", entry);
  const key = await issueKey(await p.as("mzj"));
  const call = (columns: string[]) =>
    signedCall(p.url, `/share/v1/${resource}/query`, { purpose: grant.purpose, subject, columns }, key);
  expect((await call(["xm"])).status).toBe(200);
  expect(await code(call(["mz"]))).toBe("column_not_granted");
  expect(await of("接处警系统")).toMatchObject({ ...known, grants: 1, calls: "1" });
  // Looked at a list of files, had one file whole, and asked an interface that did not answer.
  await p.t.ownerPool.query(
    `insert into access.usage select (jsonb_populate_record(used, jsonb_build_object(
       'id', gen_random_uuid(), 'operation', more.operation, 'refusal', refused))).*
     from access.usage used, (values ('files', null), ('file', null), ('file-end', null), ('query', null),
       ('query', 'upstream_timeout')) more (operation, refused)
     where used.grant_id = $1 and used.refusal is null`,
    [grant.id],
  );
  expect((await of("接处警系统"))?.calls).toBe("2");
  await enter("rsj", "budgets", { ...budget, systemName: "社保核心系统", fundPurpose: "upkeep" });
  expect(await of("社保核心系统")).toMatchObject({ entries: 0, budgets: [{ purpose: "upkeep" }] });
});

test("A69.3 whoever decides about money has the figures of its area as a workbook, a department its own", async () => {
  for (const [who, systemName] of [
    ["mzj", "救助系统"],
    ["rsj", "就业系统"],
  ] as const)
    await enter(who, "budgets", { ...budget, systemName });
  // Of another unit, known by its project: budgets alone are hidden by their register already.
  const { id } = await publish(p, "wjw", { ...epidemicEntry, name: "床位统计" });
  const form = { ...project, systemName: "床位系统", entries: [id] };
  const approval = await start(await p.as("wjw"), { kind: "project-approval", form });
  await act(await p.as("sjj"), approval.id, "certify");
  expect((await seen("mzj")).map(({ unit }) => unit.id)).toEqual([p.party("mzj")]);
  expect((await seen("gov")).length).toBe((await seen("sjj")).length);
  expect(await seen("jixian-sjj")).toEqual([]);
  for (const outsider of ["citizen", "operator"])
    expect([outsider, await code(seen(outsider))]).toEqual([outsider, "forbidden"]);
  const book = await readSheets(await fileFrom(await p.as("gov"), "GET", "/api/v1/systems.xlsx"));
  expect(book.sheets.map(({ name }) => name)).toEqual(["成效", "预算和绩效"]);
  const [results, money] = book.sheets.map(({ rows }) => rows.slice(1).map(({ cells }) => cells[0]));
  expect(results).toEqual((await seen("gov")).map(({ system }) => system));
  expect(money).toContain("救助系统");
});

test("A69.3 the results come page by page, each system once", async () => {
  const all = await seen("sjj");
  const first = await page("sjj", "limit=2");
  const second = await page("sjj", `limit=200&cursor=${encodeURIComponent(first.next ?? "")}`);
  expect(first.items.length).toBe(2);
  expect([...first.items, ...second.items]).toEqual(all);
  expect(second.next).toBeNull();
});

test("A69.1 an assessment that is missing after the end of the year is told as late, also when it is taken back", async () => {
  const old = { ...budget, systemName: "旧系统", year: "2025", performance: "" };
  const late = async () => (await of("旧系统"))?.budgets.map(({ year, overdue }) => [year, overdue]);
  const first = await enter("mzj", "budgets", old);
  await enter("mzj", "budgets", { ...old, year: "2026" });
  expect(await late()).toEqual([
    ["2025", true],
    ["2026", false],
  ]);
  const assessed = await change("mzj", first, { ...old, performance: "优" }, "年度绩效评价");
  expect((await late())?.[0]).toEqual(["2025", false]);
  await change("mzj", assessed, old, "评价有误");
  expect((await late())?.[0]).toEqual(["2025", true]);
});

test("A69.3 budgets in the results are told to whom their register tells them, the finance department its systems", async () => {
  const [named, other] = ["低保系统", "殡葬系统"];
  await enter("mzj", "budgets", { ...budget, systemName: named, finance: "双鸭山市市场监督管理局" });
  await enter("mzj", "budgets", { ...budget, systemName: other });
  for (const reader of ["mzj", "sjj", "gov", "auditor", "scjgj"])
    expect([reader, (await of(named, reader))?.budgets.length]).toEqual([reader, 1]);
  expect((await seen("scjgj")).map(({ system }) => system)).toEqual([named]);
  const entry = await publish(p, "mzj", { ...epidemicEntry, name: "低保统计" });
  const form = { ...project, systemName: named, entries: [entry.id] };
  const { id } = await start(await p.as("mzj"), { kind: "project-approval", form });
  expect(await of(named, "dsj")).toBeUndefined();
  await act(await p.as("sjj"), id, "certify");
  expect(await of(named, "dsj")).toMatchObject({ entries: 1, budgets: [] });
  expect(await of(named, "scjgj")).toMatchObject({ entries: 1, budgets: [{ amount: "120.5" }] });
  expect((await seen("dsj")).flatMap(({ budgets }) => budgets)).toEqual([]);
  const book = await readSheets(await fileFrom(await p.as("dsj"), "GET", "/api/v1/systems.xlsx"));
  expect(book.sheets[1]?.rows.length).toBe(1);
});

test("A69.3 after a merger a system is one, that of the unit into which its unit merged", async () => {
  const entry = await publish(p, "rsj", { ...epidemicEntry, name: "就业统计" });
  const form = { ...project, systemName: "求职平台", entries: [entry.id] };
  const { id } = await start(await p.as("rsj"), { kind: "project-approval", form });
  await act(await p.as("sjj"), id, "certify");
  await enter("rsj", "budgets", { ...budget, systemName: "求职平台" });
  const api = await p.as("sjj");
  const merger = {
    act: "merge",
    units: [p.party("rsj")],
    into: p.party("mzj"),
    effectiveOn: "2026-09-21",
    basis: "双编发〔2026〕12号《机构改革方案》",
  };
  const { digest } = await api.post("/api/v1/reorganisations/preview", merger, changePreview);
  await api.post("/api/v1/reorganisations", { change: merger, digest }, changeDone);
  const found = (await seen("mzj")).filter(({ system }) => system === "求职平台");
  expect(found).toMatchObject([{ unit: { id: p.party("mzj") }, entries: 1, budgets: [{ year: "2026" }] }]);
});
