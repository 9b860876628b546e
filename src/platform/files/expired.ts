import { sql } from "kysely";
import { inTransaction } from "../db/index.ts";
import type { Db } from "../db/tables.ts";
import type { FileStore } from "./store.ts";

/**
 * Removes what was handed in and never attached; how many. The bytes go first: where the transaction then fails, the
 * rows are still due and go the next time, and nobody can attach them any more.
 */
export async function dropExpiredFiles(db: Db, store: FileStore): Promise<number> {
  return inTransaction(db, async (tx) => {
    const { rows } = await sql<{ id: string }>`select platform.drop_expired_files() as id`.execute(tx);
    for (const { id } of rows) await store.remove(id);
    return rows.length;
  });
}
