import { createHash, generateKeyPairSync, sign, verify } from "node:crypto";
import { Kysely, PostgresDialect } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type TestDatabase, testDatabase } from "../../test/support/postgres.ts";
import { toInstant } from "../platform/clocks/index.ts";
import { type Db, inTransaction, type Tables } from "../platform/db/index.ts";
import { applyAll, localSource } from "./applier.ts";
import { allRows, listDatasets, openDataset, readRows, viewDataset } from "./portal.ts";
import {
  type LogSeal,
  type PortalRow,
  type PublishedDataset,
  publish,
  type RowSource,
} from "./publication.ts";

const at = new Date("2026-09-22T02:00:00Z");
const { privateKey, publicKey } = generateKeyPairSync("ed25519");
const seal: LogSeal = {
  digest: (data) => createHash("sm3").update(data).digest(),
  sign: (digest) => sign(null, digest, privateKey),
  verify: (digest, signature) => verify(null, digest, publicKey, signature),
};

const figures = (code: string, version = 1): PublishedDataset => ({
  id: "0190a000-0000-7000-8000-000000000001",
  code,
  catalogueCode: "301001/000001",
  name: "新冠肺炎疫情逐日统计（2020年）",
  abstract: "各地市每日累计确诊人数，含生僻字地名㼆河、𬭸口。",
  providerName: "双鸭山市卫生健康委员会",
  industry: "Q",
  version,
  grade: 1,
  openingClass: "unconditional",
  openScope: "全部",
  openConditions: "",
  timeFrom: "2020-01-21",
  timeTo: "2020-12-08",
  area: ["230000"],
  updateFrequency: "archived",
  items: [
    { name: "地市代码", column: "city_code", type: "code", length: 6, grade: 1 },
    { name: "累计确诊", column: "confirmed", type: "integer", length: null, grade: 1 },
  ],
  quality: { received: "2500", accepted: "2500", quarantined: "0" },
  publishedAt: toInstant(at),
});

const rows =
  (count: number): RowSource =>
  async (write) => {
    const all: PortalRow[] = [];
    for (let n = 0; n < count; n++)
      all.push({ city_code: n % 2 === 0 ? "230500" : "230100", confirmed: String(n) });
    for (let from = 0; from < count; from += 1000) await write(all.slice(from, from + 1000));
  };

let t: TestDatabase;
let portal: Db;

beforeAll(async () => {
  t = await testDatabase();
  portal = new Kysely<Tables>({ dialect: new PostgresDialect({ pool: t.portalPool }) });
});
afterAll(() => t.drop());

const catchUp = () => applyAll(portal, localSource(t.db, "portal"), seal);
const send = (message: Parameters<typeof publish>[2], of?: RowSource) =>
  inTransaction(t.db, (tx) => publish(tx, seal, message, at, of));

const search = async (q: string) =>
  (await listDatasets(portal, { q, sort: "priority", limit: 10, after: undefined })).items.map(
    (item) => item.code,
  );

test("A39.1 a published copy is found, shown and read row by row", async () => {
  await send({ kind: "publish", code: "d-00000001", body: figures("d-00000001") }, rows(2500));
  await catchUp();
  expect((await viewDataset(portal, "d-00000001")).rows).toBe("2500");
  const dataset = await openDataset(portal, "d-00000001");
  expect(await readRows(portal, dataset, { city_code: "230100" }, 2, "0")).toEqual([
    { n: "2", content: { city_code: "230100", confirmed: "1" } },
    { n: "4", content: { city_code: "230100", confirmed: "3" } },
  ]);
  const all = await Array.fromAsync(allRows(portal, dataset, catchUp));
  expect(all.length).toBe(2500);
  await expect(readRows(portal, dataset, { nothing: "1" }, 2, "0")).rejects.toMatchObject({
    code: "bad_request",
  });
});

test("A36.1 a section of industries finds what stands in its divisions, a division what stands in it alone", async () => {
  for (const [code, industry] of [
    ["d-0000000A", "C13"],
    ["d-0000000B", "C"],
  ] as const)
    await send({ kind: "publish", code, body: { ...figures(code), name: "行业样例", industry } });
  await catchUp();
  const within = async (industry: string) =>
    (await listDatasets(portal, { industry, sort: "priority", limit: 10, after: undefined })).items
      .map((item) => item.code)
      .toSorted();
  expect(await within("C")).toEqual(["d-0000000A", "d-0000000B"]);
  expect(await within("C13")).toEqual(["d-0000000A"]);
  expect(await within("Q")).toEqual(["d-00000001"]);
  for (const code of ["d-0000000A", "d-0000000B"])
    await send({ kind: "withdraw", code, body: { reason: "试毕", article: "40", since: toInstant(at) } });
  await catchUp();
});

test("any substring of two or more characters is found, rare characters too", async () => {
  for (const word of ["疫情", "逐日统计", "卫生健康委", "累计确诊", "㼆河", "𬭸口", "疫情 双鸭山", "2020年"])
    expect(await search(word), word).toEqual(["d-00000001"]);
  for (const word of ["情疫", "户籍", "疫情 户籍", "' | x:*", "&"])
    expect(await search(word), word).toEqual([]);
});

test("the last words of the longest text are found as phrases, and no publication is too long to be applied", async () => {
  const han = (n: number) => String.fromCodePoint(0x4e00 + (n % 20_000));
  const named = (name: string, column: string) => ({
    name,
    column,
    type: "text" as const,
    length: 10,
    grade: 1,
  });
  const long = Array.from({ length: 499 }, (_, i) =>
    named(Array.from({ length: 200 }, (_, n) => han(i * 211 + n * 97 + i * n)).join(""), `c${i}`),
  );
  const code = "d-00000009";
  const abstract = `${"公共数据目录".repeat(330)}末尾的独有词语`;
  const body = { ...figures(code), abstract, items: [...long, named("最末数据项", "last")] };
  await send({ kind: "publish", code, body });
  await catchUp();
  for (const word of ["末尾的独有词语", "最末数据项", "目录公共", "疫情 最末"])
    expect(await search(word), word).toContain(code);
  for (const word of ["录公据", "词语双鸭山"]) expect(await search(word), word).toEqual([]);
  await send({ kind: "withdraw", code, body: { reason: "试毕", article: "40", since: toInstant(at) } });
  await catchUp();
});

test("A40.2 a suspension reaches the copy before the next read, and is lifted the same way", async () => {
  const since = toInstant(at);
  await send({
    kind: "suspend",
    code: "d-00000001",
    body: { reason: "有人对地市代码提出异议", article: "40", since },
  });
  await catchUp();
  await expect(openDataset(portal, "d-00000001")).rejects.toMatchObject({
    code: "opening_suspended",
    article: "40",
    detail: "有人对地市代码提出异议",
  });
  expect((await viewDataset(portal, "d-00000001")).suspension).toMatchObject({ article: "40" });
  await send({ kind: "restore", code: "d-00000001", body: {} });
  await catchUp();
  expect((await openDataset(portal, "d-00000001")).rows).toBe("2500");
});

test("A40.2 a suspension breaks off a download under way", async () => {
  const dataset = await openDataset(portal, "d-00000001");
  const download = allRows(portal, dataset, catchUp);
  for (let n = 0; n < 1000; n++) expect((await download.next()).done).toBe(false);
  const body = { reason: "有人提出异议", article: "40", since: toInstant(at) };
  await send({ kind: "suspend", code: "d-00000001", body });
  await expect(download.next()).rejects.toMatchObject({ code: "opening_suspended" });
  await send({ kind: "restore", code: "d-00000001", body: {} });
});

test("a new version takes the place of the one before; a withdrawn one is gone", async () => {
  await send({ kind: "publish", code: "d-00000001", body: figures("d-00000001", 2) }, rows(10));
  await catchUp();
  const dataset = await openDataset(portal, "d-00000001");
  expect((await Array.fromAsync(allRows(portal, dataset, catchUp))).length).toBe(10);
  const body = { reason: "核实后撤回", article: "40", since: toInstant(at) };
  await send({ kind: "withdraw", code: "d-00000001", body });
  await catchUp();
  await expect(viewDataset(portal, "d-00000001")).rejects.toMatchObject({ code: "opening_withdrawn" });
  const { rows: left } = await t.portalPool.query("select from portal.record where code = 'd-00000001'");
  expect(left.length).toBe(0);
});

test("two processes applying at once apply every message once", async () => {
  await send({ kind: "publish", code: "d-00000002", body: figures("d-00000002") }, rows(1500));
  await Promise.all([catchUp(), catchUp(), catchUp()]);
  expect((await viewDataset(portal, "d-00000002")).rows).toBe("1500");
});

test("a message changed behind the platform's back is not applied", async () => {
  await send({ kind: "publish", code: "d-00000003", body: figures("d-00000003") }, rows(3));
  await t.ownerPool.query(
    `update opening.publication_rows set rows = jsonb_set(rows, '{0,confirmed}', '"999"')
     where seq = (select max(seq) from opening.publication_log)`,
  );
  await expect(catchUp()).rejects.toThrow("not as it was signed");
  await expect(viewDataset(portal, "d-00000003")).rejects.toMatchObject({ code: "not_found" });
});

test("the portal's role sees nothing of the government side", async () => {
  await expect(t.portalPool.query("select from opening.publication_log")).rejects.toThrow(
    "permission denied",
  );
  await expect(t.portalPool.query("select from catalogue.entry")).rejects.toThrow("permission denied");
});
