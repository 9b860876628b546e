import { sql } from "kysely";
import type { Database } from "../../platform/db/index.ts";
import type { FileStores } from "./stores.ts";
import "./tables.ts";

/**
 * Clears away the bytes that are no longer to lie where they lie: of files replaced or removed, and of those moved into the
 * zone or out of it. What is cleared was written down with the change itself, so that a kill leaves nothing behind.
 */
export async function clearAway(parts: {
  readonly database: Database;
  readonly stores: FileStores;
}): Promise<void> {
  while (await clearNext(parts));
}

/** Held while its bytes go, so that nobody brings the file back there meanwhile. */
const clearNext = ({ database, stores }: Parameters<typeof clearAway>[0]): Promise<boolean> =>
  database.kysely.transaction().execute(async (tx) => {
    const file = await tx
      .selectFrom("vault.file")
      .select(["id", "remnants"])
      .where(sql<boolean>`remnants <> '{}'`)
      .limit(1)
      .forUpdate()
      .skipLocked()
      .executeTakeFirst();
    if (file === undefined) return false;
    for (const place of file.remnants) await stores.in(place).remove(file.id);
    await tx.updateTable("vault.file").set({ remnants: [] }).where("id", "=", file.id).execute();
    return true;
  });
