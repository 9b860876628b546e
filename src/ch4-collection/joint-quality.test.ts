import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { act, code, mount, publish, send as sendFile, start, upload } from "../../test/support/business.ts";
import { registerEntry } from "../../test/support/city.ts";
import { albumEntry, pdfOf } from "../../test/support/file-entry.ts";
import { fileFrom } from "../../test/support/imports.ts";
import { families, family, familyCsv, workerCsv, workers } from "../../test/support/joint.ts";
import { type TestPlatform, testPlatform } from "../../test/support/platform.ts";
import { identityNumber, item } from "../../test/support/tables.ts";
import { openedTo } from "../../test/support/upstream.ts";
import { listOf } from "../contract/common.ts";
import { type EntryItem, entry as entrySchema } from "../contract/entry.ts";
import { type JointQuality, jointQuality, mendingOf } from "../contract/joint-quality.ts";
import { changeDone, changePreview } from "../contract/reorganisation.ts";
import { lawNow, moveLawClock, shanghaiDate } from "../platform/clocks/index.ts";
import { inTransaction } from "../platform/db/index.ts";
import { readSheets } from "../platform/sheets/index.ts";

let p: TestPlatform;
beforeAll(async () => {
  p = await testPlatform({ GONGSHU_UPSTREAM_HOSTS: openedTo("gaj", "http://127.0.0.1:9") });
});
afterAll(() => p.close());
/** Each test begins with two departments that collect together, before anything has arrived. */
let mine: string;
let theirs: string;
let checked: Awaited<ReturnType<typeof publishItems>>;
beforeEach(async () => {
  checked = await publishItems("mzj", "低收入家庭核对", families);
  mine = await mount(await p.as("mzj"), checked);
  theirs = await mount(await p.as("rsj"), await publishItems("rsj", "就业登记", workers));
  await register("sjj", subject, [`${mzj}：家庭收入、联系电话、残疾等级`, `${rsj}：就业状态，家庭收入`]);
});
afterEach(() =>
  p.t.ownerPool.query(
    "update catalogue.entry set status = 'withdrawn', published_name = code; delete from collection.joint_share; delete from collection.joint",
  ),
);

const waiting = { timeout: 20_000, interval: 50 };
const subject = "低收入家庭";
const publishItems = (who: string, name: string, items: EntryItem[]) =>
  publish(p, who, { ...registerEntry, name, items, updateFrequency: "monthly" });
const register = async (who: string, subjectName: string, division: string[]) =>
  start(await p.as(who), {
    kind: "joint-collection",
    form: { subjectName, division, quality: "收入不得空缺，每月核对一次" },
  });
const [mzj, rsj] = ["双鸭山市民政局", "双鸭山市人力资源和社会保障局"];

const send = async (who: string, resource: string, csv: string) => upload(await p.as(who), resource, csv);
/** A batch with a fault of every kind, and what the others say of the same persons. */
async function sendFaulty() {
  const faulty = await send(
    "mzj",
    mine,
    familyCsv(
      family(1),
      family(2, { phone: "" }),
      family(3, { name: "甲叁" }),
      family(4, { income: "", phone: "1" }),
      family(5, { income: "三千" }),
      family(6, { born: "1960-01-01" }),
      family(1, { income: "9" }),
      `${family(7)},多一列`,
    ),
  );
  await send(
    "rsj",
    theirs,
    workerCsv(
      `${identityNumber(1)},甲1,1200.5,在业`,
      `${identityNumber(2)},甲2,1300,在业`,
      `${identityNumber(3)},甲3,,失业`,
      `${identityNumber(9)},甲9,1,失业`,
    ),
  );
  return faulty;
}

async function seen(who: string, of = subject): Promise<JointQuality> {
  const { items } = await (await p.as(who)).get("/api/v1/joint-collections", listOf(jointQuality));
  const found = items.find((one) => one.subject === of);
  if (found === undefined) throw new Error(`${who} does not see ${of}`);
  return found;
}
/** Once everything that has arrived is counted. */
async function counted(who: string, of = subject): Promise<JointQuality> {
  for (let tries = 0; tries < 400; tries++) {
    const found = await seen(who, of);
    const waiting =
      found.comparisons.some(({ why }) => why === "waiting") ||
      found.participants.some(({ supplies }) =>
        supplies.some(({ items }) => items.some(({ blank }) => blank === null)),
      );
    if (!waiting) return found;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error("the figures are not counted");
}
const supplyOf = (joint: JointQuality, unit: string) =>
  joint.participants.find((one) => one.unit.name === unit)?.supplies[0];
const compared = ({ comparisons }: JointQuality) =>
  comparisons.map(({ item: name, subjects, differing }) => [name, subjects, differing]).toSorted();
const mendings = (joint: JointQuality, who: string) => mendingOf(joint, p.party(who)).map(({ text }) => text);

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
  const faulty = await sendFaulty();
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
  await sendFaulty();
  await send("mzj", mine, familyCsv(family(4), family(3)));
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
    "“低收入家庭核对”有 3 行问题数据没有改好：下载后改正，只重传这些行",
    `“家庭收入”有 1 个对象与${rsj}的不同：与对方核对，由有误的一方更正后重传`,
  ]);
  await send("mzj", mine, familyCsv(family(1), family(2, { income: "1300.00" }), family(5), family(6)));
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
  const wrong = (income: string) => send("mzj", mine, familyCsv(family(4, { income })));
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
  await send("mzj", mine, familyCsv(family(1), ["230599199001010018", ...rest].join(",")));
  expect(supplyOf(await seen("mzj"), mzj)).toMatchObject({
    rows: 1,
    open: 1,
    items: [{ wrong: 0, of: 2 }, {}],
  });
  await send("mzj", mine, familyCsv(family(4)));
  expect(supplyOf(await seen("mzj"), mzj)).toMatchObject({ rows: 2, open: 0 });
});

test("A15.5 a batch is not shown as counted until it is, and is counted without a further step", async () => {
  await sendFaulty();
  await counted("mzj");
  const holding = await p.t.ownerPool.connect();
  await holding.query("begin");
  await holding.query("select pg_advisory_xact_lock(hashtextextended(id::text, 6)) from collection.joint");
  try {
    await send("mzj", mine, familyCsv(family(3, { phone: "" })));
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
  await sendFaulty();
  await register("sjj", "困难职工", [`${mzj}：出生日期`, `${rsj}：就业状态`]);
  const joint = await counted("rsj", "困难职工");
  expect(supplyOf(joint, mzj)?.items).toEqual([{ name: "出生日期", missing: 0, blank: 0, wrong: 0, of: 8 }]);
});

test("A15.5 data that did not arrive by the rhythm of its entry is late by days, and its unit is told", async () => {
  await sendFaulty();
  const { dueOn } = supplyOf(await seen("mzj"), mzj) ?? {};
  const late = new Date(Date.parse(`${dueOn}T02:00:00Z`) + 3 * 86_400_000);
  await inTransaction(p.t.db, (tx) => moveLawClock(tx, late));
  const joint = await seen("rsj");
  expect(supplyOf(joint, mzj)?.daysLate).toBe(3);
  expect(mendings(joint, "rsj")[0]).toBe("“就业登记”逾期 3 天没有更新，请上传");
  await send("rsj", theirs, workerCsv(`${identityNumber(1)},甲1,1200.5,失业`));
  expect(supplyOf(await seen("rsj"), rsj)).toMatchObject({
    daysLate: 0,
    lastOn: shanghaiDate(await lawNow(p.t.db)),
  });
});

test("A15.5 joint collections are seen by their participants and the bureau that divided them, rows by their own unit", async () => {
  for (const who of ["wjw", "gaj", "jixian-sjj", "dsj", "gov"]) {
    const { items } = await (await p.as(who)).get("/api/v1/joint-collections", listOf(jointQuality));
    expect([who, items.map((one) => one.subject)]).toEqual([who, []]);
  }
  expect(await code((await p.as("citizen")).get("/api/v1/joint-collections", listOf(jointQuality)))).toBe(
    "forbidden",
  );
  await sendFaulty();
  await send("mzj", mine, familyCsv(family(2, { name: "另名" })));
  const own = await counted("mzj");
  const other = await counted("rsj");
  const bureau = await counted("sjj");
  for (const joint of [own, other, bureau]) expect(supplyOf(joint, mzj)?.open).toBe(4);
  expect(supplyOf(own, mzj)?.batches).toHaveLength(1);
  expect(supplyOf(bureau, mzj)?.batches).toHaveLength(1);
  expect(supplyOf(other, mzj)?.batches).toEqual([]);
  const rows = (joint: JointQuality) =>
    joint.comparisons
      .find((one) => one.item === "姓名")
      ?.ownRows.map(({ number, line }) => [number, line])
      .toSorted();
  expect(rows(own)).toEqual([
    [1, 4],
    [2, 2],
  ]);
  expect(rows(other)).toEqual([
    [1, 3],
    [1, 4],
  ]);
  expect(rows(bureau)).toEqual([]);
});

test("A15.5 a later registration of the same data by the same bureau takes the place of the earlier one", async () => {
  await register("sjj", "随迁子女", [`${mzj}：家庭收入`, `${rsj}：就业状态`]);
  await register("sjj", "随迁 子女", [`${mzj}：联系电话`, `${rsj}：就业状态`]);
  await register("jixian-sjj", "随迁子女", ["集贤县卫生健康局：接种记录", `${mzj}：家庭收入`]);
  const { items } = await (await p.as("mzj")).get("/api/v1/joint-collections", listOf(jointQuality));
  const found = items.filter(({ subject }) => subject.startsWith("随迁"));
  expect(found.map(({ subject, authority }) => [subject, authority.id]).toSorted()).toEqual(
    [
      ["随迁 子女", p.party("sjj")],
      ["随迁子女", p.party("jixian-sjj")],
    ].toSorted(),
  );
  const first = (await (await p.as("mzj")).get("/api/v1/joint-collections?limit=1", listOf(jointQuality)))
    .next;
  const next = await (await p.as("mzj")).get(
    `/api/v1/joint-collections?limit=1&cursor=${first}`,
    listOf(jointQuality),
  );
  expect(next.items.map(({ id }) => id)).toEqual([items[1]?.id]);
});

test("A15.5 the same figures are had as a workbook, with what each unit is to mend", async () => {
  await sendFaulty();
  await counted("mzj");
  const { sheets } = await readSheets(
    await fileFrom(await p.as("mzj"), "GET", "/api/v1/joint-collections.xlsx"),
  );
  expect(sheets.map(({ name }) => name)).toEqual(["逐项质量", "整行和时效", "两家比对", "要改的"]);
  const rows = (name: string) =>
    sheets.find((sheet) => sheet.name === name)?.rows.map(({ cells }) => cells) ?? [];
  expect(rows("逐项质量")).toContainEqual([subject, mzj, "低收入家庭核对", "家庭收入", "8", "1", "0", "1"]);
  expect(rows("整行和时效").map((cells) => [cells[2], cells[3], ...cells.slice(7)])).toContainEqual([
    "低收入家庭核对",
    "数据库表",
    "0",
    "3",
    "0",
    "5",
    "1",
    "1",
    "1",
  ]);
  expect(rows("两家比对").some((cells) => cells[1] === "姓名" && cells[6] === "1")).toBe(true);
  expect(rows("要改的").some((cells) => cells[2]?.includes("5 行问题数据没有改好"))).toBe(true);
});

/** What a participant supplies as files, and another by an interface, beside the tables. */
async function supplyOtherwise() {
  const income = item("家庭收入", "sr", { type: "decimal" });
  const files = { ...albumEntry, name: "收入核对图册", items: [income] };
  const album = await publish(p, "wjw", files);
  const resource = await mount(await p.as("wjw"), album, "file");
  const asked = await publish(p, "gaj", {
    ...registerEntry,
    name: "收入查询（接口）",
    items: workers,
    format: "interface",
  });
  const settings = {
    ...{ kind: "interface", url: "http://127.0.0.1:9/persons", method: "POST", subjectParameter: "idNo" },
    ...{ rowsPointer: "/rows", fields: { gmsfhm: "idNo", sr: "income" }, timeoutSeconds: 1 },
    ...{ columnsParameter: "want", proof: { kind: "header", name: "X-Api-Key" }, secret: "s3cret-of-a-test" },
  };
  await (await p.as("gaj")).post(`/api/v1/entries/${asked.id}/resources`, settings, entrySchema);
  await register("sjj", subject, [
    `${mzj}：家庭收入、联系电话`,
    `${rsj}：就业状态，家庭收入`,
    `${wjw}：家庭收入`,
    `${gaj}：家庭收入`,
  ]);
  return resource;
}
const [wjw, gaj] = ["双鸭山市卫生健康委员会", "双鸭山市公安局"];

test("A15.5 what is supplied as files or by an interface is said so, and holds up the figures of nobody", async () => {
  const album = await supplyOtherwise();
  await sendFaulty();
  const joint = await counted("mzj");
  expect(supplyOf(joint, mzj)).toMatchObject({ rows: 3, items: [{ blank: 0 }, { blank: 1 }] });
  const whys = (...units: string[]) =>
    joint.comparisons
      .filter(({ sides }) => sides.every(({ unit }) => units.includes(unit.name)))
      .map(({ why, subjects }) => [why, subjects]);
  expect(whys(gaj, mzj)).toEqual([
    ["interface", null],
    ["interface", null],
  ]);
  expect(whys(wjw, mzj)).toEqual([["files", null]]);
  expect(joint.comparisons.filter(({ why }) => why === null)).toHaveLength(2);
  expect(supplyOf(joint, wjw)).toMatchObject({ format: "file", rows: 0, files: 0 });
  expect(mendings(joint, "wjw")).toEqual(["“收入核对图册”还没有文件到达，请上传"]);
  expect(mendings(joint, "gaj")).toEqual([]);
  await sendFile(await p.as("wjw"), album, "一.pdf", pdfOf("收入"));
  const arrived = await counted("wjw");
  expect(supplyOf(arrived, wjw)).toMatchObject({ rows: 0, files: 1, items: [{ blank: 0, of: 0 }] });
  expect(mendings(arrived, "wjw")).toEqual([]);
  const book = await readSheets(await fileFrom(await p.as("wjw"), "GET", "/api/v1/joint-collections.xlsx"));
  const whole = book.sheets.find(({ name }) => name === "整行和时效")?.rows.map(({ cells }) => cells) ?? [];
  const told = (entry: string) => whole.find((cells) => cells[2] === entry);
  expect([told("收入核对图册")?.[3], told("收入核对图册")?.slice(8, 10)]).toEqual(["文件", ["0", "1"]]);
  expect(told("收入查询（接口）")?.[3]).toBe("接口");
  await vi.waitFor(async () => {
    const { rows } = await p.t.ownerPool.query(
      "select distinct state::text from jobs.job where name = 'collection.joint-quality'",
    );
    expect(rows).toEqual([{ state: "completed" }]);
  }, waiting);
});

test("A15.5 a pair that cannot be read holds up no other", async () => {
  const third = await mount(await p.as("wjw"), await publishItems("wjw", "残疾人收入", workers));
  await register("sjj", subject, [`${mzj}：家庭收入`, `${rsj}：家庭收入`, `${wjw}：家庭收入`]);
  await send("wjw", third, workerCsv(`${identityNumber(1)},甲1,1,在业`));
  const { rows } = await p.t.ownerPool.query<{ number: string }>(
    "select number from vault.resource where code = $1",
    [third],
  );
  await p.t.ownerPool.query(`update data.r_${rows[0]?.number} set row_mac = decode(repeat('00', 32), 'hex')`);
  await sendFaulty();
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
  await sendFaulty();
  expect(compared(await counted("mzj"))).toContainEqual(["家庭收入", 2, 1]);
  const moved = (place: string) =>
    vi.waitFor(async () => {
      const { rows } = await p.t.ownerPool.query("select place from vault.resource where code = $1", [mine]);
      expect(rows).toEqual([{ place }]);
    }, waiting);
  const { id } = await start(await p.as("mzj"), {
    kind: "regrading",
    subject: checked.id,
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

test("A15.5 when a unit merges into another, its part of a joint collection and its entries are the successor's", async () => {
  const sjj = await p.as("sjj");
  const effectiveOn = shanghaiDate(await lawNow(p.t.db));
  const merger = {
    act: "merge",
    units: [p.party("rsj")],
    into: p.party("mzj"),
    effectiveOn,
    basis: "双编发〔2026〕12号",
  };
  const { digest } = await sjj.post("/api/v1/reorganisations/preview", merger, changePreview);
  await sjj.post("/api/v1/reorganisations", { change: merger, digest }, changeDone);
  const { participants } = await seen("mzj");
  expect(participants.map(({ unit, items }) => [unit.name, items])).toEqual([
    [mzj, ["家庭收入", "联系电话", "残疾等级", "就业状态"]],
  ]);
  expect(participants[0]?.supplies.map(({ entry }) => entry.name).toSorted()).toEqual([
    "低收入家庭核对",
    "就业登记",
  ]);
});
