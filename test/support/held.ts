import type pg from "pg";
import { eventually } from "./server.ts";

/** Named place in a database's work: the trigger that stands there. */
export interface Point {
  readonly name: string;
  /** `before insert on … for each row`, or a deferred constraint trigger for the commit. */
  readonly trigger: string;
}

const LOCK = 4711;

/**
 * Holds whoever comes by the point, in the middle of a statement, until `release`; `inside` waits until someone is
 * held there. When the database is killed meanwhile, nobody is held any more.
 */
export async function holdAt(open: () => Promise<pg.Client>, { trigger }: Point) {
  const kind = trigger.includes("deferrable") ? "constraint trigger" : "trigger";
  const table = / on (\S+)/.exec(trigger)?.[1];
  const holder = await open();
  await holder.query(`create or replace function public.hold() returns trigger language plpgsql as
    $$ begin perform pg_advisory_xact_lock_shared(${LOCK}); return new; end $$`);
  await holder.query(`create ${kind} hold ${trigger} execute function public.hold()`);
  await holder.query(`select pg_advisory_lock(${LOCK})`);
  const waiting = `select pid from pg_locks where locktype = 'advisory' and objid = ${LOCK} and not granted`;
  return {
    /** Pid of the session that is held. */
    async inside(): Promise<number> {
      let pid: number | undefined;
      await eventually(async () => {
        const { rows } = await holder.query<{ pid: number }>(waiting);
        pid = rows[0]?.pid;
        return pid !== undefined;
      });
      return pid ?? 0;
    },
    async release() {
      await holder.end().catch(() => undefined);
      const cleaner = await open();
      await cleaner.query(`drop trigger hold on ${table}`);
      await cleaner.end();
    },
  };
}
