import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { included, startSequencer } from "../../../test/support/ledger.ts";
import { testDatabase } from "../../../test/support/postgres.ts";
import { sm3 } from "../crypto/index.ts";
import { inTransaction } from "../db/index.ts";
import { append, type EvidenceSources, exportLedger, latestCheckpoint } from "./index.ts";

const t = await testDatabase();
const folder = await mkdtemp(join(tmpdir(), "ledger-"));
afterAll(async () => {
  await t.drop();
  await rm(folder, { recursive: true });
});
const verifier = join(import.meta.dirname, "../../../verifier/verify.ts");
const receipts: string[] = [];
let ledger: Awaited<ReturnType<typeof startSequencer>>;
let kept = "";

/** A chapter's own tables: decisions, and usage rows whose digests stand in one leaf. */
const evidence: EvidenceSources = {
  "test.decision": {
    async read(tx, ids) {
      const { rows } = await sql<{ id: string; result: string }>`
        select id, result from platform.test_decision where id = any(${ids})`.execute(tx);
      return new Map(rows.map(({ id, result }) => [id, { id, result }]));
    },
  },
  "test.usage": {
    async read(tx, ids) {
      const { rows } = await sql<{ id: string; rows: number; sm3: string }>`
        select id, rows, sm3 from platform.test_digest where id = any(${ids})`.execute(tx);
      return new Map(rows.map(({ id, rows: count, sm3: digest }) => [id, { rows: count, sm3: digest }]));
    },
    async *rows(tx) {
      const { rows } = await sql<{ id: string; who: string; hash: Buffer }>`
        select id, who, hash from platform.test_usage order by id`.execute(tx);
      for (const { id, who, hash } of rows) yield { id, hash, line: JSON.stringify([id, who]) };
    },
  },
};

async function check(...more: string[]) {
  const directory = join(folder, randomBytes(6).toString("hex"));
  await exportLedger({ db: t.db, signer: ledger.signer, evidence, directory });
  const keys = ledger.signer.verifierKeys.flatMap((key) => ["--key", key]);
  const done = promisify(execFile)(process.execPath, [verifier, directory, "--json", ...keys, ...more]);
  const { stdout } = await done.catch((error: { stdout: string }) => error);
  return JSON.parse(stdout);
}

/** Changes behind the platform's back as a database administrator can, and undoes it after the look. */
async function behindItsBack(change: string, undo: string, look: () => Promise<void>): Promise<void> {
  const off = "leaf body entry node checkpoint"
    .split(" ")
    .map((name) => `alter table ledger.${name} disable trigger append_only;`);
  await t.ownerPool.query(`begin; ${off.join(" ")} ${change}; commit`);
  await look();
  await t.ownerPool.query(undo);
}

beforeAll(async () => {
  await t.ownerPool.query(`
    create table platform.test_decision (id text primary key, result text);
    create table platform.test_usage (id text primary key, who text, hash bytea);
    create table platform.test_digest (id text primary key, rows int, sm3 text);
    insert into platform.test_decision select 'd' || n, '同意' from generate_series(1, 9) n;
    grant select on platform.test_decision, platform.test_usage, platform.test_digest to gongshu_app;`);
  const hashes = [1, 2, 3].map((n) => ({ id: `u${n}`, hash: sm3(JSON.stringify([`u${n}`, "民政"])) }));
  for (const { id, hash } of hashes) {
    await t.ownerPool.query("insert into platform.test_usage values ($1, '民政', $2)", [id, hash]);
  }
  const body = { rows: 3, sm3: sm3(Buffer.concat(hashes.map(({ hash }) => hash))).toString("hex") };
  await t.ownerPool.query("insert into platform.test_digest values ('g1', 3, $1)", [body.sm3]);
  ledger = await startSequencer(t.db, t.url);
  const at = new Date("2026-10-09T01:30:00.120Z");
  for (let n = 1; n <= 9; n++) {
    const leaf = {
      kind: "decision",
      at,
      ref: `test.decision:d${n}`,
      body: { id: `d${n}`, result: "同意" },
    } as const;
    receipts.push(await inTransaction(t.db, (tx) => append(tx, leaf)));
  }
  const digest = { kind: "usage-digest", at, ref: "test.usage:g1", body } as const;
  receipts.push(await inTransaction(t.db, (tx) => append(tx, digest)));
  for (const receipt of receipts) await included(t.db, receipt);
  await ledger.stop();
  kept = join(folder, "kept.txt");
  await writeFile(kept, (await latestCheckpoint(t.db))?.text ?? "");
});

describe("A60.4 the standalone verifier", () => {
  it("finds nothing in an honest ledger and knows a receipt's place", async () => {
    const { rows } = await t.pool.query<{ index: string }>(
      "select e.index from ledger.entry e join ledger.body b using (leaf_hash) where b.ref = 'test.decision:d5'",
    );
    const report = await check("--checkpoint", kept, "--receipt", receipts[4] ?? "");
    expect(report).toEqual({ size: 10, findings: [], unread: {}, index: Number(rows[0]?.index) });
  });

  it("names a changed leaf", async () => {
    await behindItsBack(
      "update ledger.leaf set kind = 'grant' where leaf_hash in (select leaf_hash from ledger.body where ref = 'test.decision:d3')",
      "update ledger.leaf set kind = 'decision' where kind = 'grant'",
      async () => {
        const { findings } = await check();
        expect(findings).toContainEqual(
          expect.objectContaining({ kind: "leaf-changed", ref: "test.decision:d3" }),
        );
        expect(findings).toContainEqual(expect.objectContaining({ kind: "root-differs" }));
      },
    );
  });

  it("names a changed and a deleted decision", async () => {
    await behindItsBack(
      "update platform.test_decision set result = '不同意' where id = 'd2'; delete from platform.test_decision where id = 'd4'",
      "update platform.test_decision set result = '同意'; insert into platform.test_decision values ('d4', '同意')",
      async () => {
        expect((await check()).findings).toMatchObject([
          { kind: "record-changed", ref: "test.decision:d2" },
          { kind: "record-missing", ref: "test.decision:d4" },
        ]);
      },
    );
  });

  it("names a changed usage row, and the leaf of deleted ones", async () => {
    await behindItsBack(
      "update platform.test_usage set who = '公安' where id = 'u2'",
      "update platform.test_usage set who = '民政'",
      async () => {
        expect((await check()).findings).toMatchObject([
          { kind: "row-changed", ref: "test.usage:g1", row: "u2" },
        ]);
      },
    );
    await behindItsBack("delete from platform.test_usage", "select", async () => {
      expect((await check()).findings).toMatchObject([{ kind: "rows-differ", ref: "test.usage:g1" }]);
    });
  });

  it("names a tail deleted against a kept checkpoint, which the ledger alone no longer shows", async () => {
    const tail = ["entry where index >= 8", "checkpoint where size > 8"].map(
      (from) => `delete from ledger.${from}`,
    );
    await behindItsBack(tail.join(";"), "select", async () => {
      const { findings } = await check("--checkpoint", kept);
      expect(findings).toContainEqual(expect.objectContaining({ kind: "tail-missing", index: 8 }));
    });
  });
});
