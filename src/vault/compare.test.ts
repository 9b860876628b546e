import { afterAll, beforeAll, expect, test } from "vitest";
import { type TestDatabase, testDatabase } from "../../test/support/postgres.ts";
import { identityNumber, item, load, randomKeyring, tableOf } from "../../test/support/vault.ts";
import type { EntryItem } from "../contract/entry.ts";
import { softwareCryptography } from "../platform/crypto/index.ts";
import { inTransaction } from "../platform/db/index.ts";
import { code, uuid } from "../platform/ids/index.ts";
import { compareSubjects, createResource, filledRows } from "./index.ts";

const keyring = randomKeyring();
const parts = { cryptography: softwareCryptography, keyring };
let t: TestDatabase;
beforeAll(async () => {
  t = await testDatabase();
});
afterAll(() => t.drop());

const [wang, li, zhang] = ["230599199001010017", "230599199102020025", "23059919920303003X"];
const name = item("name", { grade: 3, masking: "name", storage: "sealed" });
type Row = readonly (string | null)[];
async function filled(items: readonly EntryItem[], rows: readonly Row[]): Promise<string> {
  const code = await tableOf(t, items);
  await load(
    t,
    keyring,
    code,
    1,
    rows.map((values) => ({ values })),
  );
  return code;
}
const compare = (left: string, right: string, columns: [string, string][] = [["name", "name"]]) =>
  inTransaction(t.db, (tx) => compareSubjects(tx, parts, left, right, columns));

test("A15.5 subjects of whom two resources say different things are counted, whatever the columns are and however they lie", async () => {
  const left = await filled(
    [identityNumber, name, item("income", { type: "decimal" }), item("poor", { type: "boolean" })],
    [
      [wang ?? null, "王䶮", "1200.50", "是"],
      [li ?? null, "李四", "10", null],
      [zhang ?? null, "张三", "7", "否"],
    ],
  );
  const right = await filled(
    [
      item("poor_too", { type: "boolean" }),
      item("sum", { type: "integer" }),
      { ...name, storage: "plain", grade: 1 },
      identityNumber,
    ],
    [
      ["true", "1201", " 王䶮", wang ?? null],
      ["是", "10", "李　四", li?.toLowerCase() ?? null],
      ["true", "7", "张三丰", zhang?.toLowerCase() ?? null],
    ],
  );
  expect(
    await compare(left, right, [
      ["name", "name"],
      ["income", "sum"],
      ["poor", "poor_too"],
    ]),
  ).toEqual([
    { subjects: 3, differing: 1, rows: [[String(2n ** 32n + 3n)], [String(2n ** 32n + 3n)]] },
    { subjects: 3, differing: 1, rows: [[String(2n ** 32n + 1n)], [String(2n ** 32n + 1n)]] },
    { subjects: 2, differing: 1, rows: [[String(2n ** 32n + 3n)], [String(2n ** 32n + 3n)]] },
  ]);
  expect(await inTransaction(t.db, (tx) => filledRows(tx, left, ["poor", "name"]))).toEqual({
    rows: "3",
    filled: ["2", "3"],
  });
});

test("A15.5 rows without a subject never meet, though the same line of the same batch", async () => {
  const items = [{ ...identityNumber, required: false }, name];
  const left = await filled(items, [[null, "甲"]]);
  const right = await filled(items, [[null, "乙"]]);
  expect(await compare(left, right)).toEqual([{ subjects: 0, differing: 0, rows: [[], []] }]);
});

test("A15.5 where a subject has several values, one in common is agreement", async () => {
  const several = [identityNumber, item("visit", { role: "business-key" }), name];
  const left = await filled(several, [
    [wang ?? null, "1", "王明"],
    [wang ?? null, "2", "王小明"],
    [li ?? null, "3", "李四"],
  ]);
  const right = await filled(
    [identityNumber, name],
    [
      [wang ?? null, "王小明"],
      [li ?? null, "李五"],
    ],
  );
  expect(await compare(left, right)).toMatchObject([{ subjects: 2, differing: 1 }]);
});

test("A15.5 resources without subjects, and important data, are not compared", async () => {
  const persons = await filled([identityNumber, name], [[wang ?? null, "王"]]);
  const figures = await filled([item("day", { role: "business-key" }), name], [["2020", "王"]]);
  expect(await compare(persons, figures)).toBe("no-subject");
  expect(await compare(figures, persons)).toBe("no-subject");
  for (const [kind, why] of [
    ["file", "files"],
    ["interface", "interface"],
  ] as const) {
    const other = { id: uuid(), code: code("r"), entryId: uuid(), kind };
    await inTransaction(t.db, (tx) => createResource(tx, other, [identityNumber, name]));
    expect([kind, await compare(persons, other.code), await compare(other.code, persons)]).toEqual([
      kind,
      why,
      why,
    ]);
  }
  const important = await tableOf(t, [identityNumber, { ...name, importance: "important" }]);
  expect(await compare(persons, important)).toBe("zone");
});
