import { expect } from "vitest";
import type { TestPlatform } from "./platform.ts";

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
    const waits = async () => (await ownerPool.query("select from pg_locks where not granted")).rows.length;
    await expect.poll(waits, { timeout: 20_000 }).toBeGreaterThan(0);
    await client.query(meanwhile, [id]);
    await client.query("commit");
    return await answer;
  } finally {
    client.release();
  }
}
