import { afterAll, beforeAll, expect, test } from "vitest";
import { mount, publish, start, upload } from "../../test/support/business.ts";
import { registerEntry } from "../../test/support/city.ts";
import { fileFrom } from "../../test/support/imports.ts";
import { type TestPlatform, testPlatform } from "../../test/support/platform.ts";
import { identityNumber, item } from "../../test/support/tables.ts";
import { listOf } from "../contract/common.ts";
import type { EntryItem } from "../contract/entry.ts";
import { type JointQuality, jointQuality, mendingOf } from "../contract/joint-quality.ts";
import { lawNow, moveLawClock, shanghaiDate } from "../platform/clocks/index.ts";
import { inTransaction } from "../platform/db/index.ts";
import { readSheets } from "../platform/sheets/index.ts";

let p: TestPlatform;
beforeAll(async () => {
  p = await testPlatform();
});
afterAll(() => p.close());

const sealed = { required: true, grade: 3, storage: "sealed", masking: "all", category: "个人信息" } as const;
const person: EntryItem[] = [
  item("公民身份号码", "gmsfhm", {
    ...sealed,
    length: 18,
    standard: "identity-number",
    role: "subject-key",
    storage: "sealed-equality",
  }),
  item("姓名", "xm", { ...sealed, length: 50 }),
];
const families = [
  ...person,
  item("出生日期", "csrq", { ...sealed, type: "date" }),
  item("家庭收入", "jtsr", { type: "decimal", required: true }),
  item("联系电话", "lxdh", { length: 11, standard: "mobile-number" }),
];
const workers = [
  ...person,
  item("家庭收入", "sr", { type: "decimal" }),
  item("就业状态", "jyzt", { length: 10, required: true }),
];

const publishItems = (who: string, name: string, items: EntryItem[]) =>
  publish(p, who, { ...registerEntry, name, items, updateFrequency: "monthly" });
const register = async (who: string, subjectName: string, division: string[]) =>
  start(await p.as(who), {
    kind: "joint-collection",
    form: { subjectName, division, quality: "收入不得空缺，每月核对一次" },
  });
const [mzj, rsj] = ["双鸭山市民政局", "双鸭山市人力资源和社会保障局"];

async function seen(who: string, subject: string): Promise<JointQuality> {
  const { items } = await (await p.as(who)).get("/api/v1/joint-collections", listOf(jointQuality));
  const found = items.find((one) => one.subject === subject);
  if (found === undefined) throw new Error(`${who} does not see ${subject}`);
  return found;
}
/** Once everything that has arrived is counted. */
async function counted(who: string, subject: string): Promise<JointQuality> {
  for (;;) {
    const found = await seen(who, subject);
    const waiting =
      found.comparisons.some(({ why }) => why === "waiting") ||
      found.participants.some(({ supplies }) =>
        supplies.some(({ items }) => items.some(({ blank }) => blank === null)),
      );
    if (!waiting) return found;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
const supplyOf = (joint: JointQuality, unit: string) =>
  joint.participants.find((one) => one.unit.name === unit)?.supplies[0];
const compared = ({ comparisons }: JointQuality) =>
  comparisons.map(({ item: name, subjects, differing }) => [name, subjects, differing]).toSorted();
const mendings = (joint: JointQuality, who: string) => mendingOf(joint, p.party(who)).map(({ text }) => text);

const family = (n: number, more: { name?: string; born?: string; income?: string; phone?: string } = {}) => {
  const id = identityNumber(n);
  const born = more.born ?? `${id.slice(6, 10)}-${id.slice(10, 12)}-${id.slice(12, 14)}`;
  return [id, more.name ?? `甲${n}`, born, more.income ?? "1200.50", more.phone ?? "13812345678"].join(",");
};
const familyCsv = (...rows: string[]) =>
  ["公民身份号码,姓名,出生日期,家庭收入,联系电话", ...rows, ""].join("\n");
const workerCsv = (...rows: string[]) => ["公民身份号码,姓名,家庭收入,就业状态", ...rows, ""].join("\n");

test("A15.5 A17.4 the four dimensions of joint data are counted from what two departments sent, and follow it", async () => {
  const subject = "低收入家庭";
  await register("sjj", subject, [`${mzj}：家庭收入、联系电话、残疾等级`, `${rsj}：就业状态，家庭收入`]);
  const [before] = (await seen("mzj", subject)).participants.filter(({ unit }) => unit.name === mzj);
  expect([before?.uncatalogued, before?.supplies]).toEqual([["家庭收入", "联系电话", "残疾等级"], []]);

  const entry = await publishItems("mzj", "低收入家庭核对", families);
  expect(mendings(await seen("mzj", subject), "mzj")).toEqual([
    "“残疾等级”还没有编目：在本单位的目录里加上同名的数据项并发布",
    "“低收入家庭核对”还没有挂载数据表，数据报不上来",
  ]);
  const [mine, theirs] = [
    await mount(await p.as("mzj"), entry),
    await mount(await p.as("rsj"), await publishItems("rsj", "就业登记", workers)),
  ];
  const nothing = await seen("mzj", subject);
  expect(supplyOf(nothing, mzj)).toMatchObject({
    rows: 0,
    open: 0,
    lastOn: null,
    items: [{ of: 0 }, { of: 0 }],
  });
  expect(mendings(nothing, "mzj")[1]).toBe("“低收入家庭核对”还没有数据到达，请上传第一批");

  const faulty = await upload(
    await p.as("mzj"),
    mine,
    familyCsv(
      family(1),
      family(2, { phone: "" }),
      family(3, { name: "甲叁" }),
      family(4, { income: "" }),
      family(5, { income: "三千" }),
      family(6, { born: "1960-01-01" }),
      family(1, { income: "9" }),
      `${family(7)},多一列`,
    ),
  );
  await upload(
    await p.as("rsj"),
    theirs,
    workerCsv(
      `${identityNumber(1)},甲1,1200.5,在业`,
      `${identityNumber(2)},甲2,1300,在业`,
      `${identityNumber(3)},甲3,,失业`,
      `${identityNumber(9)},甲9,1,失业`,
    ),
  );
  const joint = await counted("mzj", subject);
  expect(supplyOf(joint, mzj)).toMatchObject({
    rows: 3,
    open: 5,
    batches: [{ id: faulty.id, number: 1, open: 5 }],
    items: [
      { name: "家庭收入", missing: 1, blank: 0, wrong: 1, of: 8 },
      { name: "联系电话", missing: 0, blank: 1, wrong: 0, of: 8 },
    ],
    unreadable: 1,
    doubled: 1,
    contradicting: 1,
    daysLate: 0,
  });
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
  const subject = "低收入家庭";
  const resource = supplyOf(await seen("mzj", subject), mzj)?.resource ?? "";
  await upload(await p.as("mzj"), resource, familyCsv(family(4), family(3)));
  const partly = await counted("mzj", subject);
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
  await upload(
    await p.as("mzj"),
    resource,
    familyCsv(family(1), family(2, { income: "1300.00" }), family(5), family(6)),
  );
  const mended = await counted("mzj", subject);
  expect(supplyOf(mended, mzj)).toMatchObject({
    rows: 6,
    open: 0,
    batches: [],
    items: [{ wrong: 0, of: 6 }, {}],
  });
  expect(compared(mended)).toContainEqual(["家庭收入", 2, 0]);
  expect(mendings(mended, "rsj")).toEqual([]);
});

test("A15.5 data that did not arrive by the rhythm of its entry is late by days, and its unit is told", async () => {
  const subject = "低收入家庭";
  const { dueOn } = supplyOf(await seen("mzj", subject), mzj) ?? {};
  const late = new Date(Date.parse(`${dueOn}T02:00:00Z`) + 3 * 86_400_000);
  await inTransaction(p.t.db, (tx) => moveLawClock(tx, late));
  const joint = await seen("rsj", subject);
  expect(supplyOf(joint, mzj)?.daysLate).toBe(3);
  expect(mendings(joint, "rsj")).toEqual(["“就业登记”逾期 3 天没有更新，请上传"]);
  const resource = supplyOf(joint, rsj)?.resource ?? "";
  await upload(await p.as("rsj"), resource, workerCsv(`${identityNumber(1)},甲1,1200.5,失业`));
  expect(supplyOf(await seen("rsj", subject), rsj)).toMatchObject({
    daysLate: 0,
    lastOn: shanghaiDate(await lawNow(p.t.db)),
  });
});

test("A15.5 joint collections are seen by their participants and the bureau that divided them, rows by their own unit", async () => {
  const subject = "低收入家庭";
  for (const who of ["wjw", "gaj", "jixian-sjj", "dsj", "gov"]) {
    const { items } = await (await p.as(who)).get("/api/v1/joint-collections", listOf(jointQuality));
    expect([who, items.map((one) => one.subject)]).toEqual([who, []]);
  }
  const resource = supplyOf(await seen("mzj", subject), mzj)?.resource ?? "";
  await upload(
    await p.as("mzj"),
    resource,
    familyCsv(family(2, { name: "另名" }), family(8, { income: "" })),
  );
  const own = await counted("mzj", subject);
  const other = await counted("rsj", subject);
  const bureau = await counted("sjj", subject);
  for (const joint of [own, other, bureau]) expect(supplyOf(joint, mzj)?.open).toBe(1);
  expect(supplyOf(own, mzj)?.batches).toHaveLength(1);
  expect(supplyOf(bureau, mzj)?.batches).toHaveLength(1);
  expect(supplyOf(other, mzj)?.batches).toEqual([]);
  const rows = (joint: JointQuality) => joint.comparisons.find((one) => one.item === "姓名")?.ownRows;
  expect([rows(own)?.[0]?.number, rows(other)?.[0]?.number, rows(bureau)]).toEqual([4, 1, []]);
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
  const content = await fileFrom(await p.as("mzj"), "GET", "/api/v1/joint-collections.xlsx");
  const { sheets } = await readSheets(content);
  expect(sheets.map(({ name }) => name)).toEqual(["逐项质量", "整行和时效", "两家比对", "要改的"]);
  const rows = (name: string) =>
    sheets.find((sheet) => sheet.name === name)?.rows.map(({ cells }) => cells) ?? [];
  expect(rows("逐项质量")).toContainEqual([
    "低收入家庭",
    mzj,
    "低收入家庭核对",
    "家庭收入",
    "7",
    "1",
    "0",
    "0",
  ]);
  expect(rows("两家比对").some((cells) => cells[1] === "姓名" && cells[6] === "1")).toBe(true);
  expect(rows("要改的").some((cells) => cells[2]?.includes("1 行问题数据没有改好"))).toBe(true);
});
