import { randomBytes } from "node:crypto";
import { afterAll, afterEach, describe, expect, it } from "vitest";
import { appendOne, included, startSequencer } from "../../../test/support/ledger.ts";
import { testDatabase } from "../../../test/support/postgres.ts";
import { inTransaction } from "../db/index.ts";
import { append, latestCheckpoint, printReceipt, proveConsistency, proveInclusion } from "./index.ts";
import { interior } from "./merkle.ts";

const t = await testDatabase();
const master = randomBytes(32);
const running: { stop(): Promise<void> }[] = [];
afterEach(async () => {
  for (const sequencer of running.splice(0)) await sequencer.stop();
});
afterAll(() => t.drop());

async function sequencer() {
  const started = await startSequencer(t.db, t.url, master);
  running.push(started);
  return started;
}

/** RFC 9162, 2.1.3.2: the root that an audit path leads to. */
function rootFrom(index: number, size: number, leafHash: Buffer, hashes: readonly Buffer[]): Buffer {
  let [node, last, hash] = [index, size - 1, leafHash];
  for (const sibling of hashes) {
    if (node % 2 === 1 || node === last) {
      hash = interior(sibling, hash);
      while (node % 2 === 0 && node !== 0) [node, last] = [node / 2, Math.floor(last / 2)];
    } else {
      hash = interior(hash, sibling);
    }
    [node, last] = [Math.floor(node / 2), Math.floor(last / 2)];
  }
  return hash;
}

/** Indices 0..n-1, each leaf once, in as many entries as there are leaves. */
async function expectWhole(leaves: number): Promise<void> {
  const { rows } = await t.pool.query<{ entries: string; leaves: string; last: string; known: string }>(
    `select count(*) as entries, count(distinct e.leaf_hash) as known, max(e.index) + 1 as last,
       (select count(*) from ledger.leaf) as leaves
     from ledger.entry e join ledger.leaf using (leaf_hash)`,
  );
  const n = String(leaves);
  expect(rows[0]).toEqual({ entries: n, leaves: n, last: n, known: n });
}

describe("A60.4 the ledger", () => {
  it("holds a leaf if and only if its transaction committed", async () => {
    let lost = "";
    const failing = inTransaction(t.db, async (tx) => {
      lost = await append(tx, { kind: "grant", at: new Date(0), ref: "test.record:x", body: {} });
      throw new Error("rolled back");
    });
    await expect(failing).rejects.toThrow("rolled back");
    expect(await proveInclusion(t.db, lost)).toEqual({ state: "unknown" });
    expect(await proveInclusion(t.db, "L1.nonsense")).toEqual({ state: "unknown" });
    const receipt = await appendOne(t.db, "kept");
    expect(await proveInclusion(t.db, receipt)).toEqual({ state: "pending" });
    await sequencer();
    expect((await included(t.db, receipt)).index).toBe(0);
  });

  it("gives every leaf one index while two sequencers run, and finds one whose transaction was open for long", async () => {
    await Promise.all([sequencer(), sequencer()]);
    let late = "";
    const receipts: string[] = [];
    await inTransaction(t.db, async (tx) => {
      late = await append(tx, { kind: "batch", at: new Date(0), ref: "test.record:late", body: { late: 1 } });
      for (let i = 0; i < 40; i++) receipts.push(await appendOne(t.db, `n${i}`));
      await Promise.all(receipts.map((receipt) => included(t.db, receipt)));
    });
    const last = await included(t.db, late);
    expect(last.index).toBe(41);
    await expectWhole(42);
    for (const receipt of receipts) {
      const { index, leafHash, hashes, checkpoint } = await included(t.db, receipt);
      expect(rootFrom(index, checkpoint.size, leafHash, hashes)).toEqual(checkpoint.root);
    }
  });

  it("hands the lead over when the leader goes", async () => {
    const first = await sequencer();
    await included(t.db, await appendOne(t.db, "under the first"));
    const second = await sequencer();
    await first.stop();
    await included(t.db, await appendOne(t.db, "under the second"));
    expect([...first.errors, ...second.errors]).toEqual([]);
    await expectWhole(44);
  });

  it("proves that every earlier checkpoint is the beginning of the latest", async () => {
    const latest = await latestCheckpoint(t.db);
    const { rows } = await t.pool.query<{ size: string }>("select size from ledger.checkpoint order by size");
    expect(rows.length).toBeGreaterThan(2);
    for (const { size } of rows) {
      expect(await proveConsistency(t.db, Number(size), latest?.size ?? 0)).toBeDefined();
    }
    expect(await proveConsistency(t.db, 1, 10_000)).toBeUndefined();
    expect(await proveConsistency(t.db, 5, 4)).toBeUndefined();
  });

  it("prints a receipt that carries a checkpoint", async () => {
    await sequencer();
    const receipt = await appendOne(t.db, "printed");
    const inclusion = await included(t.db, receipt);
    const text = printReceipt({ title: "共享申请审批", at: new Date(0), receipt }, inclusion);
    expect(text).toContain(`回执：${receipt}`);
    expect(text).toContain(`序号：${inclusion.index}（从 0 起）`);
    for (const hash of inclusion.hashes) expect(text).toContain(hash.toString("base64"));
    expect(text).toContain(`/ledger/sm3/`);
    expect(text.split("\n").filter((line) => line.startsWith("— "))).toHaveLength(2);
  });

  it("cannot be changed: the platform lacks the right, the owner meets a trigger", async () => {
    for (const table of ["leaf", "body", "entry", "node", "checkpoint"]) {
      for (const change of [`delete from ledger.${table}`, `truncate ledger.${table}`]) {
        await expect(t.pool.query(change)).rejects.toThrow("denied");
        await expect(t.ownerPool.query(change)).rejects.toThrow("append-only");
      }
    }
    const update = "update ledger.leaf set kind = 'grant'";
    await expect(t.pool.query(update)).rejects.toThrow("denied");
    await expect(t.ownerPool.query(update)).rejects.toThrow("append-only");
    await expect(t.portalPool.query("select from ledger.leaf")).rejects.toThrow("denied");
  });
});
