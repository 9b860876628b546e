import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { included, startSequencer } from "../../../test/support/ledger.ts";
import { testDatabase } from "../../../test/support/postgres.ts";
import { wallNow } from "../clocks/index.ts";
import { inTransaction } from "../db/index.ts";
import { uuid } from "../ids/index.ts";
import { append, auditLedger, type EvidenceSources } from "./index.ts";

const t = await testDatabase();
afterAll(() => t.drop());

const source = "test.noted";
const evidence: EvidenceSources = {
  [source]: {
    async read(tx, ids) {
      const { rows } = await sql<{ id: string; note: string }>`
        select id, note from platform.test_noted where id = any(${[...ids]}::uuid[])`.execute(tx);
      return new Map(rows.map(({ id, note }) => [id, { id, note }]));
    },
    async *audit(_, id) {
      if (id === strange) yield "与钥匙不符";
    },
  },
};
const [sound, strange, last] = [uuid(), uuid(), uuid()];
const ref = (id: string) => `${source}:${id}`;

beforeAll(async () => {
  await t.ownerPool.query(`create table platform.test_noted (id uuid primary key, note text);
    grant select on platform.test_noted to gongshu_app`);
  const ledger = await startSequencer(t.db, t.url);
  for (const id of [sound, strange, last]) {
    await t.ownerPool.query("insert into platform.test_noted values ($1, '同意')", [id]);
    const leaf = { kind: "record", at: wallNow(), ref: ref(id), body: { id, note: "同意" } } as const;
    await included(t.db, await inTransaction(t.db, (tx) => append(tx, leaf)));
  }
  await ledger.stop();
  for (const name of ["leaf", "body"])
    await t.ownerPool.query(`alter table ledger.${name} disable trigger append_only;
      create table platform.kept_${name} as table ledger.${name}`);
});

/** What the audit says after a change behind the platform's back, which is undone again. */
async function after(change: string): Promise<string[]> {
  await t.ownerPool.query(change);
  const findings = await auditLedger(t.db, evidence);
  await t.ownerPool.query(`delete from ledger.leaf; delete from ledger.body;
    insert into ledger.leaf overriding system value table platform.kept_leaf;
    insert into ledger.body table platform.kept_body;`);
  return findings;
}
const own = `第 1 条（${ref(strange)}）：与钥匙不符`;
const ofSound = `leaf_hash = (select leaf_hash from ledger.body where ref = '${ref(sound)}')`;

test("A60.4 the audit finds nothing but what a source itself finds in an honest ledger", async () => {
  expect(await after("select")).toEqual([own]);
});

test("A60.4 the audit names a leaf that was changed in any part, or is gone", async () => {
  const changed = [`第 0 条（${ref(sound)}）：存证条目被改动：内容与其摘要不符`, own];
  for (const part of [
    "version = 2",
    "kind = 'grant'",
    "at = at + interval '1 day'",
    "commitment = leaf_hash",
  ])
    expect([part, await after(`update ledger.leaf set ${part} where ${ofSound}`)]).toEqual([part, changed]);
  expect(await after(`delete from ledger.leaf where ${ofSound}`)).toEqual([
    `第 0 条（${ref(sound)}）：存证条目的内容被删除`,
    own,
  ]);
});

test("A60.4 the audit names a leaf whose link to its record is gone, or leads nowhere", async () => {
  const cut = `delete from ledger.body where ref = '${ref(sound)}'`;
  expect(await after(cut)).toEqual(["第 0 条：记录与存证的关联（盐值）被删除", own]);
  expect(await after(`delete from ledger.leaf where ${ofSound}; ${cut}`)).toEqual([
    "第 0 条：存证条目的内容被删除",
    own,
  ]);
  const leads = async (to: string) =>
    after(`update ledger.body set ref = '${to}' where ref = '${ref(sound)}'`);
  expect(await leads("no.such:1")).toEqual(["第 0 条（no.such:1）：存证的出处不明", own]);
  for (const to of [ref(uuid()), ref("x"), ref(""), source])
    expect([to, (await leads(to)).length, (await leads(to)).at(-1)]).toEqual([to, 2, own]);
  expect(await leads(ref("x"))).toEqual([`第 0 条（${ref("x")}）：存证所记的记录已不存在`, own]);
  expect(await leads(ref(last))).toEqual([`第 0 条（${ref(last)}）：记录被改动：与存证的承诺值不符`, own]);
});
