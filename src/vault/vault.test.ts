import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type TestDatabase, testDatabase } from "../../test/support/postgres.ts";
import {
  identityNumber,
  item,
  load as loadBatch,
  randomKeyring,
  slices,
  tableOf,
} from "../../test/support/vault.ts";
import type { EntryItem } from "../contract/entry.ts";
import { softwareCryptography } from "../platform/crypto/index.ts";
import { uuid } from "../platform/ids/index.ts";
import { auditTable, type CheckedRow, ingest, openResource } from "./index.ts";

const keyring = randomKeyring();
const number = identityNumber;
const sealedName = item("name", { grade: 3, masking: "name", storage: "sealed" });
const register = [number, sealedName, item("height", { type: "decimal" }), item("since", { type: "date" })];

let t: TestDatabase;
beforeAll(async () => {
  t = await testDatabase();
});
afterAll(() => t.drop());

const resource = (items: readonly EntryItem[]) => tableOf(t, items);
const load = (to: string, batch: number, rows: readonly Omit<CheckedRow, "row">[], sourceVersions = false) =>
  loadBatch(t, keyring, to, batch, rows, sourceVersions);

async function read(from: string, subject: string, columns: string[]): Promise<(string | null)[][]> {
  const reader = await openResource(t.db, softwareCryptography, keyring, from);
  const key = reader.subjectKey(subject);
  if (key === undefined) throw new Error("the resource has no subject");
  return (await reader.subject(t.pool, key, columns)).map(({ values }) => [...values]);
}

const dataTable = async (from: string) =>
  `data.r_${(await openResource(t.db, softwareCryptography, keyring, from)).resource.number}`;
const audit = (of: string) => auditTable(t.database, softwareCryptography, keyring, of);

const [wang, li, zhang] = ["230599199001010017", "230599199102020025", "23059919920303003X"];
const person = (id: string | undefined, name: string, more: Partial<CheckedRow> = {}) => ({
  values: [id ?? null, name, "1.70", "2020-05-01"],
  ...more,
});

describe("A batch", () => {
  it("A17.1 is written, read by its subject in the columns asked for, and counted", async () => {
    const to = await resource(register);
    const { counts } = await load(to, 1, [person(wang, "王䶮"), person(li, "李四"), person(zhang, "张三")]);
    expect(counts).toEqual({
      accepted: 3,
      quarantined: 0,
      inserted: 3,
      updated: 0,
      unchanged: 0,
      removed: 0,
    });
    expect(await read(to, zhang.toLowerCase(), ["name", "height", "since"])).toEqual([
      ["张三", "1.70", "2020-05-01"],
    ]);
    expect(await read(to, "230599200001010011", ["name"])).toEqual([]);
    expect(await audit(to)).toEqual([]);
  });

  it("A17.6 keeps unchanged rows, replaces changed ones and keeps every version with its batches", async () => {
    const to = await resource(register);
    await load(to, 1, [person(wang, "王䶮"), person(li, "李四")]);
    const { counts } = await load(to, 2, [person(wang, "王䶮"), person(li, "李五"), person(zhang, "张三")]);
    expect(counts).toEqual({
      accepted: 3,
      quarantined: 0,
      inserted: 1,
      updated: 1,
      unchanged: 1,
      removed: 0,
    });
    await load(to, 3, [person(li, "李六"), person(zhang, "张三", { removed: true })]);
    expect(await read(to, li, ["name"])).toEqual([["李六"]]);
    expect(await read(to, zhang, ["name"])).toEqual([]);
    const history = (await dataTable(to)).replace("r_", "h_");
    const { rows } = await t.pool.query(`select from_batch, to_batch from ${history} order by 1, 2`);
    expect(rows).toEqual([
      { from_batch: "1", to_batch: "2" },
      { from_batch: "2", to_batch: "3" },
      { from_batch: "2", to_batch: "3" },
    ]);
    expect(await audit(to)).toEqual([]);
    const { resource: now } = await openResource(t.db, softwareCryptography, keyring, to);
    expect(now.rows).toBe("2");
  });

  it("A17.5 lets the newer source version win in whatever order versions come", async () => {
    const to = await resource(register);
    const version = (n: number, name: string, more: Partial<CheckedRow> = {}) =>
      person(wang, name, { version: String(n), ...more });
    await load(to, 1, [version(5, "五")], true);
    expect((await load(to, 2, [version(3, "三")], true)).counts).toMatchObject({ unchanged: 1, updated: 0 });
    expect(await load(to, 3, [version(5, "伍")], true)).toMatchObject({
      counts: { accepted: 0, quarantined: 1 },
      conflicts: [{ row: 1, rule: "version-conflict" }],
    });
    // Version 9 confirms what version 5 said, so version 7 is late although version 5 is what is stored.
    expect((await load(to, 4, [version(9, "五")], true)).counts).toMatchObject({ unchanged: 1 });
    expect((await load(to, 5, [version(7, "七")], true)).counts).toMatchObject({ unchanged: 1, updated: 0 });
    expect(await read(to, wang, ["name"])).toEqual([["五"]]);
    // The removal of version 12 stands against a late version 11, and gives way to version 13.
    expect((await load(to, 6, [version(12, "", { removed: true })], true)).counts).toMatchObject({
      removed: 1,
    });
    expect((await load(to, 7, [version(11, "十一")], true)).counts).toMatchObject({
      unchanged: 1,
      inserted: 0,
    });
    expect(await read(to, wang, ["name"])).toEqual([]);
    expect((await load(to, 8, [version(13, "十三")], true)).counts).toMatchObject({ inserted: 1 });
    expect(await read(to, wang, ["name"])).toEqual([["十三"]]);
  });

  it("quarantines one key with two contents in one batch, and counts a repeated row as unchanged", async () => {
    const to = await resource(register);
    const result = await load(to, 1, [person(wang, "王䶮"), person(wang, "王龑"), person(wang, "王䶮")]);
    expect(result.counts).toEqual({
      accepted: 2,
      quarantined: 1,
      inserted: 1,
      updated: 0,
      unchanged: 1,
      removed: 0,
    });
    expect(result.conflicts).toEqual([{ row: 2, rule: "version-conflict" }]);
  });

  it("follows a business key when its subject changes, and only appends without any key", async () => {
    const vehicles = await resource([item("plate", { role: "business-key" }), number]);
    await load(vehicles, 1, [{ values: ["黑J12345", wang] }]);
    await load(vehicles, 2, [{ values: ["黑J12345", li] }]);
    expect(await read(vehicles, wang, ["plate"])).toEqual([]);
    expect(await read(vehicles, li, ["plate"])).toEqual([["黑J12345"]]);
    const readings = await resource([item("level", { type: "integer" })]);
    await load(readings, 1, [{ values: ["7"] }, { values: ["7"] }]);
    expect((await load(readings, 2, [{ values: ["7"] }])).counts.inserted).toBe(1);
  });

  it("refuses a late batch whose rows carry no version, and writes nothing of it", async () => {
    const to = await resource(register);
    await load(to, 2, [person(wang, "王䶮")]);
    await expect(load(to, 1, [person(li, "李四")])).rejects.toMatchObject({ code: "batch_out_of_order" });
    expect(await read(to, li, ["name"])).toEqual([]);
  });

  it("is all or nothing: rows that fail half way, and a settlement that fails, leave no trace", async () => {
    const to = await resource(register);
    const table = await dataTable(to);
    const failing = async function* () {
      yield* slices(Array.from({ length: 5000 }, (_, at) => ({ row: at + 1, ...person(`${at}`, "甲") })));
      throw new Error("the file ends here");
    };
    const request = { resource: to, batch: { id: uuid(), number: 1 } };
    await expect(ingest(t.database, keyring, { ...request, rows: failing() })).rejects.toThrow(
      "the file ends",
    );
    const settle = () => Promise.reject(new Error("no leaf"));
    const rows = slices([{ row: 1, ...person(wang, "王䶮") }]);
    await expect(ingest(t.database, keyring, { ...request, rows, settle })).rejects.toThrow("no leaf");
    const broken = slices([{ row: 1, values: [wang, "王䶮", "1.7O", "2020-05-01"] }]);
    await expect(ingest(t.database, keyring, { ...request, rows: broken })).rejects.toThrow("not a decimal");
    expect((await t.pool.query(`select from ${table}`)).rowCount).toBe(0);
    expect((await load(to, 1, [person(wang, "王䶮")])).counts.inserted).toBe(1);
  });
});

describe("Protection", () => {
  it("A11.5 refuses to store items of grade 3 in clear, and equality indexes on small domains", async () => {
    await expect(resource([{ ...number, storage: "plain" }])).rejects.toMatchObject({
      code: "items_not_storable",
      article: "11¶3",
    });
    const sex = item("sex", { type: "code", storage: "sealed-equality", grade: 3 });
    await expect(resource([number, sex])).rejects.toMatchObject({ code: "items_not_storable" });
  });

  it("gives the app no DDL, and no UPDATE on data and history", async () => {
    const to = await resource(register);
    const table = await dataTable(to);
    await expect(t.pool.query(`update ${table} set batch_id = batch_id`)).rejects.toThrow(
      "permission denied",
    );
    await expect(t.pool.query(`delete from ${table.replace("r_", "h_")}`)).rejects.toThrow(
      "permission denied",
    );
    await expect(t.pool.query("create table data.mine ()")).rejects.toThrow("permission denied");
  });

  it("A60.4 two swapped ciphertexts, and a changed plain value, are refused on reading and named by the audit", async () => {
    const to = await resource(register);
    const table = await dataTable(to);
    await load(to, 1, [person(wang, "王䶮"), person(li, "李四")]);
    await load(to, 2, [person(zhang, "张三")]);
    await t.ownerPool.query(`update ${table} a set c2 = b.c2 from ${table} b where a.row_id >> 32 = 1
      and b.row_id >> 32 = 1 and a.row_id <> b.row_id`);
    await expect(read(to, wang, ["name"])).rejects.toMatchObject({ code: "row_tampered" });
    expect(await audit(to)).toMatchObject([
      { kind: "row-changed", table, batch: 1, row: 1 },
      { kind: "row-changed", table, batch: 1, row: 2 },
    ]);
    await t.ownerPool.query(`delete from ${table} where row_id >> 32 = 1`);
    expect(await audit(to)).toMatchObject([{ kind: "batch-changed", batch: 1 }]);
    await t.ownerPool.query(`update ${table} set c3 = 1.99`);
    expect(await audit(to)).toMatchObject([
      { kind: "row-changed", table, batch: 2, row: 1 },
      { kind: "batch-changed", batch: 1 },
    ]);
    await expect(read(to, zhang, ["name"])).rejects.toMatchObject({ code: "row_tampered" });
  });
});
