import { execFile } from "node:child_process";
import { randomBytes, randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { included, startSequencer } from "../../test/support/ledger.ts";
import { type TestDatabase, testDatabase } from "../../test/support/postgres.ts";
import type { Leaf } from "../../verifier/check.ts";
import { Retention } from "../../verifier/retention.ts";
import { wallNow } from "../platform/clocks/index.ts";
import { sm3, softwareCryptography } from "../platform/crypto/index.ts";
import { inTransaction } from "../platform/db/index.ts";
import { uuid } from "../platform/ids/index.ts";
import { append, type EvidenceSources, exportLedger } from "../platform/ledger/index.ts";
import { auditUsage, dropExpiredMonths, retentionEvidence, usageEvidence } from "./index.ts";
import { usageLine } from "./usage-line.ts";

let t: TestDatabase;
let ledger: Awaited<ReturnType<typeof startSequencer>>;
let folder: string;
beforeAll(async () => {
  t = await testDatabase();
  folder = await mkdtemp(join(tmpdir(), "gongshu-retention-"));
  ledger = await startSequencer(t.db, t.url);
});
afterAll(async () => {
  await ledger.stop();
  await t.drop();
  await rm(folder, { recursive: true });
});

const year = wallNow().getFullYear();
const evidence: EvidenceSources = { "access.usage": usageEvidence, "access.dropped": retentionEvidence };

/** Two accesses of a January, as one statement puts them on record then; the id of their digest. */
async function recorded(of: number): Promise<string> {
  const at = new Date(`${of}-01-15T09:00:00+08:00`);
  await t.ownerPool.query(`create table if not exists access.usage_${of}01 partition of access.usage
    for values from ('${of}-01-01 00:00+08') to ('${of}-02-01 00:00+08')`);
  const id = uuid();
  const rows = [uuid(), uuid()].sort().map((row) => ({ ...usage, id: row, wall_at: at, law_at: at }));
  const digests = Buffer.concat(rows.map((row) => sm3(usageLine(row))));
  const body = { digest: id, rows: rows.length, sm3: sm3(digests).toString("hex") };
  const receipt = await inTransaction(t.db, async (tx) => {
    for (const row of rows)
      await tx
        .insertInto("access.usage")
        .values({ ...row, columns: [...row.columns], digest_id: id })
        .execute();
    const leaf = await append(tx, { kind: "usage-digest", at, ref: `access.usage:${id}`, body });
    const digest = { id, rows: rows.length, digests, body: JSON.stringify(body), receipt: leaf, at };
    await tx.insertInto("access.usage_digest").values(digest).execute();
    return leaf;
  });
  await included(t.db, receipt);
  return id;
}

const usage = {
  file_id: null,
  person_id: null,
  post_id: null,
  bytes: null,
  entry_id: null,
  grant_id: null,
  grant_version: null,
  keyid: "k-1",
  client_id: randomUUID(),
  client: "社会救助系统",
  holder_id: randomUUID(),
  operation: "query" as const,
  resource: "r-00000001",
  columns: ["xm"],
  purpose: "p-00000001",
  refusal: null,
  article: null,
  subject: null,
  subjects: 0,
};

/** What the standalone verifier finds in an export of now. */
async function findings(): Promise<{ kind: string; ref?: string; detail: string }[]> {
  const directory = join(folder, randomBytes(6).toString("hex"));
  await exportLedger({ db: t.db, signer: ledger.signer, evidence, directory });
  const verifier = join(import.meta.dirname, "../../verifier/verify.ts");
  const keys = ledger.signer.verifierKeys.flatMap((key) => ["--key", key]);
  const done = promisify(execFile)(process.execPath, [verifier, directory, "--json", ...keys]);
  const { stdout } = await done.catch((error: { stdout: string }) => error);
  return JSON.parse(stdout).findings;
}

/** Until every leaf appended so far has its place. */
async function sequenced(): Promise<void> {
  const last = await inTransaction(t.db, (tx) =>
    append(tx, { kind: "decision", at: wallNow(), ref: "test.mark:1", body: {} }),
  );
  await included(t.db, last);
}

test("A20.3 a month dropped after three years is on record as dropped, and the verifier tells it from what is missing", async () => {
  await recorded(year - 4);
  const young = await recorded(year - 2);
  expect(await findings()).toEqual([]);
  expect(await dropExpiredMonths(t.db, append)).toEqual([`usage_${year - 4}01`]);
  await sequenced();
  expect(await findings()).toEqual([]);
  expect(await auditUsage(t.database, softwareCryptography)).toBeUndefined();

  const behind = (change: string) => t.ownerPool.query(change);
  await behind(`update access.usage_digest set dropped = '${year - 4}01' where id = '${young}'`);
  await behind(`create table access.kept as select * from access.usage_${year - 2}01`);
  await behind(`delete from access.usage_${year - 2}01`);
  expect(await findings()).toMatchObject([
    { kind: "record-changed", ref: `access.dropped:${year - 4}01` },
    { kind: "rows-differ", ref: `access.dropped:${year - 4}01` },
  ]);
  await behind(`update access.usage_digest set dropped = null where id = '${young}'`);
  expect(await findings()).toMatchObject([{ kind: "rows-differ", ref: `access.usage:${young}` }]);
  await behind(`insert into access.usage select * from access.kept`);
  expect(await findings()).toEqual([]);

  const old = await recorded(year - 5);
  await t.pool.query("select access.drop_expired_months()");
  expect(await findings()).toMatchObject([{ detail: expect.stringContaining("却没有清除的存证") }]);
  await behind(`update access.usage_digest set dropped = '${year - 4}01' where id = '${old}'`);
  expect(await findings()).not.toEqual([]);
});

test("A20.3 the verifier excuses rows only where a drop three years younger counts them", () => {
  const leaf = (index: number, kind: string, at: string, more: Partial<Leaf>): Leaf => ({
    index,
    leafHash: "",
    leaf: { kind, at },
    ref: null,
    salt: "",
    body: null,
    readable: true,
    hasRows: true,
    rowsDropped: null,
    ...more,
  });
  const drop = (rows: number) => ({ rows, digests: 1, sm3: sm3("a\n").toString("hex") });
  const said = (index: number, at: string, body: Leaf["body"]) => {
    const retention = new Retention();
    const gone = { ref: "access.usage:a", rowsDropped: "access.dropped:1", body: { rows: 2 } };
    expect(retention.excuses(leaf(0, "usage-digest", "2022-01-15T09:00:00+08:00", gone))).toBe(true);
    retention.read(leaf(index, "retention", at, { ref: "access.dropped:1", body }));
    return retention.findings().map(({ detail }) => detail);
  };
  expect(said(1, "2025-01-15T09:00:00+08:00", drop(2))).toEqual([]);
  expect(said(1, "2025-01-15T08:59:59+08:00", drop(2))).toEqual(["第 0 条的明细不满 3 年就不在了"]);
  expect(said(1, "2025-02-01T00:00:00+08:00", drop(3))).toEqual([
    expect.stringContaining("不在的明细是 1 条存证的 2 行"),
  ]);
  expect(said(1, "2025-02-01T00:00:00+08:00", { ...drop(2), sm3: "" })).toHaveLength(1);
});
