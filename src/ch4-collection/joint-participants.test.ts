import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { code, mount, publish, send as sendFile } from "../../test/support/business.ts";
import { registerEntry } from "../../test/support/city.ts";
import { albumEntry, pdfOf } from "../../test/support/file-entry.ts";
import { fileFrom } from "../../test/support/imports.ts";
import { family, familyCsv, workers } from "../../test/support/joint.ts";
import {
  type Collection,
  jointCollection,
  jointPlatform,
  mzj,
  rsj,
  subject,
  supplyOf,
} from "../../test/support/joint-collection.ts";
import type { TestPlatform } from "../../test/support/platform.ts";
import { item } from "../../test/support/tables.ts";
import { listOf } from "../contract/common.ts";
import { entry as entrySchema } from "../contract/entry.ts";
import { type JointQuality, jointQuality } from "../contract/joint-quality.ts";
import { changeDone, changePreview } from "../contract/reorganisation.ts";
import { lawNow, shanghaiDate } from "../platform/clocks/index.ts";
import { readSheets } from "../platform/sheets/index.ts";

/** Who takes part in a joint collection, with what, and what each of them sees. */
let p: TestPlatform;
let collection: Collection;
const { begin, end, counted, mendings, register, seen, send, sendFaulty } = jointCollection(() => p);
beforeAll(async () => {
  p = await jointPlatform();
});
afterAll(() => p.close());
beforeEach(async () => {
  collection = await begin();
});
afterEach(() => end());

const waiting = { timeout: 20_000, interval: 50 };

test("A15.5 joint collections are seen by their participants and the bureau that divided them, rows by their own unit", async () => {
  for (const who of ["wjw", "gaj", "jixian-sjj", "dsj", "gov"]) {
    const { items } = await (await p.as(who)).get("/api/v1/joint-collections", listOf(jointQuality));
    expect([who, items.map((one) => one.subject)]).toEqual([who, []]);
  }
  expect(await code((await p.as("citizen")).get("/api/v1/joint-collections", listOf(jointQuality)))).toBe(
    "forbidden",
  );
  await sendFaulty(collection);
  await send("mzj", collection.mine, familyCsv(family(2, { name: "另名" })));
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
  await sendFaulty(collection);
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
  await sendFaulty(collection);
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
