import { sql } from "kysely";
import { afterAll, expect, test } from "vitest";
import { testDatabase } from "../../../test/support/postgres.ts";
import { openDatabase } from "./index.ts";
import { plannedAnew } from "./prepared.ts";

const t = await testDatabase();
const { kysely: db, pool } = openDatabase(t.url, { max: 1 });
afterAll(async () => {
  await pool.end();
  await t.drop();
});

const prepared = async (text: string): Promise<number> => {
  const { rows } = await pool.query("select from pg_prepared_statements where statement = $1", [text]);
  return rows.length;
};
const times = async <T>(count: number, work: (n: number) => Promise<T>): Promise<T[]> => {
  const results: T[] = [];
  for (let n = 1; n <= count; n += 1) results.push(await work(n));
  return results;
};

test("a statement is prepared from its fifth time on, and answers alike before and after", async () => {
  const double = (n: number) => sql<{ twice: number }>`select ${n}::int * 2 as twice`.execute(db);
  await times(4, double);
  expect(await prepared("select $1::int * 2 as twice")).toBe(0);
  const answers = await times(8, double);
  expect(answers.map(({ rows }) => rows[0]?.twice)).toEqual([2, 4, 6, 8, 10, 12, 14, 16]);
  expect(await prepared("select $1::int * 2 as twice")).toBe(1);
});

test("texts that never recur are not prepared, however many there are", async () => {
  await times(300, (n) => sql`select ${n}::int as ${sql.id(`column_${n}`)}`.execute(db));
  const { rows } = await pool.query("select from pg_prepared_statements where statement like '%column_%'");
  expect(rows).toHaveLength(0);
});

test("what says that it is to be planned anew is never prepared", async () => {
  await times(8, (n) => sql`select ${n}::int ${sql.raw(plannedAnew)}`.execute(db));
  expect(await prepared(`select $1::int ${plannedAnew}`)).toBe(0);
});

test("a statement whose columns were changed fails once at most, then answers the new ones", async () => {
  await t.ownerPool.query(
    "create schema changing; create table changing.thing (id int); grant usage on schema changing to gongshu_app; grant select, insert on changing.thing to gongshu_app; insert into changing.thing values (1)",
  );
  const all = () => sql`select * from changing.thing where id = ${1}`.execute(db);
  await times(6, all);
  await t.ownerPool.query("alter table changing.thing add column name text");
  await expect(all()).rejects.toMatchObject({ code: "0A000" });
  expect((await all()).rows).toEqual([{ id: 1, name: null }]);
});
