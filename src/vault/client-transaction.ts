import { Kysely, PostgresDialect } from "kysely";
import type { PoolClient } from "pg";
import type { Database, Tables, Tx } from "../platform/db/index.ts";

/**
 * One transaction on one connection, seen both ways: `tx` for statements of the control tables and for what other
 * folders write beside them, `client` for COPY and cursors, which Kysely does not know.
 */
export async function clientTransaction<T>(
  database: Database,
  work: (tx: Tx, client: PoolClient) => Promise<T>,
): Promise<T> {
  const client = await database.pool.connect();
  const pool = { options: {}, connect: async () => client, end: async () => undefined };
  const alone = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
  return alone.transaction().execute((tx) => work(tx, client));
}
