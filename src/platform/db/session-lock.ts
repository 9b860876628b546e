import type { Pool } from "pg";

/** Names a lock among those of its kind: `space` is a number that each use has for itself. */
interface LockName {
  readonly space: number;
  readonly name: string;
}

/**
 * Does the work of which only one process is to be at it, by a lock of a database session; whoever comes meanwhile waits for
 * its turn. Nothing else is held. How the work ended counts: a lock that cannot be given back, as its connection was cut, is
 * given up with the connection.
 */
export const inTurn = (pool: Pool, lock: LockName, work: () => Promise<void>): Promise<void> =>
  locked(pool, lock, "pg_advisory_lock", work, undefined);

/** The same, but whoever comes meanwhile gets `busy` at once. */
export const ifAlone = <T>(pool: Pool, lock: LockName, work: () => Promise<T>, busy: T): Promise<T> =>
  locked(pool, lock, "pg_try_advisory_lock", work, busy);

async function locked<T>(
  pool: Pool,
  { space, name }: LockName,
  take: "pg_advisory_lock" | "pg_try_advisory_lock",
  work: () => Promise<T>,
  busy: T,
): Promise<T> {
  const client = await pool.connect();
  let held = true;
  try {
    const { rows } = await client.query<{ taken: unknown }>(
      `select ${take}(hashtextextended($1, $2)) as taken`,
      [name, space],
    );
    if (rows[0]?.taken === false) {
      held = false;
      return busy;
    }
    try {
      return await work();
    } finally {
      held = await client.query("select pg_advisory_unlock(hashtextextended($1, $2))", [name, space]).then(
        () => false,
        () => true,
      );
    }
  } finally {
    client.release(held);
  }
}
