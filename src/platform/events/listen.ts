import { setTimeout as sleep } from "node:timers/promises";
import type pg from "pg";

/**
 * Calls `heard` at every notification on the channel, on a connection of its own that is replaced when lost. After a
 * loss `heard` is called once, for what may have been missed. Resolves, once listening, to the function that ends it.
 */
export async function listen(
  pool: pg.Pool,
  channel: string,
  heard: () => void,
): Promise<() => Promise<void>> {
  let ended = false;
  let current: pg.PoolClient | null = null;
  let renewing: Promise<void> = Promise.resolve();

  async function connect(): Promise<void> {
    const client = await pool.connect();
    client.on("error", () => {
      if (client === current && !ended) renewing = renew(client);
    });
    try {
      await client.query(`listen ${channel}`);
    } catch (error) {
      client.release(true);
      throw error;
    }
    client.on("notification", heard);
    current = client;
  }

  async function renew(lost: pg.PoolClient): Promise<void> {
    current = null;
    lost.release(true);
    while (current === null && !ended) {
      await connect().then(heard, () => sleep(500));
    }
  }

  await connect();
  return async () => {
    ended = true;
    // A connection that is just being made would otherwise be left to the pool, which then never ends.
    await renewing;
    current?.removeListener("notification", heard);
    current?.release(true);
  };
}
