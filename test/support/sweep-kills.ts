import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type pg from "pg";
import { lawNow } from "../../src/platform/clocks/index.ts";
import { application, civil, mattersOn, type Probed, person, testMatters } from "./matters.ts";

/** Statements of a sweep at which its process is held and killed, by the table that is held. */
const points = [
  "matters.timer",
  "matters.matter",
  "matters.step",
  "probe.event",
  "matters.deadline",
] as const;
/** Far enough for every timer and limit of the matters that are started. */
const later = 60 * 86_400_000;
const perKill = 5;
const script = join(import.meta.dirname, "sweeping-process.ts");

/** The same numbers for the same seed (mulberry32), from 0 to 1. */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export interface Tally {
  readonly kills: number;
  readonly due: number;
  readonly missed: number;
  readonly doubled: number;
}

/**
 * Kills a sweeping process again and again, each time held at a statement inside a sweep, while matters with timers and
 * limits fall due; then sweeps to the end and counts what was missed and what was done twice.
 */
export async function killSweeps(
  t: Probed & { url: string },
  admin: pg.Pool,
  kills: number,
  seed: number,
): Promise<Tally> {
  const matters = await testMatters(t);
  const random = seeded(seed);
  const applicant = person(civil, "赵敏");
  for (let kill = 0; kill < kills; kill += 1) {
    for (let n = 0; n < perKill; n += 1) {
      await matters.start(applicant, { kind: application.kind, form: { scenario: `${kill}-${n}` } });
    }
    const table = points[Math.floor(random() * points.length)] ?? points[0];
    await killInside(t.url, admin, table);
  }
  await mattersOn(t.db).sweep(new Date((await lawNow(t.db)).getTime() + later));
  return tallyOf(t, kills);
}

/** One process that sweeps is held at its first write to the table, shown to be there, and killed. */
async function killInside(url: string, admin: pg.Pool, table: string): Promise<void> {
  const holder = await admin.connect();
  let child: ChildProcess | null = null;
  try {
    await holder.query(`begin; lock table ${table} in share mode`);
    child = spawn(process.execPath, [script, url, String(later)], { stdio: "inherit" });
    while ((await waiting(admin)) === 0) await sleep(20);
    child.kill("SIGKILL");
    await once(child, "exit");
  } finally {
    child?.kill("SIGKILL");
    await holder.query("rollback");
    holder.release();
  }
  while ((await waiting(admin)) > 0) await sleep(20);
}

async function waiting(admin: pg.Pool): Promise<number> {
  const { rowCount } = await admin.query(
    "select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'",
  );
  return rowCount ?? 0;
}

/** Every matter's timer fires once, and every limit that is late afterwards is told of once. */
async function tallyOf({ ownerPool }: Probed, kills: number): Promise<Tally> {
  const { rows } = await ownerPool.query<{ times: number }>(`
    select (select count(*)::int from matters.step s where s.matter_id = m.id and s.action = 'deem') as times
    from matters.matter m
    union all
    select (select count(*)::int from probe.event e
            where e.type = 'matters.deadline.overdue' and e.body->>'deadline' = d.id::text)
    from matters.deadline d where d.state = 'open'`);
  return {
    kills,
    due: rows.length,
    missed: rows.filter(({ times }) => times === 0).length,
    doubled: rows.filter(({ times }) => times > 1).length,
  };
}
