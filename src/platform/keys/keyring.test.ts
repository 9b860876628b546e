import { randomBytes } from "node:crypto";
import { afterAll, expect, it } from "vitest";
import { testDatabase } from "../../../test/support/postgres.ts";
import { FieldSealer, softwareCryptography as sm } from "../crypto/index.ts";
import { OperatorError } from "../operator-error.ts";
import { Keyring } from "./index.ts";

const t = await testDatabase();
afterAll(() => t.drop());
const master = randomBytes(32);
const open = () => Keyring.open(t.db, sm, master);

it("A60.9 gives two processes the same keys, and no key is in the database in the clear", async () => {
  const [one, two] = await Promise.all([open(), open()]);
  expect(one.subjectKey()).toEqual(two.subjectKey());
  const [left, right] = await Promise.all([one.writingKeys(1, false), two.writingKeys(1, false)]);
  expect(left).toEqual(right);
  expect(await one.writingKeys(2, false)).not.toEqual(left);
  const { rows } = await t.pool.query<{ wrapped: Buffer }>(
    "select wrapped from platform.resource_key union all select wrapped from platform.named_key",
  );
  for (const { wrapped } of rows) {
    for (const key of [left.encryption, left.authentication, left.rowMac, left.index, one.subjectKey()]) {
      expect(wrapped.includes(Buffer.from(key))).toBe(false);
    }
  }
});

it("refuses another master key with a sentence", async () => {
  await open();
  const other = Keyring.open(t.db, sm, randomBytes(32));
  await expect(other).rejects.toThrow(OperatorError);
  await expect(Keyring.open(t.db, sm, randomBytes(32))).rejects.toThrow("主密钥与数据库不符");
});

it("rotates: what is sealed under the old version stays readable, new writing takes the new version", async () => {
  const keyring = await open();
  const old = await keyring.writingKeys(3, false);
  const sealed = new FieldSealer(sm, old, "r_3", "c_1").seal(1n, "值");
  expect(await keyring.rotate(t.db, 3, false)).toBe(2);
  expect((await keyring.writingKeys(3, false)).version).toBe(1);
  expect((await keyring.versions(3)).map(({ version }) => version)).toEqual([1, 2]);
  await t.ownerPool.query("update platform.resource_key set usable_from = platform.wall_now()");
  const later = await open();
  expect((await later.writingKeys(3, false)).version).toBe(2);
  const reading = await later.resourceKeys(3, 1);
  expect(new FieldSealer(sm, reading, "r_3", "c_1").open(1n, sealed).toString()).toBe("值");
  await expect(later.resourceKeys(3, 9)).rejects.toThrow("没有版本为 9 的密钥");
});

it("A11.4 A60.9 rotates for where the resource lies, though a newer key was made for a move that was given up", async () => {
  const [keyring, hours] = [
    await open(),
    "update platform.resource_key set usable_from = platform.wall_now()",
  ];
  const versions = async (zoned: boolean) => {
    await t.ownerPool.query(hours);
    return (await (await open()).writingKeys(6, zoned)).version;
  };
  await keyring.writingKeys(6, false);
  expect(await keyring.newVersion(6, true)).toBe(2);
  expect(await keyring.rotate(t.db, 6, false)).toBe(3);
  expect([await versions(false), await versions(true)]).toEqual([3, 2]);
  expect(await keyring.rotate(t.db, 6, true)).toBe(4);
  expect([await versions(false), await versions(true)]).toEqual([3, 4]);
});

it("A11.4 A60.9 gives two processes that make a version at once two numbers, each wrapped for its place", async () => {
  const [one, two] = [await open(), await open()];
  await one.writingKeys(7, false);
  const holder = await t.ownerPool.connect();
  await holder.query("begin; lock table platform.resource_key in share mode");
  const both = Promise.all([one.newVersion(7, true), two.newVersion(7, false)]);
  const waiting = async () => (await t.ownerPool.query("select from pg_locks where not granted")).rows.length;
  await expect.poll(waiting, { timeout: 20_000 }).toBe(2);
  await holder.query("commit");
  holder.release();
  const [inside, outside] = await both;
  expect([inside, outside].toSorted()).toEqual([2, 3]);
  const later = await open();
  expect((await later.writingKeys(7, true)).version).toBe(inside);
  expect((await later.writingKeys(7, false)).version).toBe(outside);
});

it("refuses wrapped keys exchanged between two resources", async () => {
  const keyring = await open();
  await keyring.writingKeys(4, false);
  await keyring.writingKeys(5, false);
  await t.ownerPool.query(
    "update platform.resource_key a set wrapped = b.wrapped from platform.resource_key b where a.resource = 4 and b.resource = 5",
  );
  await expect((await open()).resourceKeys(4, 1)).rejects.toThrow("完整性校验不通过");
});

it("keeps secrets of others bound to their place", async () => {
  const keyring = await open();
  const sealed = keyring.sealSecret("parties.client_key:1", Buffer.from("secret"));
  expect(keyring.openSecret("parties.client_key:1", sealed).toString()).toBe("secret");
  expect(() => keyring.openSecret("parties.client_key:2", sealed)).toThrow("完整性校验不通过");
});

it("lets the platform add keys but neither change nor delete them", async () => {
  for (const table of ["resource_key", "named_key"]) {
    await expect(t.pool.query(`update platform.${table} set wrapped = ''`)).rejects.toThrow("denied");
    await expect(t.pool.query(`delete from platform.${table}`)).rejects.toThrow("denied");
  }
  await expect(t.portalPool.query("select from platform.resource_key")).rejects.toThrow("denied");
});
