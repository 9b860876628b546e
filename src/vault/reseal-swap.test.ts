import { afterAll, beforeAll, expect, test } from "vitest";
import { important, person, persons, raised, resealing } from "../../test/support/resealing.ts";
import { identityNumber as numberOf } from "../../test/support/tables.ts";
import { load, tableOf } from "../../test/support/vault.ts";
import { lockWaits } from "../../test/support/waiting.ts";
import { resealStep } from "./reseal.ts";

let s: Awaited<ReturnType<typeof resealing>>;
beforeAll(async () => {
  s = await resealing();
});
afterAll(() => s.t.drop());

const called = ["王小明", "李四", "张三"];
/** A resource of three persons in two batches that is to be sealed anew; its code and the number of its tables. */
async function waiting(inForce = raised): Promise<[string, number]> {
  const code = await tableOf(s.t, persons);
  await load(s.t, s.keyring, code, 1, [person(0, "王小明"), person(1, "李四")]);
  await load(s.t, s.keyring, code, 2, [person(2, "张三")]);
  await s.plan(code, inForce);
  return [code, await s.number(code)];
}
/** Goes on until the digests are taken: the swap alone is left. */
async function untilTheSwap(code: string): Promise<void> {
  const taken = `select from vault.reseal join vault.resource on resource.id = resource_id
    where code = '${code}' and digests is not null`;
  while ((await s.text(taken)) === "[]") expect(await resealStep(s.parts, code)).toBe(true);
}
const generation = async (code: string) => (await s.open(code)).resource.generation;
const everybody = async (code: string) => {
  const rows = await Promise.all(called.map((_, n) => s.read(code, numberOf(n))));
  return rows.map(([row]) => row?.[2]);
};
/** Does not wait for one who waits. */
const answered = async <T>(reading: Promise<T>): Promise<T> => {
  const late = new Promise<never>((_, reject) => {
    setTimeout(() => reject(new Error("the reader was not answered")), 3_000).unref();
  });
  return Promise.race([reading, late]);
};

test("A11.5 readers are answered while the swap looks at the tables and while it waits for one who reads long", async () => {
  const [code, n] = await waiting();
  await untilTheSwap(code);
  const other = await s.t.ownerPool.connect();
  try {
    await other.query(
      `begin; delete from data.r_${n} where false; lock table data.r_${n} in row exclusive mode`,
    );
    const swapped = resealStep(s.parts, code);
    await expect.poll(async () => s.text(lockWaits)).not.toBe("[]");
    expect(await answered(everybody(code))).toEqual(called);
    await other.query("rollback");
    await swapped;
    expect(await generation(code)).toBe(2);

    await s.plan(code, important);
    await untilTheSwap(code);
    await other.query(`begin; select from data.r_${n}`);
    expect(await answered(resealStep(s.parts, code)), "gives way and fails nobody").toBe(false);
    expect(await answered(everybody(code))).toEqual(called);
    expect(await generation(code)).toBe(2);
    await other.query("commit");
    await s.reseal();
    expect([await generation(code), await everybody(code), await s.audit(code)]).toEqual([3, called, []]);
  } finally {
    other.release();
  }
});

test("A11.5 a row that comes between the digests and the swap is neither lost nor swapped in unchecked", async () => {
  const [code, n] = await waiting();
  await untilTheSwap(code);
  await s.t.ownerPool.query(`create table public.kept as select * from data.r_${n} order by dist_key limit 1;
    update public.kept set row_id = row_id + 7`);
  await s.t.ownerPool.query(`insert into data.r_${n} select * from public.kept`);
  await expect(resealStep(s.parts, code)).rejects.toThrow("rows of r_");
  expect(await generation(code)).toBe(1);
  await expect(s.reseal(), "all is looked at again").rejects.toThrow("完整性校验不通过");
  expect(await s.text(`select count(*)::int from data.r_${n}`)).toBe('[{"count":4}]');
  await s.t.ownerPool.query(`delete from data.r_${n} using public.kept where r_${n}.row_id = kept.row_id`);
  await s.reseal();
  expect([await generation(code), await everybody(code), await s.audit(code)]).toEqual([2, called, []]);
});

test("A11.5 a row that goes from the new table, or from both, is missed before the swap", async () => {
  const [code, n] = await waiting();
  await untilTheSwap(code);
  const gone = `where row_id = (select row_id from data.r_${n} order by dist_key limit 1)`;
  await s.t.ownerPool.query(`delete from data.nr_${n} ${gone}`);
  await expect(resealStep(s.parts, code)).rejects.toThrow("rows of r_");
  await untilTheSwap(code);
  await s.t.ownerPool.query(`delete from data.nr_${n} ${gone}; delete from data.r_${n} ${gone}`);
  await expect(resealStep(s.parts, code)).rejects.toThrow("rows were written to the new tables");
  expect(await generation(code)).toBe(1);
  await expect(s.reseal(), "its batch is not whole").rejects.toThrow(/第 \d 批/);
  expect(await generation(code)).toBe(1);
  await s.t.ownerPool.query("delete from vault.reseal where finished_at is null");
});
