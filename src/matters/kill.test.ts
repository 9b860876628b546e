import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { afterAll, expect, test, vi } from "vitest";
import { bureau, civil, person, police, testMatters } from "../../test/support/matters.ts";
import { testDatabase } from "../../test/support/postgres.ts";
import { openPool } from "../platform/db/index.ts";

const t = await testDatabase();
/** Sees the statements of every role, and holds tables. */
const admin = openPool(t.adminUrl, { max: 2 });
afterAll(async () => {
  await admin.end();
  await t.drop();
});
const matters = await testMatters(t);
const script = join(import.meta.dirname, "../../test/support/approving-process.ts");

async function withProvider(): Promise<string> {
  const id = await matters.start(person(civil, "赵敏"), {
    kind: "test-application",
    form: { scenario: "核对" },
  });
  await matters.act(person(bureau, "李文博"), id, "pass", { version: 1 });
  return id;
}

const approve = (id: string): ChildProcess =>
  spawn(process.execPath, [script, t.url, id], { stdio: ["ignore", "pipe", "inherit"] });

/** Everything a step leaves behind, counted. */
async function left(id: string) {
  const { rows } = await t.pool.query<{
    state: string;
    version: number;
    steps: number;
    leaves: number;
    events: number;
    notes: number;
  }>(
    `select m.state, m.version,
       (select count(*)::int from matters.step where matter_id = m.id) as steps,
       (select count(*)::int from probe.leaf where body->>'matter_id' = m.id::text) as leaves,
       (select count(*)::int from probe.event where body->>'matter' = m.id::text) as events,
       (select count(*)::int from probe.note n join matters.step s on s.id = n.step where s.matter_id = m.id) as notes
     from matters.matter m where m.id = $1`,
    [id],
  );
  return rows[0];
}

const before = { state: "with-provider", version: 2, steps: 2, leaves: 2, events: 2, notes: 1 };
const after = { state: "to-sign", version: 3, steps: 3, leaves: 3, events: 3, notes: 2 };

/** Backends of the killed process that are held at a statement on the table. */
async function held(statement: string): Promise<number> {
  const { rows } = await admin.query<{ n: number }>(
    `select count(*)::int as n from pg_stat_activity
     where datname = current_database() and wait_event_type = 'Lock' and query ilike $1`,
    [`%${statement}%`],
  );
  return rows[0]?.n ?? 0;
}

/** Statements at which the approval is held and its process killed, one after the other through the transaction. */
const points = [
  ["matters.matter", 'update "matters"."matter"'],
  ["probe.note", "insert into probe.note"],
  ["probe.leaf", "insert into probe.leaf"],
  ["matters.step", 'insert into "matters"."step"'],
  ["probe.event", "insert into probe.event"],
] as const;

test.each(points)(
  "killed in an approval at %s: the old state whole, and the next one goes through",
  async (table, statement) => {
    const id = await withProvider();
    const holder = await admin.connect();
    try {
      await holder.query(`begin; lock table ${table} in share mode`);
      const child = approve(id);
      await vi.waitFor(async () => expect(await held(statement)).toBe(1), { timeout: 30_000, interval: 50 });
      child.kill("SIGKILL");
      await once(child, "exit");
    } finally {
      await holder.query("rollback");
      holder.release();
    }
    await vi.waitFor(async () => expect(await held(statement)).toBe(0), { timeout: 30_000, interval: 50 });
    await matters.act(person(police, "周倩"), await settled(id), "approve", {
      version: 2,
      form: { months: 6 },
    });
    expect(await left(id)).toEqual(after);
  },
);

/** The killed process's transaction is over once the row can be locked; then nothing of it may be there. */
async function settled(id: string): Promise<string> {
  await t.pool.query("select from matters.matter where id = $1 for update", [id]);
  expect(await left(id)).toEqual(before);
  return id;
}

test("killed right after the commit: the new state whole", async () => {
  const id = await withProvider();
  const child = approve(id);
  if (child.stdout === null) throw new Error("no output of the process");
  await once(child.stdout, "data");
  child.kill("SIGKILL");
  await once(child, "exit");
  expect(await left(id)).toEqual(after);
});
