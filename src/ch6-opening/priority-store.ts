import { sql } from "kysely";
import type { OpeningPriority } from "../contract/open-catalogue.ts";
import type { Db, Tx } from "../platform/db/tables.ts";
import "./tables.ts";

/** Whoever opens an entry or marks it does so in turn: the copy that is published says the mark that holds. */
export async function holdOpening(tx: Tx, entryId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${entryId}, 6))`.execute(tx);
}

/** The mark on an entry; null where it has none. */
export async function priorityOf(db: Db | Tx, entryId: string): Promise<OpeningPriority | null> {
  const row = await db
    .selectFrom("opening.priority")
    .select("ground")
    .where("entry_id", "=", entryId)
    .executeTakeFirst();
  return row?.ground ?? null;
}
