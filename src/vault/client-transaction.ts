import { Kysely, PostgresDialect } from "kysely";
import type { PoolClient } from "pg";
import type { Database } from "../platform/db/index.ts";
import type { Tables, Tx } from "../platform/db/tables.ts";

/**
 * One transaction on one connection, seen both ways: `tx` for statements of the control tables and for what other
 * folders write beside them, `client` for COPY, which Kysely does not know. A broken connection is not put back.
 */
export async function clientTransaction<T>(
  database: Database,
  work: (tx: Tx, client: PoolClient) => Promise<T>,
): Promise<T> {
  const client = await database.pool.connect();
  const alone = new Kysely<Tables>({
    dialect: new PostgresDialect({
      pool: {
        connect: async () => Object.assign(Object.create(client), { release: () => undefined }),
        end: async () => undefined,
      },
    }),
  });
  let broken: Error | undefined;
  try {
    return await alone.transaction().execute((tx) => work(tx, client));
  } catch (error) {
    broken = error instanceof Error ? error : new Error("transaction failed");
    throw error;
  } finally {
    client.release(broken);
  }
}
