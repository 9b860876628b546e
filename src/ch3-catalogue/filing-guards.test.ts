import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { act, code, readEntry, refusal, save, submit } from "../../test/support/business.ts";
import { registerEntry } from "../../test/support/city.ts";
import { filings } from "../../test/support/filings.ts";
import { checkFiling } from "../../test/support/imports.ts";
import { type TestPlatform, testPlatform } from "../../test/support/platform.ts";
import {
  type Old,
  oldApproval,
  oldEntry,
  oldGrant,
  stockWorkbook,
  unitNames,
} from "../../test/support/stock.ts";
import { whileWaiting } from "../../test/support/waiting.ts";
import { type EntryContent, type EntryItem, entrySearch } from "../contract/entry.ts";
import { parameterInfo } from "../contract/matter.ts";
import { recordDetail } from "../contract/record.ts";

let p: TestPlatform;
beforeAll(async () => {
  p = await testPlatform();
});
afterAll(() => p.close());

const { checked, notes, propose, ready, errorsOf, decide, filed } = filings(() => p);
const register = (old: string, more: Partial<EntryContent> = {}): Old => ({
  code: old,
  provider: unitNames.gaj,
  content: { ...registerEntry, name: `户籍${old}`, ...more },
});
const withItem = (column: string, more: Partial<EntryItem>): Partial<EntryContent> => ({
  items: registerEntry.items.map((item) => (item.column === column ? { ...item, ...more } : item)),
});
const sealedItem = { grade: 4, masking: "all", storage: "sealed" } as const;
const importantItem = { ...sealedItem, importance: "important" } as const;
const idOf = async (old: string): Promise<string> => {
  const { items } = await (await p.as("mzj")).get(`/api/v1/entries/search?q=${old}`, entrySearch);
  return items[0]?.id ?? "";
};

test("A12.3 A27.1 what was approved since the platform went into use is no existing stock", async () => {
  const { items } = await (await p.as("mzj")).get(
    "/api/v1/parameters",
    z.object({ items: z.array(parameterInfo) }),
  );
  expect(items.find(({ name }) => name === "in-use-since")).toMatchObject({
    value: "2026-02-11",
    unit: "date",
    article: "第十二条第一款",
  });
  const late = await errorsOf(
    [
      { ...register("TD-A1"), approval: { ...oldApproval, on: "2026-02-10" } },
      { ...register("TD-A2"), approval: { ...oldApproval, on: "2026-02-11" } },
      { ...register("TD-A3"), approval: { ...oldApproval, on: "2026-09-21" } },
    ],
    [oldGrant("TD-A", "TD-A1", { approvedOn: "2026-09-21" })],
  );
  expect(late.map(({ sheet, row, title, article }) => [sheet, row, title, article])).toEqual([
    ["目录", 3, "原批准日期", "12¶3"],
    ["目录", 4, "原批准日期", "12¶3"],
    ["使用权限", 2, "原批准日期", "27¶1"],
  ]);
  for (const { column, detail } of late) {
    expect(column).toMatch(/^[A-Z]+$/);
    expect(detail).toContain("平台启用日期 2026-02-11");
    expect(detail).toMatch(/请改正|请从表中删去/);
  }
});

test("A12.1 whoever uploaded a batch does not decide it, whoever proposed it", async () => {
  const batch = await checked([{ code: "TD-B1" }]);
  const matter = await propose(batch.id, "sjj2");
  const own = await refusal(act(await p.as("sjj"), matter.id, "file"));
  expect([own.code, own.article]).toEqual(["same_person_twice", "12¶1"]);
  expect(await code(act(await p.as("sjj2"), matter.id, "file"))).toBe("same_person_twice");
});

test("A12.3 A27.1 a unit that may not apply for sharing holds no grant and provides no entry by a filing", async () => {
  const audit = { id: "", name: "双鸭山市审计局" };
  const errors = await errorsOf(
    [register("TD-C1"), { code: "TD-C2", provider: audit.name }],
    [oldGrant("TD-C", "TD-C1", { holder: audit })],
  );
  expect(errors.map(({ row, title, article }) => [row, title, article])).toEqual([
    [3, "数据资源提供方名称", "12¶3"],
    [2, "使用单位", "27¶1"],
  ]);
});

test("A12.1 what a filing decides is held: who edits an entry meanwhile is seen", async () => {
  await filed([{ code: "TD-D1" }]);
  const { matter } = await ready([{ code: "TD-D1", content: { abstract: "改过" } }]);
  const other = {
    lock: "select from catalogue.entry where id = $1 for update",
    meanwhile: "update catalogue.entry set draft_version = draft_version + 1 where id = $1",
    id: await idOf("TD-D1"),
  };
  const answer = await whileWaiting(p, other, () => code(decide(matter)));
  expect(answer).toBe("import_outdated");
});

test("A12.1 a batch that is proposed twice at once is filed once", async () => {
  const { batch, matter } = await ready([{ code: "TD-M1" }]);
  const other = {
    lock: "select pg_advisory_xact_lock(hashtext('catalogue.filing')), $1::uuid",
    meanwhile: "update catalogue.import set state = 'applied' where id = $1",
    id: batch.id,
  };
  const answer = await whileWaiting(p, other, () => code(decide(matter)));
  expect(answer).toBe("import_not_ready");
});

test("A13.1 what a filing decides is held: a unit that ends meanwhile gets nothing", async () => {
  const provider = { code: "TD-E1", provider: "双鸭山市自然资源局" };
  const holder = oldGrant("TD-E", "TD-E2", { holder: { id: "", name: "双鸭山市人力资源和社会保障局" } });
  for (const [unit, batch] of [
    ["zrzyj", await ready([provider])],
    ["rsj", await ready([register("TD-E2")], [holder])],
  ] as const) {
    const other = {
      lock: "select from parties.party where id = $1 for update",
      meanwhile: "update parties.party set active_until = platform.law_now() where id = $1",
      id: p.party(unit),
    };
    const refused = await whileWaiting(p, other, async () => {
      const { code: refusedAs, article } = await refusal(decide(batch.matter));
      return `${refusedAs} ${article}`;
    });
    await p.t.ownerPool.query("update parties.party set active_until = null where id = $1", [p.party(unit)]);
    expect([unit, refused]).toEqual([unit, "unit_ended 13¶1"]);
  }
});

test("A11.5 A11.6 A13.1 filing again lowers no grade, weakens no masking, storage or standard, and takes no item away", async () => {
  const kept = { masking: "all", storage: "sealed", standard: "mobile-number" } as const;
  await filed([register("TD-F1", withItem("mz", kept))]);
  const again = (more: Partial<EntryItem>) =>
    errorsOf([register("TD-F1", withItem("mz", { ...kept, ...more }))]);
  const row = registerEntry.items.findIndex(({ column }) => column === "mz") + 2;
  for (const [more, title, article] of [
    [{ grade: 1 }, "级别", "11¶4"],
    [{ masking: "none" }, "脱敏方式", "11¶3"],
    [{ masking: "name" }, "脱敏方式", "11¶3"],
    [{ storage: "plain" }, "存储方式", "11¶3"],
    [{ standard: null }, "标准", "13¶1"],
  ] as const)
    expect((await again(more)).map((note) => [note.sheet, note.row, note.title, note.article])).toEqual([
      ["数据项", row, title, article],
    ]);
  const verified = { sharingModes: ["verify" as const] };
  await filed([register("TD-F2", { ...withItem("mz", importantItem), ...verified })]);
  const general = await errorsOf([register("TD-F2", { ...withItem("mz", sealedItem), ...verified })]);
  expect(general.map((note) => [note.row, note.title, note.article])).toEqual([[row, "重要程度", "11¶4"]]);
  const fewer = { items: registerEntry.items.filter(({ column }) => column !== "mz") };
  const [dropped, ...others] = await errorsOf([register("TD-F1", fewer)]);
  expect([dropped?.row, dropped?.article, others]).toEqual([2, "13¶1", []]);
  expect(dropped?.detail).toContain("“民族”（mz）");
});

test("A25.6 a class is opened up from not shared by its own procedure, not by filing again", async () => {
  const shut = { sharingClass: "not-shared", sharingBasis: "《统计法》第九条" } as const;
  await filed([{ code: "TD-G1", content: shut }]);
  const errors = await errorsOf([{ code: "TD-G1" }]);
  expect(errors.map(({ title, article }) => [title, article])).toEqual([["共享类型", "25¶4"]]);
});

test("A11.5 a filing mounts no important data, also under a grant that it brings along", async () => {
  const { facts, content } = oldEntry(register("TD-P1", withItem("mz", importantItem)));
  const entry = {
    ...content,
    sharingModes: ["verify"],
    oldCode: facts.code,
    provider: facts.providerName,
    approvedOn: facts.approval.on,
    approver: facts.approval.by,
    document: facts.approval.document,
  };
  const { holder, until, ...grant } = oldGrant("TD-P", "TD-P1", { columns: ["mz"] });
  const grants = [{ ...grant, until, holder: holder.name, modes: ["接口核验"] }];
  const batch = await checkFiling(
    await p.as("sjj"),
    Buffer.from(JSON.stringify({ entries: [entry], grants })),
    "存量.json",
  );
  expect(await notes(batch)).toEqual([]);
  const refused = await refusal(decide(await propose(batch.id)));
  expect([refused.code, refused.article]).toEqual(["import_outdated", "11¶3"]);
});

test("A11.6 least grades are asked when a filing is checked, and again when it is decided", async () => {
  const { matter } = await ready([register("TD-H1")]);
  const enter = async (into: string, form: object) =>
    (await p.as("sjj")).post("/api/v1/records", { register: into, form }, recordDetail);
  await enter("library", {
    title: "公共数据分类分级指南",
    number: "DB2305/T 001-2026",
    documentKind: "standard",
    documentLevel: "city",
    documentTopic: "classification",
    issuer: "双鸭山市数据局",
    jointly: ["双鸭山市市场监督管理局"],
    edition: "2026年版",
    effectiveFrom: "2026-09-01",
  });
  await enter("grading-rules", {
    title: "分类分级细则",
    standard: "DB2305/T 001-2026",
    edition: "2026年版",
    effectiveFrom: "2026-09-01",
    grades: ["户籍业务信息 3级"],
    security: "三级以上数据加密存放，只在业务系统里使用",
  });
  const late = await refusal(decide(matter));
  expect([late.code, late.article]).toEqual(["import_outdated", "11¶4"]);
  expect(late.detail).toContain("“目录”表第 2 行");
  const low = registerEntry.items.flatMap(({ category, grade }, at) =>
    category === "户籍业务信息" && grade < 3 ? [at + 2] : [],
  );
  const errors = await errorsOf([register("TD-H1")]);
  expect(errors.map(({ sheet, row, title, article }) => [sheet, row, title, article])).toEqual(
    low.map((row) => ["数据项", row, "级别", "11¶4"]),
  );
});

const blank = { on: "", by: "", document: "" };
const common = { approvedOn: "2020-05-06", approver: "黑龙江省营商局", document: "黑营函〔2020〕2号" };

test("A12.1 the approval of a whole batch is said once at the upload; what a row states itself goes first", async () => {
  const rows: Old[] = [{ code: "TD-P1", approval: blank }, { code: "TD-P2" }];
  const check = async (approval: typeof common) =>
    checkFiling(await p.as("sjj"), await stockWorkbook(rows), "存量.xlsx", approval);
  const late = await notes(await check({ ...common, approvedOn: "2026-02-11" }));
  expect(late.map(({ sheet, row, title, article }) => [sheet, row, title, article])).toEqual([
    ["目录", 2, "原批准日期", "12¶3"],
  ]);
  const batch = await check(common);
  expect([batch.state, batch.approval]).toEqual(["ready", common]);
  await decide(await propose(batch.id));
  const filedAs = async (old: string) => (await readEntry(await p.as("mzj"), await idOf(old))).filed;
  expect(await filedAs("TD-P1")).toMatchObject({ ...common, oldCode: "TD-P1" });
  expect((await filedAs("TD-P2"))?.approvedOn).toBe(oldApproval.on);
});

test("A12.1 A27.1 an entry that states a part of its approval, and a grant, have nothing of the batch's", async () => {
  const rows: Old[] = [
    { code: "TD-Q1", approval: { ...oldApproval, document: "" } },
    { code: "TD-Q2", approval: blank },
  ];
  const unstated = { approvedOn: "", approver: "", document: "" };
  const book = await stockWorkbook(rows, [oldGrant("TD-Q", "TD-Q2", unstated)]);
  const told = await notes(await checkFiling(await p.as("sjj"), book, "存量.xlsx", common));
  expect(told.map(({ sheet, row, title }) => [sheet, row, title])).toEqual([
    ["目录", 2, "原批准文号"],
    ["使用权限", 2, "原批准日期"],
    ["使用权限", 2, "原批准单位"],
    ["使用权限", 2, "原批准文号"],
  ]);
});

test("an entry that its unit has submitted is not filed over", async () => {
  await filed([{ code: "TD-K1" }]);
  const { matter } = await ready([{ code: "TD-K1", content: { abstract: "备案更新" } }]);
  const wjw = await p.as("wjw");
  const entry = await readEntry(wjw, await idOf("TD-K1"));
  await submit(wjw, await save(wjw, entry, { ...entry.draft, abstract: "单位更新" }));
  expect(await code(decide(matter))).toBe("import_outdated");
  const errors = await errorsOf([{ code: "TD-K1", content: { abstract: "备案更新" } }]);
  expect(errors.map(({ title, article }) => [title, article])).toEqual([["数据资源名称", "12¶3"]]);
});
