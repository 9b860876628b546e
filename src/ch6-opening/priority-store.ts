import type { OpeningPriority } from "../contract/open-catalogue.ts";
import type { Db, Tx } from "../platform/db/tables.ts";
import "./tables.ts";

/** The mark on an entry; null where it has none. */
export async function priorityOf(db: Db | Tx, entryId: string): Promise<OpeningPriority | null> {
  const row = await db
    .selectFrom("opening.priority")
    .select("ground")
    .where("entry_id", "=", entryId)
    .executeTakeFirst();
  return row?.ground ?? null;
}
