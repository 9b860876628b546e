import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { act, mount, start } from "../../test/support/business.ts";
import { family, familyCsv, workerCsv, workers } from "../../test/support/joint.ts";
import {
  type Collection,
  compared,
  jointCollection,
  jointPlatform,
  mzj,
  rsj,
  subject,
  supplyOf,
} from "../../test/support/joint-collection.ts";
import type { TestPlatform } from "../../test/support/platform.ts";
import { identityNumber, item } from "../../test/support/tables.ts";
import { lawNow, moveLawClock, shanghaiDate } from "../platform/clocks/index.ts";
import { inTransaction } from "../platform/db/index.ts";

let p: TestPlatform;
let collection: Collection;
const { begin, end, counted, mendings, publishItems, register, seen, send, sendFaulty } = jointCollection(
  () => p,
);
beforeAll(async () => {
  p = await jointPlatform();
});
afterAll(() => p.close());
beforeEach(async () => {
  collection = await begin();
});
afterEach(() => end());

const waiting = { timeout: 20_000, interval: 50 };

test("A15.5 what has not arrived, is not mounted or not catalogued is said, and nothing is called whole", async () => {
  const nothing = await seen("mzj");
  expect(supplyOf(nothing, mzj)).toMatchObject({
    rows: 0,
    open: 0,
    lastOn: null,
    items: [{ of: 0 }, { of: 0 }],
  });
  expect(mendings(nothing, "mzj")).toEqual([
    "“残疾等级”还没有编目：在本单位的目录里加上同名的数据项并发布",
    "“低收入家庭核对”还没有数据到达，请上传第一批",
  ]);
  await publishItems("wjw", "残疾评定", [...workers, item("残疾等级", "cjdj", { length: 2 })]);
  await register("sjj", "残疾人", ["双鸭山市卫生健康委员会：残疾等级", `${rsj}：就业状态`]);
  expect(mendings(await seen("wjw", "残疾人"), "wjw")).toEqual(["“残疾评定”还没有挂载数据表，数据报不上来"]);
});

test("A15.5 A17.4 the four dimensions of joint data are counted from what two departments sent", async () => {
  const faulty = await sendFaulty(collection);
  const joint = await counted("mzj");
  expect(joint.participants.map(({ uncatalogued }) => uncatalogued)).toEqual([[], ["残疾等级"]]);
  expect(supplyOf(joint, mzj)).toMatchObject({
    rows: 3,
    open: 5,
    batches: [{ id: faulty.id, number: 1, open: 5 }],
    unreadable: 1,
    doubled: 1,
    contradicting: 1,
    daysLate: 0,
  });
  expect(supplyOf(joint, mzj)?.items).toEqual([
    { name: "家庭收入", missing: 1, blank: 0, wrong: 1, of: 8 },
    { name: "联系电话", missing: 0, blank: 1, wrong: 1, of: 8 },
  ]);
  expect(supplyOf(joint, rsj)).toMatchObject({
    rows: 4,
    open: 0,
    batches: [],
    items: [
      { name: "家庭收入", missing: 0, blank: 1, of: 4 },
      { name: "就业状态", blank: 0, of: 4 },
    ],
  });
  // 1200.50 and 1200.5 are one value; who has no income with one side is not compared.
  expect(compared(joint)).toEqual([
    ["姓名", 3, 1],
    ["家庭收入", 2, 1],
  ]);
  const name = joint.comparisons.find((one) => one.item === "姓名");
  expect(name?.ownRows).toEqual([{ id: faulty.id, number: 1, line: 4 }]);
  expect(JSON.stringify(joint)).not.toMatch(/甲叁|1200|1300/);
});

test("A15.5 what has come again is mended, known by its key; what cannot be known again counts until the next batch", async () => {
  await sendFaulty(collection);
  await send("mzj", collection.mine, familyCsv(family(4), family(3)));
  const partly = await counted("mzj");
  // Of five rows one came again, one could not be read and is no more; three are still to be mended.
  expect(supplyOf(partly, mzj)).toMatchObject({
    rows: 4,
    open: 3,
    items: [{ missing: 0, wrong: 1, of: 7 }, { of: 7 }],
    unreadable: 0,
    doubled: 1,
    contradicting: 1,
  });
  expect(compared(partly)).toEqual([
    ["姓名", 3, 0],
    ["家庭收入", 2, 1],
  ]);
  expect(mendings(partly, "mzj")).toEqual([
    "“残疾等级”还没有编目：在本单位的目录里加上同名的数据项并发布",
    "“低收入家庭核对”有 3 行问题数据没有改好：下载后改正，只重传这些行；源头已删除的，在批次页写明",
    `“家庭收入”有 1 个对象与${rsj}的不同：与对方核对，由有误的一方更正后重传`,
  ]);
  await send(
    "mzj",
    collection.mine,
    familyCsv(family(1), family(2, { income: "1300.00" }), family(5), family(6)),
  );
  const mended = await counted("mzj");
  expect(supplyOf(mended, mzj)).toMatchObject({
    rows: 6,
    open: 0,
    batches: [],
    items: [{ wrong: 0, of: 6 }, {}],
  });
  expect(compared(mended)).toContainEqual(["家庭收入", 2, 0]);
  expect(mendings(mended, "rsj")).toEqual([]);
});

test("A15.5 a row that is sent again and is still at fault counts once, in the last batch that brought it", async () => {
  const wrong = (income: string) => send("mzj", collection.mine, familyCsv(family(4, { income })));
  await wrong("三千");
  await wrong("四千");
  const last = await wrong("五千");
  expect(supplyOf(await seen("mzj"), mzj)).toMatchObject({
    open: 1,
    batches: [{ id: last.id, number: 3, open: 1 }],
    items: [{ wrong: 1, of: 1 }, {}],
  });
});

test("A15.5 a row whose own key is at fault counts until the next batch, since it cannot be known again", async () => {
  const [, ...rest] = family(4).split(",");
  await send("mzj", collection.mine, familyCsv(family(1), ["230599199001010018", ...rest].join(",")));
  expect(supplyOf(await seen("mzj"), mzj)).toMatchObject({
    rows: 1,
    open: 1,
    items: [{ wrong: 0, of: 2 }, {}],
  });
  await send("mzj", collection.mine, familyCsv(family(4)));
  expect(supplyOf(await seen("mzj"), mzj)).toMatchObject({ rows: 2, open: 0 });
});

test("A15.5 a batch is not shown as counted until it is, and is counted without a further step", async () => {
  await sendFaulty(collection);
  await counted("mzj");
  const holding = await p.t.ownerPool.connect();
  await holding.query("begin");
  await holding.query("select pg_advisory_xact_lock(hashtextextended(id::text, 6)) from collection.joint");
  try {
    await send("mzj", collection.mine, familyCsv(family(3, { phone: "" })));
    const waiting = await seen("mzj");
    expect(supplyOf(waiting, mzj)?.items.map(({ blank }) => blank)).toEqual([null, null]);
    expect(waiting.comparisons.map(({ why, subjects }) => [why, subjects])).toEqual([
      ["waiting", null],
      ["waiting", null],
    ]);
  } finally {
    await holding.query("commit");
    holding.release();
  }
  const joint = await counted("mzj");
  expect(supplyOf(joint, mzj)?.items.map(({ blank }) => blank)).toEqual([0, 2]);
  expect(compared(joint)).toContainEqual(["姓名", 3, 0]);
});

test("A15.5 a joint collection registered after its data is measured at once", async () => {
  await sendFaulty(collection);
  await register("sjj", "困难职工", [`${mzj}：出生日期`, `${rsj}：就业状态`]);
  const joint = await counted("rsj", "困难职工");
  expect(supplyOf(joint, mzj)?.items).toEqual([{ name: "出生日期", missing: 0, blank: 0, wrong: 0, of: 8 }]);
});

test("A15.5 data that did not arrive by the rhythm of its entry is late by days, and its unit is told", async () => {
  await sendFaulty(collection);
  const { dueOn } = supplyOf(await seen("mzj"), mzj) ?? {};
  const late = new Date(Date.parse(`${dueOn}T02:00:00Z`) + 3 * 86_400_000);
  await inTransaction(p.t.db, (tx) => moveLawClock(tx, late));
  const joint = await seen("rsj");
  expect(supplyOf(joint, mzj)?.daysLate).toBe(3);
  expect(mendings(joint, "rsj")[0]).toBe("“就业登记”逾期 3 天没有更新，请上传");
  await send("rsj", collection.theirs, workerCsv(`${identityNumber(1)},甲1,1200.5,失业`));
  expect(supplyOf(await seen("rsj"), rsj)).toMatchObject({
    daysLate: 0,
    lastOn: shanghaiDate(await lawNow(p.t.db)),
  });
});

test("A15.5 a pair that cannot be read holds up no other", async () => {
  const third = await mount(await p.as("wjw"), await publishItems("wjw", "残疾人收入", workers));
  await register("sjj", subject, [
    `${mzj}：家庭收入`,
    `${rsj}：家庭收入`,
    "双鸭山市卫生健康委员会：家庭收入",
  ]);
  await send("wjw", third, workerCsv(`${identityNumber(1)},甲1,1,在业`));
  const { rows } = await p.t.ownerPool.query<{ number: string }>(
    "select number from vault.resource where code = $1",
    [third],
  );
  await p.t.ownerPool.query(`update data.r_${rows[0]?.number} set row_mac = decode(repeat('00', 32), 'hex')`);
  await sendFaulty(collection);
  await vi.waitFor(async () => {
    const { comparisons } = await seen("mzj");
    const found = comparisons.filter(({ why }) => why === null);
    expect(found.map(({ sides }) => sides.map(({ unit }) => unit.name).toSorted())).toEqual([
      [rsj, mzj].toSorted(),
      [rsj, mzj].toSorted(),
    ]);
  }, waiting);
});

test("A15.5 A11.3 what becomes important data is compared no more at once, and is again once it has moved out", async () => {
  await sendFaulty(collection);
  expect(compared(await counted("mzj"))).toContainEqual(["家庭收入", 2, 1]);
  const moved = (place: string) =>
    vi.waitFor(async () => {
      const { rows } = await p.t.ownerPool.query("select place from vault.resource where code = $1", [
        collection.mine,
      ]);
      expect(rows).toEqual([{ place }]);
    }, waiting);
  const { id } = await start(await p.as("mzj"), {
    kind: "regrading",
    subject: collection.checked.id,
    form: {
      ...{ gradingTrigger: "content", changedOn: "2026-09-18", changeReason: "列入重要数据目录" },
      columns: [{ column: "jtsr", grade: 4, importance: "important" }],
    },
  });
  expect((await seen("mzj")).comparisons.map(({ why, subjects }) => [why, subjects])).toEqual([
    ["zone", null],
    ["zone", null],
  ]);
  await moved("zone");
  await act(await p.as("sjj"), id, "refuse", { reasons: "未列入重要数据目录" });
  await moved("data");
  expect(compared(await counted("mzj"))).toContainEqual(["家庭收入", 2, 1]);
});
