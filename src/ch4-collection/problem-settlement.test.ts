import Papa from "papaparse";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { code, mount, publish, refusal, start, upload } from "../../test/support/business.ts";
import { registerEntry } from "../../test/support/city.ts";
import { families, family, familyCsv, workers } from "../../test/support/joint.ts";
import { partyOfAccount, type TestPlatform, testPlatform } from "../../test/support/platform.ts";
import { batchProblem, problemSettlement, problemStanding } from "../contract/batch.ts";
import { listOf } from "../contract/common.ts";
import { jointQuality } from "../contract/joint-quality.ts";
import { inTransaction } from "../platform/db/index.ts";
import { uuid } from "../platform/ids/index.ts";
import { auditSettlements, settlementEvidence } from "./settlement-evidence.ts";

let p: TestPlatform;
/** Of the entry that is collected together with another. */
let batch: string;
let resource: string;
beforeAll(async () => {
  p = await testPlatform();
  ({ batch, resource } = await arrived("低收入家庭核对"));
  await mount(await p.as("rsj"), await publish(p, "rsj", { ...of, name: "就业登记", items: workers }));
  const division = ["双鸭山市民政局：家庭收入、联系电话", "双鸭山市人力资源和社会保障局：就业状态"];
  const form = { subjectName: "低收入家庭", division, quality: "每月核对一次" };
  await start(await p.as("sjj"), { kind: "joint-collection", form });
});
afterAll(() => p.close());

const of = { ...registerEntry, updateFrequency: "monthly" as const };
/** An entry of 市民政局 with a batch of which four rows are at fault, the last of them in its key. */
async function arrived(name: string): Promise<{ resource: string; batch: string }> {
  const api = await p.as("mzj");
  const resource = await mount(api, await publish(p, "mzj", { ...of, name, items: families }));
  const [, ...rest] = family(8).split(",");
  const rows = [
    family(1),
    family(2, { income: "三千" }),
    family(3, { income: "", phone: "1" }),
    family(4, { income: "无" }),
    ["230599199001010018", ...rest].join(","),
  ];
  return { resource, batch: (await upload(api, resource, familyCsv(...rows))).id };
}

const reason = "2026 年 9 月家庭迁出本市，源头登记已经注销";
const settle = async (rows: string[], who = "mzj", id = batch) =>
  (await p.as(who)).post(`/api/v1/batches/${id}/settlements`, { rows, reason }, problemSettlement);
const standing = async (who = "mzj", id = batch) =>
  (await p.as(who)).get(`/api/v1/batches/${id}/settlements`, problemStanding);
const states = async (id = batch) => {
  const page = listOf(batchProblem);
  const { items } = await (await p.as("mzj")).get(`/api/v1/batches/${id}/problems?limit=50`, page);
  return items.map(({ row, column, state, mendedIn }) => [row, column, state, mendedIn]);
};
const csvStates = async () => {
  const { text } = await (await p.as("mzj")).send("GET", `/api/v1/batches/${batch}/problems.csv`);
  const [, ...rows] = Papa.parse<string[]>(text.trim()).data;
  return rows.map((cells) => [cells[0], cells[1], cells.at(-1)]);
};
const supplied = async () => {
  const { items } = await (await p.as("mzj")).get("/api/v1/joint-collections", listOf(jointQuality));
  return items[0]?.participants.find(({ unit }) => unit.name === "双鸭山市民政局")?.supplies[0];
};
const open = async () => {
  const supply = await supplied();
  return [supply?.open, supply?.items[0]?.wrong, supply?.items[0]?.missing, supply?.items[0]?.of];
};

test("A17.5 A17.7 only the provider settles its problem rows, only those that are open, with a reason", async () => {
  expect(await standing()).toEqual({ open: 4, settleable: true, settled: 0, settlements: [] });
  expect((await standing("sjj")).settleable).toBe(false);
  const provide = (unit: string) =>
    p.t.ownerPool.query(
      "update catalogue.entry set provider_id = $2 where id = (select entry_id from collection.batch where id = $1)",
      [batch, p.party(unit)],
    );
  await provide(partyOfAccount("auditor"));
  expect(await standing("auditor")).toMatchObject({ open: 4, settleable: false });
  await provide("mzj");
  await p.t.ownerPool.query("update collection.batch set state = 'running' where id = $1", [batch]);
  expect(await code(settle(["3"]))).toBe("problem_not_open");
  expect((await standing()).open).toBe(0);
  await p.t.ownerPool.query("update collection.batch set state = 'done' where id = $1", [batch]);
  const foreign = await refusal(settle(["3"], "sjj"));
  expect([foreign.code, foreign.article]).toEqual(["not_the_provider", "17¶2"]);
  expect(await code(settle(["3"], "rsj"))).toBe("not_found");
  expect(await code(settle(["3"], "auditor"))).toBe("forbidden");
  for (const body of [
    { rows: [], reason },
    { rows: ["3", "3"], reason },
    { rows: ["3"], reason: "  " },
  ]) {
    const sent = (await p.as("mzj")).post(`/api/v1/batches/${batch}/settlements`, body, problemSettlement);
    expect(await code(sent)).toBe("bad_request");
  }
  const { detail } = await refusal(settle(["3", "77"]));
  expect(detail).toContain("第 77 行不是本批待改的问题数据");
  expect((await standing()).open).toBe(4);
});

test("A15.5 A17.5 A17.7 rows deleted at their source count no more, and nothing of them is erased", async () => {
  const before = await states();
  expect(await open()).toEqual([4, 2, 1, 5]);
  const settled = await settle(["3", "4"]);
  expect(settled).toMatchObject({ rows: ["3", "4"], reason });
  expect(await open()).toEqual([2, 1, 0, 3]);
  const after = await standing();
  expect(after).toMatchObject({
    open: 2,
    settled: 1,
    settlements: [{ id: settled.id, rows: ["3", "4"], reason }],
  });
  expect((await states()).map(([row, column]) => [row, column])).toEqual(
    before.map(([row, column]) => [row, column]),
  );
  expect(await states()).toEqual([
    ["3", "jtsr", "settled", null],
    ["4", "jtsr", "settled", null],
    ["4", "lxdh", "settled", null],
    ["5", "jtsr", "open", null],
    ["6", "gmsfhm", "open", null],
  ]);
  expect(await code(settle(["4"]))).toBe("problem_not_open");
  expect(await csvStates()).toEqual([
    ["3", "jtsr", "源头已删除"],
    ["4", "jtsr", "源头已删除"],
    ["4", "lxdh", "源头已删除"],
    ["5", "jtsr", "待改"],
    ["6", "gmsfhm", "待改"],
  ]);
  const { rows } = await p.t.ownerPool.query(
    "select counts.* from (select received, accepted, quarantined from collection.batch where id = $1) counts",
    [batch],
  );
  expect(rows).toEqual([{ received: "5", accepted: "1", quarantined: "4" }]);
});

test("A17.7 what was settled, by whom and why is a leaf of the ledger, and what is marked past it is found", async () => {
  const own = await arrived("低收入家庭核对（存证）");
  const kept = await settle(["3", "4"], "mzj", own.batch);
  const body = await inTransaction(p.t.db, async (tx) =>
    (await settlementEvidence.read(tx, [kept.id])).get(kept.id),
  );
  expect(body).toMatchObject({ batch: own.batch, rows: ["3", "4"], reason, byName: kept.by });
  const found = (id = kept.id) =>
    inTransaction(p.t.db, async (tx) => Array.fromAsync(settlementEvidence.audit?.(tx, id) ?? []));
  expect([await found(), await auditSettlements(p.t.db)]).toEqual([[], []]);

  const mark = (line: number, id: string | null, of = own.batch) =>
    p.t.ownerPool.query("update collection.problem set settled_in = $3 where batch_id = $1 and line = $2", [
      of,
      line,
      id,
    ]);
  const unfit = [expect.stringContaining("问题行与办理记录不符")];
  await mark(4, null);
  expect(await found()).toEqual(unfit);
  await mark(5, kept.id);
  expect(await found()).toEqual(unfit);
  await mark(4, kept.id);
  expect(await found()).toEqual(unfit);
  await mark(4, null);
  await mark(5, null);
  const foreign = await arrived("低收入家庭核对（别批）");
  await mark(4, kept.id, foreign.batch);
  expect(await found()).toEqual(unfit);
  await mark(4, null, foreign.batch);
  await mark(4, kept.id);
  expect(await found()).toEqual([]);

  const hang = (batch: string) =>
    p.t.ownerPool.query("update collection.settlement set batch_id = $2 where id = $1", [kept.id, batch]);
  await hang(foreign.batch);
  expect(await found()).toEqual([expect.stringContaining("改挂到别的批次")]);
  await hang(own.batch);
  const forged = uuid();
  await p.t.ownerPool.query(
    `insert into collection.settlement (id, batch_id, body, at, receipt)
     select $2::uuid, $3::uuid, body || jsonb_build_object('settlement', $2::uuid, 'batch', $3::uuid), at, receipt
     from collection.settlement where id = $1`,
    [kept.id, forged, foreign.batch],
  );
  await mark(3, forged, foreign.batch);
  await mark(4, forged, foreign.batch);
  expect(await found(forged)).toEqual([]);
  expect(await auditSettlements(p.t.db)).toEqual([expect.stringContaining(forged)]);
});

test("A15.5 A17.5 a settled row that comes again after all is mended; one that lapsed or was mended is not settled", async () => {
  const own = await arrived("低收入家庭核对（重传）");
  await settle(["3", "4"], "mzj", own.batch);
  await upload(await p.as("mzj"), own.resource, familyCsv(family(2), family(4)));
  expect(await states(own.batch)).toEqual([
    ["3", "jtsr", "mended", 2],
    ["4", "jtsr", "settled", null],
    ["4", "lxdh", "settled", null],
    ["5", "jtsr", "mended", 2],
    ["6", "gmsfhm", "lapsed", null],
  ]);
  expect(await standing("mzj", own.batch)).toMatchObject({ open: 0 });
  for (const row of ["3", "5", "6"])
    expect(await code(settle([row], "mzj", own.batch))).toBe("problem_not_open");
});

test("A17.2 A17.5 A17.7 what earlier batches brought of a row deleted at its source ends with it, on record", async () => {
  const own = await arrived("低收入家庭核对（失效）");
  const api = await p.as("mzj");
  const { rows: tables } = await p.t.ownerPool.query(
    "select number, place from vault.resource where code = $1",
    [own.resource],
  );
  const table = (kept: "r" | "h") => `${tables[0].place}.${kept}_${tables[0].number}`;
  const lying = async (kept: "r" | "h") =>
    (
      await p.t.ownerPool.query(
        `select row_id >> 32 as batch, row_id & 4294967295 as line from ${table(kept)} order by 1, 2`,
      )
    ).rows.map(({ batch: number, line }) => `${number}/${line}`);
  const inForce = async () =>
    (await p.t.ownerPool.query("select rows from vault.resource where code = $1", [own.resource])).rows[0]
      .rows;
  await upload(api, own.resource, familyCsv(family(7), family(8), family(9)));
  const faulty = familyCsv(
    family(7, { income: "无" }),
    family(8, { phone: "1" }),
    family(9, { name: "改名" }),
    family(9, { income: "无" }),
    family(1),
    family(1),
  );
  const third = (await upload(api, own.resource, faulty)).id;
  const before = await lying("r");
  expect([before, await inForce()]).toEqual([["1/2", "2/2", "2/3", "3/4"], "4"]);

  const wanted = await settle(["2", "5", "7"], "mzj", third);
  expect(wanted).toMatchObject({ rows: ["2", "5", "7"], ended: 1 });
  expect(await lying("r")).toEqual(["1/2", "2/3", "3/4"]);
  expect([await lying("h"), await inForce()]).toEqual([["2/2", "2/4"], "3"]);
  const [body] = await inTransaction(p.t.db, async (tx) => [
    ...(await settlementEvidence.read(tx, [wanted.id])).values(),
  ]);
  expect(body).toMatchObject({ ended: [{ batch: 2, line: 2 }] });
  const found = () =>
    inTransaction(p.t.db, async (tx) => Array.fromAsync(settlementEvidence.audit?.(tx, wanted.id) ?? []));
  expect(await found()).toEqual([]);
  await p.t.ownerPool.query(`delete from ${table("h")} where row_id >> 32 = 2 and row_id & 4294967295 = 2`);
  expect(await found()).toEqual([expect.stringContaining("不在历史里")]);

  await upload(api, own.resource, familyCsv(family(7)));
  expect(await lying("r")).toContain("4/2");
});

test("A15.5 A17.5 figures of joint data are counted anew once rows have ended", async () => {
  const api = await p.as("mzj");
  const blank = async () => (await supplied())?.items.map((item) => item.blank);
  const counted = (...wanted: number[]) =>
    vi.waitFor(async () => expect(await blank()).toEqual(wanted), { timeout: 15_000, interval: 200 });
  await upload(api, resource, familyCsv(family(5, { phone: "" })));
  await counted(0, 1);
  const later = (await upload(api, resource, familyCsv(family(5, { income: "无" })))).id;
  await counted(0, 1);
  expect(await settle(["2"], "mzj", later)).toMatchObject({ ended: 1 });
  await counted(0, 0);
});
