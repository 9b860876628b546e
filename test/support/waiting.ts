import { expect } from "vitest";
import type { TestPlatform } from "./platform.ts";

/**
 * Who waits for a lock in this database: test files that run beside each other share the cluster. A wait for a row names
 * no database of its own, and what another role waits for is told by `pg_locks` alone.
 */
export const lockWaits = `select from pg_locks where not granted
  and pid in (select pid from pg_stat_activity where datname = current_database())`;

/** Another writer holds what `lock` names; while the attempt waits for him, he does `meanwhile` and commits. */
export async function whileWaiting<T>(
  { t: { ownerPool } }: TestPlatform,
  { lock, meanwhile, id }: { readonly lock: string; readonly meanwhile: string; readonly id: string },
  attempt: () => Promise<T>,
): Promise<T> {
  const client = await ownerPool.connect();
  try {
    await client.query("begin");
    await client.query(lock, [id]);
    const answer = attempt();
    const waits = async () => (await ownerPool.query(lockWaits)).rows.length;
    await expect.poll(waits, { timeout: 20_000 }).toBeGreaterThan(0);
    await client.query(meanwhile, [id]);
    await client.query("commit");
    return await answer;
  } finally {
    client.release();
  }
}
