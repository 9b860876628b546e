import { afterAll, beforeAll, expect, test } from "vitest";
import {
  act,
  code,
  publish,
  readEntry,
  refusal,
  save,
  see,
  start,
  submit,
} from "../../test/support/business.ts";
import { registerEntry } from "../../test/support/city.ts";
import { filings } from "../../test/support/filings.ts";
import { attachWorkbook, checkFiling, fileFrom, notesOf } from "../../test/support/imports.ts";
import { type TestPlatform, testPlatform } from "../../test/support/platform.ts";
import { areas, oldApproval, oldEntry, stockWorkbook, unitNames } from "../../test/support/stock.ts";
import { listOf } from "../contract/common.ts";
import { entrySearch, entryVersionSummary } from "../contract/entry.ts";
import { entryClasses } from "../contract/entry-classes.ts";
import { catalogueImport } from "../contract/entry-import.ts";
import { filingEntryLine } from "../contract/filing.ts";
import { csvText, readSheets } from "../platform/sheets/index.ts";
import { filingWorkbook } from "./filing-columns.ts";
import { catalogueWorkbook } from "./sheets-template.ts";

let p: TestPlatform;
beforeAll(async () => {
  p = await testPlatform();
});
afterAll(() => p.close());

const units = unitNames;
const approval = oldApproval;
const workbook = stockWorkbook;
const { checked, errorsOf, propose, filed } = filings(() => p);
const found = async (who: string, q: string) =>
  (await (await p.as(who)).get(`/api/v1/entries/search?q=${encodeURIComponent(q)}`, entrySearch)).items;

test("A12.1 one filing, decided once by another person, puts the whole batch in force, and nothing before it", async () => {
  const batch = await checked([{ code: "HLJ-A/0001" }, { code: "HLJ-A/0002", provider: units.gaj }]);
  expect(batch.counts).toMatchObject({ create: 2, update: 0, unchanged: 0, errors: 0 });
  expect(await found("mzj", "HLJ-A/0001")).toEqual([]);
  const lines = await (await p.as("sjj2")).get(
    `/api/v1/filings/${batch.id}/entries`,
    listOf(filingEntryLine),
  );
  expect(lines.items.map(({ action, filed: facts }) => [action, facts.oldCode])).toEqual([
    ["create", "HLJ-A/0001"],
    ["create", "HLJ-A/0002"],
  ]);
  const { id } = await propose(batch.id);
  expect(await code(propose(batch.id))).toBe("filing_under_way");
  expect(await code(act(await p.as("sjj"), id, "file"))).toBe("same_person_twice");
  const own = act(await p.as("sjj"), id, "refuse", { reasons: "不备案了" });
  expect(await code(own)).toBe("same_person_twice");
  const decided = await act(await p.as("sjj2"), id, "file");
  expect([decided.state, decided.closed]).toEqual(["filed", true]);
  const [one] = await found("mzj", "HLJ-A/0001");
  expect(one).toMatchObject({ status: "published", publishedVersion: 1, oldCodes: ["HLJ-A/0001"] });
  expect((await found("mzj", "HLJ-A/0002"))[0]?.provider.id).toBe(p.party("gaj"));
  expect(await code(propose(batch.id))).toBe("import_not_ready");
});

test("what was filed shows its origin and the original day; no limit and no step stands in the past", async () => {
  const conditional = { sharingClass: "conditional", sharingBasis: "《统计法》第九条" } as const;
  const scope = { sharingScope: "民政部门", sharingPurpose: "社会救助" };
  const { matter } = await filed([{ code: "HLJ-B1", content: { ...conditional, ...scope } }]);
  const [one] = await found("mzj", "HLJ-B1");
  const api = await p.as("mzj");
  const entry = await readEntry(api, one?.id ?? "");
  expect(entry.filed).toMatchObject({ oldCode: "HLJ-B1", approvedOn: "2021-03-08", approver: approval.by });
  expect(entry.publishedAt?.slice(0, 10)).toBe("2026-09-21");
  const { evaluations, events } = await api.get(`/api/v1/entries/${entry.id}/classes`, entryClasses);
  expect(evaluations.map(({ dueOn }) => dueOn)).toEqual(["2027-09-21"]);
  expect(events).toEqual([]);
  const { rows } = await p.t.ownerPool.query(
    "select count(*)::int as count from matters.matter where subject_id = $1",
    [entry.id],
  );
  expect(rows).toEqual([{ count: 0 }]);
  for (const { dueOn } of matter.deadlines) expect(dueOn === null || dueOn >= "2026-09-21").toBe(true);
  const versions = await (await p.as("wjw")).get(
    `/api/v1/entries/${entry.id}/versions`,
    listOf(entryVersionSummary),
  );
  expect(versions.items).toMatchObject([{ version: 1, filed: true, matter: null }]);
});

test("A12.6 uploaded again it updates and never doubles; what the unit changed since stays the unit's", async () => {
  await filed([{ code: "HLJ-C1" }, { code: "HLJ-C2" }]);
  expect((await checked([{ code: "HLJ-C1" }, { code: "HLJ-C2" }])).counts).toMatchObject({
    create: 0,
    update: 0,
    unchanged: 2,
  });
  const again = [{ code: "HLJ-C1", content: { abstract: "改正后的摘要" } }, { code: "HLJ-C2" }];
  const { batch } = await filed(again);
  expect(batch.counts).toMatchObject({ create: 0, update: 1, unchanged: 1 });
  const [one, ...others] = await found("mzj", "HLJ-C1");
  expect(others).toEqual([]);
  const entry = await readEntry(await p.as("wjw"), one?.id ?? "");
  expect([entry.publishedVersion, entry.published?.abstract]).toEqual([2, "改正后的摘要"]);
  await save(await p.as("wjw"), entry, { ...entry.draft, abstract: "单位自己改的" });
  const late = await checked([{ code: "HLJ-C1", content: { abstract: "又一次" } }]);
  expect(late.counts).toMatchObject({ update: 0, unchanged: 1, warnings: 1 });
  const twin = await errorsOf([{ code: "HLJ-C9", content: { name: "旧平台目录HLJ-C2" } }]);
  expect(twin.map(({ title, article }) => [title, article])).toEqual([["数据资源名称", "12¶4"]]);
});

test("A12.6 another unit's codes are refused, whoever files them", async () => {
  await filed([{ code: "HLJ-D1" }]);
  const foreign = await errorsOf([{ code: "HLJ-D1", provider: units.gaj, content: { name: "改挂的目录" } }]);
  expect(foreign.map(({ title, row, article }) => [title, row, article])).toEqual([
    ["原目录代码", 2, "12¶3"],
  ]);
  const own = await publish(p, "gaj", { ...registerEntry, name: "本平台目录" });
  const ours = await errorsOf([{ code: own.catalogueCode ?? "", content: { name: "冒用代码" } }]);
  expect(ours.map(({ title }) => title)).toEqual(["原目录代码"]);
  expect(await code(checkFiling(await p.as("wjw"), await workbook([{ code: "HLJ-D2" }])))).toBe("forbidden");
  expect(await code(checkFiling(await p.as("jixian-sjj"), await workbook([{ code: "HLJ-D2" }])))).toBe(
    "forbidden",
  );
});

test("A12.1 a batch is no import of drafts, and is the bureau's own business", async () => {
  const batch = await checked([{ code: "HLJ-E1" }]);
  const apply = async (who: string) =>
    (await p.as(who)).post(`/api/v1/imports/${batch.id}/apply`, {}, catalogueImport);
  expect(await code(apply("sjj"))).toBe("import_not_ready");
  for (const who of ["wjw", "jixian-sjj"]) {
    const look = async (path: string) =>
      (await p.as(who)).get(`/api/v1/filings/${batch.id}/${path}`, listOf(filingEntryLine));
    expect(await code(look("entries"))).toBe("not_found");
    expect(await code(look("grants"))).toBe("not_found");
    const given = { kind: "catalogue-filing", form: { filing: batch.id, source: "旧平台" } };
    const refused = await refusal(start(await p.as(who), given));
    expect([refused.code, refused.article]).toEqual(["filing_not_yours", "12¶1"]);
  }
});

test("A12.8 A24.1 every fault is told with sheet, row and column, and nothing is taken", async () => {
  const errors = await errorsOf([
    { code: "", content: { name: "没有代码" } },
    { code: "HLJ-F1", provider: "桃花源县史志办" },
    { code: "HLJ-F2", approval: { ...approval, on: "2027-01-01" } },
    { code: "HLJ-F3", approval: { on: "不详", by: "", document: "" } },
    { code: "HLJ-F4", content: { sharingClass: null } },
    { code: "HLJ-F5", content: { abstract: "", items: [] } },
    { code: "HLJ-F5", content: { name: "代码重复" } },
  ]);
  const entries = errors.filter(({ sheet }) => sheet === "目录");
  expect(entries.map(({ row, title }) => `${row} ${title}`)).toEqual([
    "2 原目录代码",
    "3 数据资源提供方名称",
    "4 原批准日期",
    "5 原批准日期",
    "5 原批准单位",
    "5 原批准文号",
    "6 共享类型",
    "7 数据资源摘要",
    "8 原目录代码",
  ]);
  for (const { column, detail } of errors) {
    expect(column).toMatch(/^[A-Z]+$/);
    expect(detail).toMatch(/请|须/);
  }
  expect(await found("wjw", "没有代码")).toEqual([]);
});

test("A26.1 a class is not tightened by filing again", async () => {
  await filed([{ code: "HLJ-G1" }]);
  const shut = { sharingClass: "not-shared", sharingBasis: "《统计法》第九条" } as const;
  const errors = await errorsOf([{ code: "HLJ-G1", content: shut }]);
  expect(errors.map(({ title, article }) => [title, article])).toEqual([["共享类型", "26"]]);
});

test("A12.1 a batch that no longer fits writes nothing at all", async () => {
  await filed([{ code: "HLJ-H1" }]);
  const changed = [{ code: "HLJ-H1", content: { abstract: "改过" } }, { code: "HLJ-H2" }];
  const batch = await checked(changed);
  const { id } = await propose(batch.id);
  const [one] = await found("wjw", "HLJ-H1");
  const wjw = await p.as("wjw");
  const entry = await readEntry(wjw, one?.id ?? "");
  await save(wjw, entry, { ...entry.draft, abstract: "单位先改了" });
  expect(await code(act(await p.as("sjj2"), id, "file"))).toBe("import_outdated");
  expect(await found("wjw", "HLJ-H2")).toEqual([]);
  expect((await see(await p.as("sjj"), id)).state).toBe("review");
});

test("the same stock comes as CSV and as JSON", async () => {
  const source = [oldEntry({ code: "HLJ-I1" }), oldEntry({ code: "HLJ-I2" })];
  const [, ...items] = filingWorkbook.items;
  const rows = source.flatMap((entry) =>
    entry.content.items.map((item) => [
      ...filingWorkbook.entries.map((column) => column.write(entry, areas)),
      ...items.map((column) =>
        column.write({ item, entryName: entry.content.name, entryCode: entry.facts.code }, areas),
      ),
    ]),
  );
  const head = [...filingWorkbook.entries, ...items].map(({ title }) => title);
  const csv = await checkFiling(await p.as("sjj"), Buffer.from(csvText([head, ...rows])), "存量.csv");
  expect([csv.state, csv.counts?.create, csv.counts?.items]).toEqual(["ready", 2, rows.length]);
  const entries = source.map(({ facts, content }) => ({
    ...content,
    oldCode: facts.code,
    provider: facts.providerName,
    approvedOn: facts.approval.on,
    approver: facts.approval.by,
    document: facts.approval.document,
  }));
  const json = JSON.stringify({ entries, grants: [] });
  const read = await checkFiling(await p.as("sjj"), Buffer.from(json), "存量.json");
  expect([read.state, read.counts?.create]).toEqual(["ready", 2]);
  const odd = entries.map((entry, at) => ({ ...entry, industry: ["C13", "13"][at] }));
  const told = await checkFiling(
    await p.as("sjj"),
    Buffer.from(JSON.stringify({ entries: odd })),
    "存量.json",
  );
  expect([told.state, (await notesOf(await p.as("sjj"), told.id)).map(({ detail }) => detail)]).toEqual([
    "faulty",
    [expect.stringContaining("行业分类须写代码 C13")],
  ]);
  const broken = await checkFiling(await p.as("sjj"), Buffer.from("{"), "存量.json");
  expect([broken.state, broken.refusal?.detail]).toEqual([
    "refused",
    "不是完整的 JSON 文件，请重新导出后再上传。",
  ]);
});

test("the template holds what a filing asks for, and another workbook is refused", async () => {
  const template = await readSheets(
    await fileFrom(await p.as("sjj"), "GET", "/api/v1/filings/template.xlsx"),
  );
  expect(template.sheets.map(({ name }) => name)).toEqual([
    "目录",
    "数据项",
    "使用权限",
    "填写说明",
    "代码表",
  ]);
  const drafts = await catalogueWorkbook([], areas);
  const seen = await checkFiling(await p.as("sjj"), drafts);
  expect([seen.state, seen.refusal?.detail.slice(0, 9)]).toEqual(["refused", "模板版本是“2”，"]);
  expect(await attachWorkbook(await p.as("sjj"), Buffer.from("{}"), "a.json")).toMatch(/^[0-9a-f-]{36}$/);
});

test("the entries of a filing cannot be submitted anew as first compilations", async () => {
  await filed([{ code: "HLJ-N1" }]);
  const [one] = await found("wjw", "HLJ-N1");
  const api = await p.as("wjw");
  const entry = await readEntry(api, one?.id ?? "");
  expect(entry).toMatchObject({ status: "published", editable: true, matterId: null, issues: [] });
  expect((await submit(api, await save(api, entry, { ...entry.draft, abstract: "新摘要" }))).state).toBe(
    "review",
  );
});
