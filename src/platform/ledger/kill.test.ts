import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { appendOne, included, startSequencer } from "../../../test/support/ledger.ts";
import { testDatabase } from "../../../test/support/postgres.ts";
import { sm3 } from "../crypto/index.ts";
import { latestCheckpoint } from "./index.ts";
import { Frontier } from "./merkle.ts";

const t = await testDatabase();
const master = randomBytes(32);
afterAll(() => t.drop());

/** A transaction that holds the sequencer at the named statement until it is let go. */
const points = [
  { at: "ledger:pending", hold: "lock table ledger.leaf in access exclusive mode" },
  { at: "ledger:entries", hold: "lock table ledger.entry in share row exclusive mode" },
  { at: "ledger:nodes", hold: "lock table ledger.node in share row exclusive mode" },
  { at: "ledger:checkpoint", hold: "lock table ledger.checkpoint in share row exclusive mode" },
  { at: "ledger:commit", hold: "select pg_advisory_xact_lock(77)" },
];

function sequencingProcess(): ChildProcess {
  const program = join(import.meta.dirname, "sequence-process.ts");
  return spawn(process.execPath, [program, t.url, master.toString("hex")], {
    stdio: ["ignore", "ignore", "inherit"],
  });
}

async function seenInside(statement: string): Promise<void> {
  for (;;) {
    const { rowCount } = await t.pool.query(
      "select from pg_stat_activity where query like $1 and wait_event_type = 'Lock'",
      [`%/* ${statement} */%`],
    );
    if (rowCount === 1) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Root over the leaves in the order of their indices, built from nothing. */
async function rebuiltRoot(): Promise<{ size: number; root: Buffer }> {
  const { rows } = await t.pool.query<{ index: string; leaf_hash: Buffer }>(
    "select index, leaf_hash from ledger.entry order by index",
  );
  const frontier = new Frontier(0, []);
  rows.forEach(({ index, leaf_hash }, place) => {
    expect(Number(index)).toBe(place);
    frontier.add(leaf_hash);
  });
  expect(new Set(rows.map(({ leaf_hash }) => leaf_hash.toString("hex"))).size).toBe(rows.length);
  return { size: frontier.size, root: frontier.root() };
}

describe("A60.4 kill -9 while the ledger sequences", () => {
  it.each(points)("inside $at: every acknowledged leaf once, no gap, one root", async ({ at, hold }) => {
    await t.ownerPool.query(`
      create or replace function ledger.held() returns trigger language plpgsql as
        $$ begin perform pg_advisory_xact_lock(77); return null; end $$;
      drop trigger if exists held on ledger.checkpoint;
      create constraint trigger held after insert on ledger.checkpoint deferrable initially deferred
        for each row execute function ledger.held();
      grant execute on function ledger.held() to gongshu_app;`);
    const leaves = 3 + ((sm3(at)[0] ?? 0) % 13);
    const receipts: string[] = [];
    for (let i = 0; i < leaves; i++) receipts.push(await appendOne(t.db, `${at} ${i}`));

    const holder = await t.ownerPool.connect();
    await holder.query("begin");
    await holder.query(hold);
    const child = sequencingProcess();
    const gone = once(child, "exit");
    await seenInside(at);
    child.kill("SIGKILL");
    await gone;
    await holder.query("rollback");
    holder.release();

    const after = await startSequencer(t.db, t.url, master);
    for (const receipt of receipts) await included(t.db, receipt);
    await after.stop();
    const rebuilt = await rebuiltRoot();
    const checkpoint = await latestCheckpoint(t.db);
    expect({ size: checkpoint?.size, root: checkpoint?.root }).toEqual(rebuilt);
    const { rows } = await t.pool.query<{ n: string }>("select count(*) as n from ledger.leaf");
    expect(rebuilt.size).toBe(Number(rows[0]?.n));
  });
});
