import { sql } from "kysely";
import type { Db } from "../db/tables.ts";

/** Takes away events of yesterday and before that every subscriber has had; to be run daily. */
export async function pruneOutbox(db: Db): Promise<void> {
  await sql`select platform.prune_outbox()`.execute(db);
}
