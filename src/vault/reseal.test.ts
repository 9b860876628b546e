import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { important, person, persons, raised, resealing } from "../../test/support/resealing.ts";
import { identityNumber as numberOf } from "../../test/support/tables.ts";
import { load, tableOf } from "../../test/support/vault.ts";
import { softwareCryptography } from "../platform/crypto/index.ts";
import { inTransaction } from "../platform/db/index.ts";
import { Keyring } from "../platform/keys/index.ts";
import { resealStep } from "./reseal.ts";

let s: Awaited<ReturnType<typeof resealing>>;
beforeAll(async () => {
  s = await resealing();
});
afterAll(() => s.t.drop());

test("A11.5 what lay in clear is sealed anew after a raise, rows in force and history, ids and contents kept", async () => {
  const code = await tableOf(s.t, persons);
  await load(s.t, s.keyring, code, 1, [person(1, "王小明"), person(2, "李四")]);
  await load(s.t, s.keyring, code, 2, [person(1, "王大明")]);
  const [before, n] = [await s.read(code, numberOf(1)), await s.number(code)];
  expect(await s.text(`select * from data.r_${n}`)).toContain("王大明");
  await s.plan(code, raised);
  await s.reseal();
  expect(await s.read(code, numberOf(1))).toEqual(before);
  for (const kept of ["r", "h"]) {
    const { rows } = await s.t.ownerPool.query(`select c2, c3, c4::text, e2 from data.${kept}_${n}`);
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
  expect(await s.audit(code)).toEqual([]);
  expect(s.leaves.at(-1)).toMatchObject({
    resource: code,
    generation: 2,
    from: "data",
    to: "data",
    sealed: ["name", "born"],
    rows: "2",
  });
  const { counts } = await load(s.t, s.keyring, code, 3, [person(1, "王大明"), person(3, "张三")]);
  expect(counts).toMatchObject({ inserted: 1, unchanged: 1 });
  expect(await s.audit(code)).toEqual([]);
});

test("A11.5 while a resource waits to be sealed anew nothing is written to it", async () => {
  const code = await tableOf(s.t, persons);
  await s.plan(code, raised);
  await expect(load(s.t, s.keyring, code, 1, [person(1, "王小明")])).rejects.toMatchObject({
    code: "resource_resealing",
    article: "11¶3",
  });
  await s.reseal();
  await load(s.t, s.keyring, code, 1, [person(1, "王小明")]);
  expect(await s.read(code, numberOf(1))).toHaveLength(1);
});

test("A11.4 A11.5 important data lie in a zone of their own, under keys of their own, and leave it when they are no more", async () => {
  const code = await tableOf(s.t, raised);
  await load(s.t, s.keyring, code, 1, [person(1, "王小明")]);
  const n = await s.number(code);
  await s.plan(code, important);
  await s.reseal();
  expect((await s.open(code)).resource.plan.place).toBe("zone");
  expect(
    await s.text(`select to_regclass('data.r_${n}') is null and to_regclass('data.v_${n}') is null as gone`),
  ).toContain("true");
  expect((await s.read(code, numberOf(1)))[0]?.slice(1)).toEqual([
    numberOf(1),
    "王小明",
    "1990-01-01",
    "1.70",
  ]);
  const keys = "select version, zoned from platform.resource_key where resource =";
  expect(await s.text(`${keys} ${n} order by version`)).toBe(
    JSON.stringify([
      { version: 1, zoned: false },
      { version: 2, zoned: true },
    ]),
  );
  expect(await s.text(`select distinct key_version from zone.r_${n}`)).toContain("2");
  await load(s.t, s.keyring, code, 2, [person(2, "李四")]);
  expect(await s.text(`select distinct key_version from zone.r_${n}`)).toBe(
    JSON.stringify([{ key_version: 2 }]),
  );
  const reader = await s.open(code);
  const copied = inTransaction(s.t.db, (tx) => reader.copy(tx, ["height"], async () => undefined));
  await expect(copied).rejects.toMatchObject({ code: "zone_not_copied", article: "11¶3" });
  await expect(Keyring.open(s.t.db, softwareCryptography, s.master, randomBytes(32))).rejects.toThrow(
    "主密钥与数据库不符",
  );
  await s.plan(code, raised);
  await s.reseal();
  expect((await s.open(code)).resource.plan.place).toBe("data");
  expect(await s.text(`select distinct key_version from data.r_${n}`)).toContain("3");
  expect(await s.audit(code)).toEqual([]);
  const moves = s.leaves.filter(({ resource }) => resource === code).map(({ from, to }) => [from, to]);
  expect(moves).toEqual([
    ["data", "zone"],
    ["zone", "data"],
  ]);
});

test("A11.5 a row that was tampered with is not sealed anew as if it were sound", async () => {
  const code = await tableOf(s.t, persons);
  await load(s.t, s.keyring, code, 1, [person(1, "王小明")]);
  const n = await s.number(code);
  await s.t.ownerPool.query(`update data.r_${n} set c2 = '改过的'`);
  await s.plan(code, raised);
  await expect(resealStep(s.parts, code)).rejects.toThrow("完整性校验不通过");
  expect((await s.open(code)).resource.generation).toBe(1);
  const sound = await tableOf(s.t, persons);
  await s.plan(sound, raised);
  await expect(s.reseal()).rejects.toThrow("完整性校验不通过");
  expect((await s.open(sound)).resource.generation, "of another resource, held up by none").toBe(2);
  await s.t.ownerPool.query("delete from vault.reseal where finished_at is null");
});

test("A11.5 sealing anew that is killed in the middle is taken up by another process, no row lost or doubled", async () => {
  const code = await tableOf(s.t, persons);
  const many = Array.from({ length: 30_000 }, (_, at) => person(at, "王小明"));
  await load(s.t, s.keyring, code, 1, many);
  const n = await s.number(code);
  await s.plan(code, important);
  const script = join(import.meta.dirname, "../../test/support/reseal-child.ts");
  const given = [script, s.t.url, s.master.toString("hex"), s.zone.toString("hex"), s.directory];
  const child = spawn(process.execPath, given, { stdio: "ignore" });
  const moved = async () => {
    const found = await s.t.ownerPool.query("select to_regclass($1) as made", [`zone.nr_${n}`]);
    if (found.rows[0]?.made === null) return 0;
    return Number((await s.t.ownerPool.query(`select count(*) from zone.nr_${n}`)).rows[0]?.count ?? 0);
  };
  while ((await moved()) === 0) await delay(5);
  child.kill("SIGKILL");
  if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
  const left = await moved();
  expect(left > 0 && left < many.length).toBe(true);
  await s.reseal();
  expect(
    await s.text(`select count(*)::int, count(distinct dist_key)::int as persons from zone.r_${n}`),
  ).toBe(JSON.stringify([{ count: many.length, persons: many.length }]));
  expect(await s.audit(code)).toEqual([]);
});
