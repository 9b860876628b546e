import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type TestDatabase, testDatabase } from "../../test/support/postgres.ts";
import { identityNumber as numberOf } from "../../test/support/tables.ts";
import { identityNumber, item, load, tableOf } from "../../test/support/vault.ts";
import type { EntryItem } from "../contract/entry.ts";
import type { JsonObject } from "../contract/json.ts";
import { lawNow } from "../platform/clocks/index.ts";
import { softwareCryptography } from "../platform/crypto/index.ts";
import { inTransaction } from "../platform/db/index.ts";
import { Keyring } from "../platform/keys/index.ts";
import { auditTable, openResource, planReseal, readjust, resealWaiting } from "./index.ts";
import { resealPage } from "./reseal.ts";

const [master, zone] = [randomBytes(32), randomBytes(32)];
let t: TestDatabase;
let keyring: Keyring;
beforeAll(async () => {
  t = await testDatabase();
  keyring = await Keyring.open(t.db, softwareCryptography, master, zone);
});
afterAll(() => t.drop());

const name = item("name");
const born = item("born", { type: "date", required: false });
const height = item("height", { type: "decimal", required: false });
const items = [identityNumber, name, born, height];
const sealedName: EntryItem = { ...name, grade: 3, masking: "all", storage: "sealed-equality" };
const raised = [
  identityNumber,
  sealedName,
  { ...born, grade: 3, masking: "all", storage: "sealed" } as const,
  height,
];
const important = raised.map((one) =>
  one.column === "name" ? ({ ...one, grade: 4, importance: "important" } as const) : one,
);

const leaves: JsonObject[] = [];
const parts = () => ({
  database: t.database,
  cryptography: softwareCryptography,
  keyring,
  record: async (_: unknown, { body }: { body: JsonObject }) => `receipt ${leaves.push(body)}`,
});
const reseal = () => resealWaiting(parts());
const audit = (code: string) => auditTable(t.database, softwareCryptography, keyring, code);
const open = (code: string) => openResource(t.db, softwareCryptography, keyring, code);
async function plan(code: string, inForce: readonly EntryItem[]): Promise<void> {
  const { resource } = await open(code);
  await inTransaction(t.db, async (tx) => {
    await readjust(tx, resource.entryId, inForce);
    await planReseal(tx, { id: resource.entryId, version: 2, items: inForce }, await lawNow(tx));
  });
}
async function read(code: string, number: string) {
  const reader = await open(code);
  const key = reader.subjectKey(number);
  if (key === undefined) throw new Error("no subject");
  const rows = await reader.subject(t.pool, key, ["number", "name", "born", "height"]);
  return rows.map(({ rowId, values }) => [rowId, ...values]);
}
const person = (n: number, called: string) => ({ values: [numberOf(n), called, "1990-01-01", "1.70"] });
const number = async (code: string) => (await open(code)).resource.number;
const text = async (sql: string) => JSON.stringify((await t.ownerPool.query(sql)).rows);

test("A11.5 what lay in clear is sealed anew after a raise, rows in force and history, ids and contents kept", async () => {
  const code = await tableOf(t, items);
  await load(t, keyring, code, 1, [person(1, "王小明"), person(2, "李四")]);
  await load(t, keyring, code, 2, [person(1, "王大明")]);
  const [before, n] = [await read(code, numberOf(1)), await number(code)];
  expect(await text(`select * from data.r_${n}`)).toContain("王大明");
  await plan(code, raised);
  await reseal();
  expect(await read(code, numberOf(1))).toEqual(before);
  for (const kept of ["r", "h"]) {
    const { rows } = await t.ownerPool.query(`select c2, c3, c4::text, e2 from data.${kept}_${n}`);
    expect(rows.length).toBe(kept === "r" ? 2 : 1);
    for (const row of rows) {
      expect([Buffer.isBuffer(row.c2), Buffer.isBuffer(row.c3), Buffer.isBuffer(row.e2), row.c4]).toEqual([
        true,
        true,
        true,
        "1.70",
      ]);
      expect(row.c2.includes(Buffer.from("明"))).toBe(false);
    }
  }
  expect(await audit(code)).toEqual([]);
  expect(leaves.at(-1)).toMatchObject({
    resource: code,
    generation: 2,
    from: "data",
    to: "data",
    sealed: ["name", "born"],
    rows: "2",
  });
  const { counts } = await load(t, keyring, code, 3, [person(1, "王大明"), person(3, "张三")]);
  expect(counts).toMatchObject({ inserted: 1, unchanged: 1 });
  expect(await audit(code)).toEqual([]);
});

test("A11.5 while a resource waits to be sealed anew nothing is written to it", async () => {
  const code = await tableOf(t, items);
  await plan(code, raised);
  await expect(load(t, keyring, code, 1, [person(1, "王小明")])).rejects.toMatchObject({
    code: "resource_resealing",
    article: "11¶3",
  });
  await reseal();
  await load(t, keyring, code, 1, [person(1, "王小明")]);
  expect(await read(code, numberOf(1))).toHaveLength(1);
});

test("A11.4 A11.5 important data lie in a zone of their own, under keys of their own, and leave it when they are no more", async () => {
  const code = await tableOf(t, raised);
  await load(t, keyring, code, 1, [person(1, "王小明")]);
  const n = await number(code);
  await plan(code, important);
  await reseal();
  expect((await open(code)).resource.plan.place).toBe("zone");
  expect(
    await text(`select to_regclass('data.r_${n}') is null and to_regclass('data.v_${n}') is null as gone`),
  ).toContain("true");
  expect((await read(code, numberOf(1)))[0]?.slice(1)).toEqual([numberOf(1), "王小明", "1990-01-01", "1.70"]);
  const keys = "select version, zoned from platform.resource_key where resource =";
  expect(await text(`${keys} ${n} order by version`)).toBe(
    JSON.stringify([
      { version: 1, zoned: false },
      { version: 2, zoned: true },
    ]),
  );
  expect(await text(`select distinct key_version from zone.r_${n}`)).toContain("2");
  await load(t, keyring, code, 2, [person(2, "李四")]);
  expect(await text(`select distinct key_version from zone.r_${n}`)).toBe(
    JSON.stringify([{ key_version: 2 }]),
  );
  const reader = await open(code);
  const copied = inTransaction(t.db, (tx) => reader.copy(tx, ["height"], async () => undefined));
  await expect(copied).rejects.toMatchObject({ code: "zone_not_copied", article: "11¶3" });
  await expect(Keyring.open(t.db, softwareCryptography, master, randomBytes(32))).rejects.toThrow(
    "主密钥与数据库不符",
  );
  await plan(code, raised);
  await reseal();
  expect((await open(code)).resource.plan.place).toBe("data");
  expect(await text(`select distinct key_version from data.r_${n}`)).toContain("3");
  expect(await audit(code)).toEqual([]);
  const moves = leaves.filter(({ resource }) => resource === code).map(({ from, to }) => [from, to]);
  expect(moves).toEqual([
    ["data", "zone"],
    ["zone", "data"],
  ]);
});

test("A11.5 a row that was tampered with is not sealed anew as if it were sound", async () => {
  const code = await tableOf(t, items);
  await load(t, keyring, code, 1, [person(1, "王小明")]);
  const n = await number(code);
  await t.ownerPool.query(`update data.r_${n} set c2 = '改过的'`);
  await plan(code, raised);
  await expect(resealPage(parts(), code)).rejects.toThrow("完整性校验不通过");
  expect((await open(code)).resource.generation).toBe(1);
  const sound = await tableOf(t, items);
  await plan(sound, raised);
  await expect(reseal()).rejects.toThrow("完整性校验不通过");
  expect((await open(sound)).resource.generation, "of another resource, held up by none").toBe(2);
  await t.ownerPool.query("delete from vault.reseal where finished_at is null");
});

test("A11.5 sealing anew that is killed in the middle is taken up by another process, no row lost or doubled", async () => {
  const code = await tableOf(t, items);
  const many = Array.from({ length: 30_000 }, (_, at) => person(at, "王小明"));
  await load(t, keyring, code, 1, many);
  const n = await number(code);
  await plan(code, important);
  const script = join(import.meta.dirname, "../../test/support/reseal-child.ts");
  const given = [script, t.url, master.toString("hex"), zone.toString("hex")];
  const child = spawn(process.execPath, given, { stdio: "ignore" });
  const moved = async () => {
    const found = await t.ownerPool.query("select to_regclass($1) as made", [`zone.nr_${n}`]);
    if (found.rows[0]?.made === null) return 0;
    return Number((await t.ownerPool.query(`select count(*) from zone.nr_${n}`)).rows[0]?.count ?? 0);
  };
  while ((await moved()) === 0) await delay(5);
  child.kill("SIGKILL");
  if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
  const left = await moved();
  expect(left > 0 && left < many.length).toBe(true);
  await reseal();
  expect(await text(`select count(*)::int, count(distinct dist_key)::int as persons from zone.r_${n}`)).toBe(
    JSON.stringify([{ count: many.length, persons: many.length }]),
  );
  expect(await audit(code)).toEqual([]);
});
