import { afterAll, beforeAll, expect, test } from "vitest";
import { important, person, persons, resealing } from "../../test/support/resealing.ts";
import { load, tableOf } from "../../test/support/vault.ts";
import { softwareCryptography } from "../platform/crypto/index.ts";
import { inTransaction } from "../platform/db/index.ts";
import { areEnded, endRows, RowIdentity, resourceByCode } from "./index.ts";

let s: Awaited<ReturnType<typeof resealing>>;
beforeAll(async () => {
  s = await resealing();
});
afterAll(() => s.t.drop());

async function end(code: string, n: number, before: number) {
  const { plan } = await resourceByCode(s.t.db, code);
  const key = new RowIdentity(softwareCryptography, s.keyring.subjectKey(), plan).of(person(n, "").values);
  return inTransaction(s.t.db, (tx) => endRows(tx, code, key === undefined ? [] : [key], before));
}
const numberOf = (n: number) => person(n, "").values[0] ?? "";

test("A17.2 A17.5 rows ended by their keys go to the history, and every proof still fits, also once sealed anew", async () => {
  const code = await tableOf(s.t, persons);
  await load(s.t, s.keyring, code, 1, [person(1, "甲"), person(2, "乙"), person(3, "丙")]);
  await load(s.t, s.keyring, code, 2, [person(3, "丁")]);
  expect(await end(code, 3, 2)).toEqual([]);
  const ended = await end(code, 2, 2);
  expect(ended).toEqual([{ batch: 1, line: 2 }]);
  const known = (places: typeof ended) => inTransaction(s.t.db, (tx) => areEnded(tx, code, places));
  expect([await known(ended), await known([{ batch: 1, line: 1 }])]).toEqual([true, false]);
  expect([(await resourceByCode(s.t.db, code)).rows, await s.read(code, numberOf(2))]).toEqual(["2", []]);
  expect(await s.audit(code)).toEqual([]);

  await s.plan(code, important);
  await expect(end(code, 1, 2)).rejects.toMatchObject({ code: "resource_resealing" });
  await s.reseal();
  expect([await s.audit(code), await known(ended)]).toEqual([[], true]);
  expect(await end(code, 1, 2)).toEqual([{ batch: 1, line: 1 }]);
  expect(await s.audit(code)).toEqual([]);
});

test("A17.5 a late older version does not bring back what was ended", async () => {
  const code = await tableOf(s.t, persons);
  const version = (n: number) => ({ ...person(1, `第${n}版`), version: String(n) });
  await load(s.t, s.keyring, code, 1, [version(5)], true);
  expect(await end(code, 1, 2)).toHaveLength(1);
  await load(s.t, s.keyring, code, 2, [version(4)], true);
  expect(await s.read(code, numberOf(1))).toEqual([]);
  await load(s.t, s.keyring, code, 3, [version(6)], true);
  expect(await s.read(code, numberOf(1))).toHaveLength(1);
});
