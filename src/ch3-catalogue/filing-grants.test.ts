import { afterAll, beforeAll, expect, test } from "vitest";
import { act, code, readEntry, refusal, start } from "../../test/support/business.ts";
import { registerEntry } from "../../test/support/city.ts";
import { albumEntry } from "../../test/support/file-entry.ts";
import { filings } from "../../test/support/filings.ts";
import { type TestPlatform, testPlatform } from "../../test/support/platform.ts";
import { type Old, oldGrant, unitNames } from "../../test/support/stock.ts";
import { jcs } from "../../verifier/jcs.ts";
import { listOf } from "../contract/common.ts";
import { entrySearch } from "../contract/entry.ts";
import { filingGrantLine } from "../contract/filing.ts";
import type { Grant } from "../contract/grant.ts";
import { recordDocument } from "../contract/lists.ts";
import { changeDone, changePreview } from "../contract/reorganisation.ts";

let p: TestPlatform;
beforeAll(async () => {
  p = await testPlatform();
});
afterAll(() => p.close());

const { checked, notes, ready, errorsOf, decide, filed, grantsOf } = filings(() => p);
const register = (old: string): Old => ({
  code: old,
  provider: unitNames.gaj,
  content: { ...registerEntry, name: `户籍${old}` },
});
const standing = async (who: string, number: string): Promise<Grant> => {
  const [found] = (await grantsOf(who)).filter((one) => one.filed?.number === number);
  if (found === undefined) throw new Error(`${who} holds no ${number}`);
  return found;
};
const entryOf = async (old: string) => {
  const { items } = await (await p.as("mzj")).get(`/api/v1/entries/search?q=${old}`, entrySearch);
  return readEntry(await p.as("gaj"), items[0]?.id ?? "");
};
const treatments = ({ columns }: Grant) => columns.map(({ column, treatment }) => [column, treatment]);

test("standing grants become grants in force from the filing on, on its basis, and stand on the ledger", async () => {
  const { matter } = await filed([register("HLJ-K1")], [oldGrant("SQ-1", "HLJ-K1", { columns: ["xm"] })]);
  const [grant] = (await grantsOf("mzj")).filter((one) => one.filed?.number === "SQ-1");
  expect(grant).toMatchObject({
    state: "active",
    provider: { id: p.party("gaj") },
    columns: [{ column: "xm", treatment: "masked" }],
    validUntil: "2027-07-01T00:00:00.000+08:00",
    matterId: matter.id,
    filed: { approvedOn: "2022-01-05", document: "双营函〔2022〕1号" },
    rowScope: { stated: "低保申请人" },
  });
  expect(grant?.validFrom.slice(0, 10)).toBe("2026-09-21");
  const version = await p.t.ownerPool.query(
    `select content ->> 'reason' as reason, body.ref from access.grant_version version
     join ledger.body on body.ref = 'access.grant:' || version.grant_id || '.1' where grant_id = $1`,
    [grant?.id],
  );
  expect(version.rows).toMatchObject([{ reason: expect.stringContaining("存量备案") }]);
  const fact = matter.facts.find(({ label }) => label === "存证回执");
  expect(fact?.value).toBeDefined();
  const kept = await p.t.ownerPool.query("select id from catalogue.record where matter_id = $1", [matter.id]);
  const record = await (await p.as("sjj")).get(
    `/api/v1/catalogue/records/${kept.rows[0]?.id}`,
    recordDocument,
  );
  expect(record.receipt).toBe(fact?.value);
  expect(jcs(record.body)).toContain("SQ-1");
});

test("standing grants filed again are amended and never doubled", async () => {
  await filed([register("HLJ-L1")], [oldGrant("SQ-2", "HLJ-L1")]);
  expect((await filed([register("HLJ-L1")], [oldGrant("SQ-2", "HLJ-L1")])).batch.counts?.grants).toBe(1);
  const mine = async () => (await grantsOf("mzj")).filter((one) => one.filed?.number === "SQ-2");
  expect((await mine()).map(({ version }) => version)).toEqual([1]);
  await filed([register("HLJ-L1")], [oldGrant("SQ-2", "HLJ-L1", { until: "2028-01-31" })]);
  expect((await mine()).map(({ version, validUntil }) => [version, validUntil])).toEqual([
    [2, "2028-02-01T00:00:00.000+08:00"],
  ]);
});

test("nothing is granted that the entry does not allow; each fault names its row", async () => {
  const shut = { ...registerEntry, sharingClass: "not-shared" as const, name: "不予共享的户籍" };
  const errors = await errorsOf(
    [register("HLJ-M1"), { code: "HLJ-M2", provider: unitNames.gaj, content: shut }],
    [
      oldGrant("SQ-3", "HLJ-M2"),
      oldGrant("SQ-4", "HLJ-M1", { holder: { id: "", name: unitNames.gaj } }),
      oldGrant("SQ-5", "HLJ-M1", { until: "2026-09-20" }),
      oldGrant("SQ-6", "HLJ-M1", { until: null }),
      oldGrant("SQ-7", "HLJ-M1", { columns: ["mima"] }),
      oldGrant("SQ-8", "HLJ-M9"),
      oldGrant("SQ-8", "HLJ-M1", { scenario: "", modes: [] }),
    ],
  );
  const told = errors.filter(({ sheet }) => sheet === "使用权限");
  expect(told.map(({ row, title }) => `${row} ${title}`)).toEqual([
    "2 原目录代码",
    "3 使用单位",
    "4 授权截止日期",
    "5 授权截止日期",
    "6 数据项字段名",
    "7 原目录代码",
    "8 原授权编号",
    "8 具体应用场景",
    "8 共享方式",
  ]);
  const lines = await checked([{ code: "HLJ-M3" }], [oldGrant("SQ-9", "HLJ-M3")]);
  const { items } = await (await p.as("sjj")).get(
    `/api/v1/filings/${lines.id}/grants`,
    listOf(filingGrantLine),
  );
  expect([lines.counts?.warnings, items[0]?.grant.until]).toEqual([1, null]);
});

test("A27.1 a grant is weighed again at the decision: a class closed meanwhile gives nothing", async () => {
  await filed([register("QX-A1")]);
  const { matter } = await ready([register("QX-A1")], [oldGrant("QX-A", "QX-A1")]);
  const form = { sharingClass: "not-shared", sharingBasis: "《统计法》第九条", changeReason: "依法不予共享" };
  const { id } = await entryOf("QX-A1");
  const change = await start(await p.as("gaj"), { kind: "class-change", subject: id, form });
  await act(await p.as("sjj"), change.id, "approve");
  const refused = await refusal(decide(matter));
  expect([refused.code, refused.article]).toEqual(["import_outdated", "27¶2(2)"]);
  expect(refused.detail).toContain("“使用权限”表第 2 行（编号“QX-A”）");
});

test("A27.1 a number that another batch has taken meanwhile is refused by its row", async () => {
  const { matter } = await ready([register("QX-B1")], [oldGrant("QX-B", "QX-B1")]);
  await filed([register("QX-B2")], [oldGrant("QX-B", "QX-B2")]);
  const refused = await refusal(decide(matter));
  expect([refused.code, refused.article]).toEqual(["import_outdated", "27¶1"]);
  expect(refused.detail).toContain("“使用权限”表第 2 行（编号“QX-B”）");
});

test("A27.1 a stated scope too long is refused, not cut; rare characters count once", async () => {
  const grants = [
    oldGrant("QX-C1", "QX-C1", { scope: "人".repeat(501) }),
    oldGrant("QX-C2", "QX-C1", { scope: "𠮷".repeat(500) }),
  ];
  const errors = await errorsOf([register("QX-C1")], grants);
  expect(errors.map(({ row, title }) => [row, title])).toEqual([[2, "对象范围"]]);
});

test("A11.5 filing again widens nothing that a raised grade has tightened", async () => {
  await filed([register("QX-D1")], [oldGrant("QX-D", "QX-D1", { columns: ["mz", "xm"] })]);
  const plain = treatments(await standing("mzj", "QX-D"));
  expect(plain).toContainEqual(["mz", "plain"]);
  const { id } = await entryOf("QX-D1");
  const cause = { gradingTrigger: "direction", changedOn: "2026-09-18", changeReason: "将用于身份核验" };
  const raise = await start(await p.as("gaj"), {
    kind: "regrading",
    subject: id,
    form: { ...cause, columns: [{ column: "mz", category: "", grade: 3 }] },
  });
  await act(await p.as("sjj"), raise.id, "refuse", { reasons: "用途没有变化，恢复原级别" });
  const tightened = treatments(await standing("mzj", "QX-D"));
  expect(tightened).toContainEqual(["mz", "masked"]);
  const again = oldGrant("QX-D", "QX-D1", { columns: ["mz", "xm", "xb"], until: "2028-01-31" });
  await filed([register("QX-D2")], [again]);
  expect(treatments(await standing("mzj", "QX-D"))).toEqual([
    ["xm", "masked"],
    ["xb", "plain"],
    ["mz", "masked"],
  ]);
});

test("A31.5 a suspended or ended grant is named by its row, when checked and when decided", async () => {
  await filed([register("QX-E1")], [oldGrant("QX-E", "QX-E1"), oldGrant("QX-E2", "QX-E1")]);
  const longer = [oldGrant("QX-E2", "QX-E1"), oldGrant("QX-E", "QX-E1", { until: "2028-01-31" })];
  const { matter } = await ready([register("QX-E1")], longer);
  const { id } = await standing("mzj", "QX-E");
  await start(await p.as("gaj"), { kind: "grant-stop", subject: id, form: { risk: "异常调用" } });
  const late = await refusal(decide(matter));
  expect([late.code, late.article]).toEqual(["import_outdated", "31"]);
  expect(late.detail).toContain("“使用权限”表第 3 行（编号“QX-E”）的权限变为“已中断”");
  const errors = await errorsOf([register("QX-E1")], longer);
  expect(errors.map(({ row, title, article }) => [row, title, article])).toEqual([[3, "原授权编号", "31"]]);
  const same = await checked([register("QX-E1")], [oldGrant("QX-E", "QX-E1")]);
  const told = await notes(same, "warning");
  expect([same.state, told.map(({ row, article }) => [row, article])]).toEqual(["ready", [[2, "31"]]]);
});

test("A31.1 a grant whose term is over is named by its row as expired", async () => {
  await filed([register("QX-H1")], [oldGrant("QX-H", "QX-H1")]);
  const { matter } = await ready([register("QX-H1")], [oldGrant("QX-H", "QX-H1", { until: "2028-01-31" })]);
  const { id } = await standing("mzj", "QX-H");
  await p.t.ownerPool.query(
    `update access."grant" set valid_from = '2026-01-01', valid_until = '2026-09-01' where id = $1`,
    [id],
  );
  expect((await refusal(decide(matter))).detail).toContain(
    "“使用权限”表第 2 行（编号“QX-H”）的权限变为“已到期”",
  );
});

test("A13.1 a filed grant is its holder's after a merger: the new unit's row amends it, the old one's is refused", async () => {
  const rsj = { id: "", name: "双鸭山市人力资源和社会保障局" };
  await filed([register("QX-F1")], [oldGrant("QX-F", "QX-F1", { holder: rsj })]);
  const longer = { until: "2028-01-31" };
  const { matter } = await ready(
    [register("QX-F1")],
    [oldGrant("QX-F", "QX-F1", { holder: rsj, ...longer })],
  );
  const change = {
    act: "merge",
    units: [p.party("rsj")],
    into: p.party("mzj"),
    effectiveOn: "2026-09-21",
    basis: "双编发〔2026〕12号《机构改革方案》",
  };
  const sjj = await p.as("sjj");
  const { digest } = await sjj.post("/api/v1/reorganisations/preview", change, changePreview);
  await sjj.post("/api/v1/reorganisations", { change, digest }, changeDone);
  expect(await code(decide(matter))).toBe("unit_ended");
  const old = await errorsOf([register("QX-F1")], [oldGrant("QX-F", "QX-F1", { holder: rsj })]);
  expect(old.map(({ title }) => title)).toEqual(["使用单位"]);
  const unchanged = await checked([register("QX-F1")], [oldGrant("QX-F", "QX-F1")]);
  expect([unchanged.state, unchanged.counts?.errors]).toEqual(["ready", 0]);
  await filed([register("QX-F1")], [oldGrant("QX-F", "QX-F1", longer)]);
  const grant = await standing("mzj", "QX-F");
  expect([grant.holder.id, grant.validUntil]).toEqual([p.party("mzj"), "2028-02-01T00:00:00.000+08:00"]);
});

test("A27.1 A11.4 a filed grant of files is of the whole file, and of none with an item that may not leave in clear", async () => {
  const album = (old: string, items = albumEntry.items): Old => ({
    code: old,
    content: { ...albumEntry, name: `图册${old}`, items },
  });
  const grant = (number: string, old: string, columns: string[] = []) =>
    oldGrant(number, old, { modes: ["file"], columns });
  const [first, ...rest] = albumEntry.items;
  if (first === undefined) throw new Error("the album has items");
  const faults = await errorsOf(
    [album("QX-G1"), album("QX-G2", [{ ...first, masking: "all" }, ...rest]), { code: "QX-G3" }],
    [
      grant("QX-G1", "QX-G1", [first.column]),
      grant("QX-G2", "QX-G2"),
      oldGrant("QX-G3", "QX-G3", { modes: ["file"], until: null }),
    ],
  );
  expect(faults.map(({ row, title, article }) => [row, title, article])).toEqual([
    [2, "数据项字段名", "27¶1"],
    [3, "共享方式", "11¶3"],
    [4, "共享方式", "12¶5"],
  ]);
  await filed([album("QX-G1")], [grant("QX-G1", "QX-G1")]);
  const given = await standing("mzj", "QX-G1");
  expect([given.state, given.modes]).toEqual(["active", ["file"]]);
  expect(treatments(given)).toEqual(albumEntry.items.map(({ column }) => [column, "plain"]));
});
