import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { clientSystem } from "../../test/support/client.ts";
import { type TestDatabase, testDatabase } from "../../test/support/postgres.ts";
import {
  fileStores,
  identityNumber,
  item,
  load,
  noInterfaces,
  randomKeyring,
  tableOf,
} from "../../test/support/vault.ts";
import type { ColumnDecision } from "../contract/grant.ts";
import { lawNow, moveLawClock, wallNow } from "../platform/clocks/index.ts";
import { softwareCryptography } from "../platform/crypto/index.ts";
import { inTransaction } from "../platform/db/index.ts";
import { append } from "../platform/ledger/index.ts";
import type { FileStores } from "../vault/index.ts";
import {
  auditUsage,
  createGateway,
  createGrant,
  dropExpiredMonths,
  endGrant,
  type Gateway,
  grantsOf,
  idleGrants,
  KeyEnded,
  type NewGrant,
  readersOf,
  resumeGrant,
  suspendGrant,
  usageOfGrant,
  type VerifiedCall,
} from "./index.ts";

const keyring = randomKeyring();
const wang = "230599199001010017";
const register = [
  identityNumber,
  item("name", { grade: 3, masking: "name", storage: "sealed" }),
  item("town"),
  item("genes", { grade: 4, storage: "sealed" }),
  item("note"),
];
const decisions: ColumnDecision[] = [
  { column: "name", treatment: "masked", reason: "" },
  { column: "town", treatment: "plain", reason: "" },
  { column: "genes", treatment: "verify-only", reason: "" },
  { column: "note", treatment: "refused", reason: "与场景无关" },
];

let t: TestDatabase;
let resource: string;
let gateway: Gateway;
const parts = () => ({
  database: t.database,
  cryptography: softwareCryptography,
  keyring,
  append,
  upstream: noInterfaces,
  stores,
});
let stores: FileStores;

beforeAll(async () => {
  t = await testDatabase();
  resource = await tableOf(t, register);
  await load(t, keyring, resource, 1, [{ values: [wang, "王小䶮", "尖山区", "AB", "甲"] }]);
  client = await clientSystem(t.db);
  stores = await fileStores();
  gateway = createGateway(parts());
});
afterAll(() => t.drop());

let client: Awaited<ReturnType<typeof clientSystem>>;
const ground = async () => ({
  reason: "超范围调用，整改不到位",
  article: "31" as const,
  at: await lawNow(t.db),
});
const signed = (more: Partial<VerifiedCall> = {}): VerifiedCall => ({
  ...client,
  created: Math.floor(wallNow().getTime() / 1000),
  nonce: randomUUID(),
  resource,
  ...more,
});

async function grant(more: Partial<NewGrant> = {}): Promise<{ id: string; purpose: string }> {
  const validFrom = await lawNow(t.db);
  return inTransaction(t.db, (tx) =>
    createGrant(tx, append, {
      holderId: client.partyId,
      providerId: randomUUID(),
      resource,
      scenario: "核对低保申请人户籍",
      modes: ["query", "verify"],
      columns: decisions,
      validFrom,
      validUntil: null,
      matterId: randomUUID(),
      ...more,
    }),
  );
}
const ask = (purpose: string, columns?: string[], call = signed()) =>
  gateway.query(call, { purpose, subject: wang, ...(columns ? { columns } : {}) });
const claim = (purpose: string, claims: Record<string, string>, subject = wang) =>
  gateway.verify(signed(), { purpose, subject, claims });
const record = async () =>
  (await t.db.selectFrom("access.usage").selectAll().orderBy("id", "desc").limit(1).executeTakeFirst()) ?? {};

describe("A governed call", () => {
  it("A20.1 gives exactly the granted columns, masked as granted, and is on record", async () => {
    const { id, purpose } = await grant();
    const answer = await ask(purpose);
    expect(answer.items).toEqual([{ name: "王*䶮", town: "尖山区" }]);
    expect(await record()).toMatchObject({
      id: answer.usage,
      grant_id: id,
      columns: ["name", "town"],
      purpose,
      refusal: null,
      client: "社会救助系统",
      subjects: 1,
    });
    expect((await usageOfGrant(t.db, id, { limit: 5 })).map((row) => row.id)).toEqual([answer.usage]);
  });

  it("verifies yes or no, an unknown person as no, and queries an unknown person as nothing; all on record", async () => {
    const { purpose } = await grant();
    expect((await claim(purpose, { name: "王小䶮", genes: "AB" })).match).toBe(true);
    expect((await claim(purpose, { name: "王小䶮", genes: "CD" })).match).toBe(false);
    const unknown = await claim(purpose, { name: "王小䶮" }, "230599200001010011");
    expect(unknown.match).toBe(false);
    expect(await record()).toMatchObject({ id: unknown.usage, operation: "verify" });
    const nobody = await gateway.query(signed(), { purpose, subject: "230599200001010011" });
    expect(nobody.items).toEqual([]);
    expect(await record()).toMatchObject({ id: nobody.usage, refusal: null });
  });

  it("keeps rows outside the grant's row scope away", async () => {
    const { purpose } = await grant({ rowScope: { column: "town", values: ["岭东区"] } });
    expect((await ask(purpose)).items).toEqual([]);
    const here = await grant({ rowScope: { column: "town", values: ["尖山区"] } });
    expect((await ask(here.purpose, ["name"])).items).toEqual([{ name: "王*䶮" }]);
  });

  it("A60.4 a person's readers are found by the person's key, without the person's number on record", async () => {
    const { purpose } = await grant();
    const { usage } = await ask(purpose);
    const { subject } = await t.db
      .selectFrom("access.usage")
      .select("subject")
      .where("id", "=", usage)
      .executeTakeFirstOrThrow();
    if (subject === null) throw new Error("the record has no subject");
    expect((await readersOf(t.db, subject, 1))[0]?.id).toBe(usage);
    const { rows } = await t.pool.query("select u::text as line from access.usage u");
    expect(rows.map(({ line }) => line).join("\n")).not.toContain(wang);
  });
});

describe("Refusals", () => {
  const refused = async (call: Promise<unknown>, code: string, article: string) => {
    await expect(call).rejects.toMatchObject({ code, article });
    expect(await record()).toMatchObject({ refusal: code, article });
  };

  it("A31.1 name the article beyond scope and beyond purpose, and are on record", async () => {
    const { purpose } = await grant();
    await refused(ask(purpose, ["name", "note"]), "column_not_granted", "31");
    expect(await record()).toMatchObject({ columns: ["name", "note"] });
    await refused(ask(purpose, ["genes"]), "column_not_granted", "31");
    await refused(ask(purpose, [wang]), "column_not_granted", "31");
    expect(await record()).toMatchObject({ columns: [] });
    await refused(claim(purpose, { note: "甲" }), "column_not_granted", "31");
    await refused(ask("p-00000000"), "purpose_not_granted", "33");
    const stranger = await clientSystem(t.db, undefined, "112305000000000002");
    await refused(ask(purpose, undefined, signed(stranger)), "grant_missing", "27");
    const verifyOnly = await grant({ modes: ["verify"] });
    await refused(ask(verifyOnly.purpose), "mode_not_granted", "31");
  });

  it("A60.9 a key that ended after it was looked up answers nothing, and nothing of it is on record", async () => {
    const { purpose } = await grant();
    const ended = await clientSystem(t.db, undefined, "112305000000000003");
    const before = await record();
    await t.db
      .updateTable("parties.client_key")
      .set({ revoked_at: wallNow() })
      .where("keyid", "=", ended.keyid)
      .execute();
    await expect(ask(purpose, undefined, signed(ended))).rejects.toThrow(KeyEnded);
    await expect(ask(purpose, undefined, signed({ partyId: ended.partyId }))).rejects.toThrow(KeyEnded);
    expect(await record()).toEqual(before);
  });

  it("A31.1 a suspended, resumed and ended grant hold from the next call on, in every process", async () => {
    const { id, purpose } = await grant();
    const other = createGateway(parts());
    const elsewhere = () => other.query(signed(), { purpose, subject: wang });
    await elsewhere();
    await ask(purpose);
    await inTransaction(t.db, async (tx) => suspendGrant(tx, append, id, await ground()));
    await refused(ask(purpose), "grant_suspended", "31");
    await refused(elsewhere(), "grant_suspended", "31");
    await inTransaction(t.db, async (tx) => resumeGrant(tx, append, id, await ground()));
    const written = async () => ({ ...(await ground()), reason: "境外地址异常调用。" });
    await inTransaction(t.db, async (tx) => suspendGrant(tx, append, id, await written()));
    await expect(ask(purpose)).rejects.toMatchObject({
      detail: "使用权限已暂停：境外地址异常调用。请联系数据提供部门整改后恢复",
    });
    await inTransaction(t.db, async (tx) => resumeGrant(tx, append, id, await ground()));
    await ask(purpose);
    await elsewhere();
    await inTransaction(t.db, async (tx) => endGrant(tx, append, id, await ground()));
    await refused(elsewhere(), "grant_ended", "31");
    await refused(ask(purpose), "grant_ended", "31");
    const again = inTransaction(t.db, async (tx) => resumeGrant(tx, append, id, await ground()));
    await expect(again).rejects.toMatchObject({ code: "grant_state_conflict" });
  });

  it("a replayed nonce is refused, in one process and of two at once exactly one wins", async () => {
    const { purpose } = await grant();
    const call = signed();
    await ask(purpose, undefined, call);
    await refused(ask(purpose, undefined, call), "nonce_replayed", "31");
    const other = createGateway(parts());
    for (let round = 0; round < 10; round++) {
      const same = signed();
      const body = { purpose, subject: wang };
      const results = await Promise.allSettled([gateway, other].map((process) => process.query(same, body)));
      expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    }
  });

  it("a grant beyond the entry cannot be made", async () => {
    const columns: ColumnDecision[] = [{ column: "name", treatment: "plain", reason: "" }];
    await expect(grant({ columns })).rejects.toMatchObject({ code: "grant_too_lax", article: "11¶3" });
  });
});

describe("The record", () => {
  it("A20.4 names a changed row, a missing row and a changed digest", async () => {
    const { purpose } = await grant();
    const { usage } = await ask(purpose);
    expect(await auditUsage(t.database, softwareCryptography)).toBeUndefined();
    await t.ownerPool.query("update access.usage set columns = '{name}' where id = $1", [usage]);
    expect(await auditUsage(t.database, softwareCryptography)).toMatchObject({
      kind: "usage-changed",
      id: usage,
    });
    await t.ownerPool.query("delete from access.usage where id = $1", [usage]);
    expect(await auditUsage(t.database, softwareCryptography)).toMatchObject({ kind: "usage-missing" });
    await t.ownerPool.query("update access.usage_digest set digests = '', rows = 0");
    expect(await auditUsage(t.database, softwareCryptography)).toMatchObject({ kind: "digest-changed" });
  });

  it("A20.3 can be neither changed nor deleted by the app, and months are dropped after three years only", async () => {
    for (const attempt of [
      "update access.usage set purpose = ''",
      "delete from access.usage",
      "drop table access.usage",
    ])
      await expect(t.pool.query(attempt)).rejects.toThrow(/permission denied|must be owner/);
    const month = (year: number) =>
      t.ownerPool.query(`create table access.usage_${year}01 partition of access.usage
        for values from ('${year}-01-01 00:00+08') to ('${year}-02-01 00:00+08')`);
    const young = wallNow().getFullYear() - 2;
    await month(young);
    await month(young - 3);
    expect(await dropExpiredMonths(t.db, append)).toEqual([`usage_${young - 3}01`]);
  });

  it("A31.2 finds grants without a call for three months, and A20.2 when each was last used", async () => {
    const used = await grant();
    const idle = await grant();
    const from = await lawNow(t.db);
    const until = new Date(from);
    until.setUTCMonth(from.getUTCMonth() + 2);
    await inTransaction(t.db, (tx) => moveLawClock(tx, until));
    await ask(used.purpose);
    until.setUTCMonth(from.getUTCMonth() + 3);
    await inTransaction(t.db, (tx) => moveLawClock(tx, until));
    const found = (await idleGrants(t.db)).map(({ id }) => id);
    expect(found).toContain(idle.id);
    expect(found).not.toContain(used.id);
    const held = await grantsOf(t.db, client.partyId, { side: "held", limit: 200 });
    expect(held.find(({ id }) => id === used.id)?.last_used_at).toBeInstanceOf(Date);
    const short = await grant({ validUntil: new Date((await lawNow(t.db)).getTime() + 3_600_000) });
    await ask(short.purpose);
    await inTransaction(t.db, async (tx) =>
      moveLawClock(tx, new Date((await lawNow(tx)).getTime() + 7_200_000)),
    );
    await expect(ask(short.purpose)).rejects.toMatchObject({
      code: "grant_expired",
      article: "31",
      detail: expect.stringMatching(/^使用权限已于 \d{4}年\d{1,2}月\d{1,2}日 \d{1,2}:\d{2} 到期/),
    });
    expect(await record()).toMatchObject({ refusal: "grant_expired" });
  });
});
