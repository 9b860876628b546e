import { afterAll, beforeAll, expect, test } from "vitest";
import { person, persons, raised, resealing } from "../../test/support/resealing.ts";
import { identityNumber as numberOf } from "../../test/support/tables.ts";
import { load, tableOf } from "../../test/support/vault.ts";
import { softwareCryptography } from "../platform/crypto/index.ts";
import { Keyring } from "../platform/keys/index.ts";
import { type RotationParts, rotateKeysOf, rotateKeysOlderThan, rotationEvidence } from "./index.ts";

let s: Awaited<ReturnType<typeof resealing>>;
let parts: RotationParts;
beforeAll(async () => {
  s = await resealing();
  parts = { db: s.t.db, keyring: s.keyring, record: s.parts.record };
});
afterAll(() => s.t.drop());

const aged = (days: number) =>
  s.t.ownerPool.query(
    "update platform.resource_key set usable_from = platform.wall_now() - make_interval(days => $1)",
    [days],
  );
const versionsIn = async (code: string) => {
  const { rows } = await s.t.ownerPool.query<{ v: number }>(
    `select distinct key_version as v from data.r_${await s.number(code)} order by 1`,
  );
  return rows.map(({ v }) => v);
};

test("A60.9 keys as old as the period are rotated once, and younger ones are not", async () => {
  const [old, empty] = [await tableOf(s.t, persons), await tableOf(s.t, persons)];
  await load(s.t, s.keyring, old, 1, [person(1, "王小明")]);
  await aged(364);
  expect(await rotateKeysOlderThan(parts, 365)).toEqual([]);
  await aged(365);
  const [rotated, ...others] = await rotateKeysOlderThan(parts, 365);
  expect(others).toEqual([]);
  expect(rotated).toMatchObject({ code: old, version: 2 });
  expect(s.leaves.at(-1)).toMatchObject({ resource: old, version: 2, place: "data", olderThanDays: 365 });
  expect(await rotateKeysOlderThan(parts, 365)).toEqual([]);
  expect(await rotateKeysOf(parts, old)).toBeUndefined();
  expect(await rotateKeysOf(parts, empty)).toBeUndefined();
  await expect(rotateKeysOf(parts, "r-NONE0000")).rejects.toMatchObject({ code: "resource_not_found" });
  const { rows } = await s.t.ownerPool.query<{ id: string; body: object }>(
    "select * from vault.key_rotation",
  );
  const read = await s.t.db.transaction().execute((tx) =>
    rotationEvidence.read(
      tx,
      rows.map(({ id }) => id),
    ),
  );
  expect([...read.values()]).toEqual([s.leaves.at(-1)]);
});

test("A60.9 what was sealed under the old keys is read, found and changed as before; new rows take the new keys", async () => {
  const code = await tableOf(s.t, raised);
  await load(s.t, s.keyring, code, 1, [person(1, "王小明"), person(2, "李四")]);
  const before = [await s.read(code, numberOf(1)), await s.read(code, numberOf(2))];
  await aged(1);
  expect(await rotateKeysOf(parts, code)).toMatchObject({ version: 2 });
  await load(s.t, s.keyring, code, 2, [person(3, "张三")]);
  expect(await versionsIn(code)).toEqual([1]);
  await aged(1);
  const later = await Keyring.open(s.t.db, softwareCryptography, s.master, s.zone);
  const { counts } = await load(s.t, later, code, 3, [
    person(1, "王小明"),
    person(2, "李五"),
    person(4, "赵六"),
  ]);
  expect(counts).toMatchObject({ unchanged: 1, updated: 1, inserted: 1 });
  expect(await versionsIn(code)).toEqual([1, 2]);
  expect(await s.read(code, numberOf(1))).toEqual(before[0]);
  expect((await s.read(code, numberOf(2)))[0]?.slice(1)).toEqual([numberOf(2), "李五", "1990-01-01", "1.70"]);
  expect((await s.read(code, numberOf(4)))[0]?.[2]).toBe("赵六");
  expect(await s.audit(code)).toEqual([]);
});

test("A60.9 a key without its record is not made", async () => {
  const code = await tableOf(s.t, persons);
  await load(s.t, s.keyring, code, 1, [person(1, "王小明")]);
  const failing = { ...parts, record: () => Promise.reject(new Error("no ledger")) };
  await expect(rotateKeysOf(failing, code)).rejects.toThrow("no ledger");
  const versions = await s.t.ownerPool.query(
    "select version from platform.resource_key where resource = $1",
    [await s.number(code)],
  );
  expect(versions.rows).toEqual([{ version: 1 }]);
  expect(await rotateKeysOf(parts, code)).toMatchObject({ version: 2 });
});
