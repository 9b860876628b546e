import { sql } from "kysely";
import type { Db, Tx } from "../platform/db/tables.ts";

/** Who looked at one subject, newest first: `subject` is the key that `ResourceReader.subjectKey` gives (Art. 20, 60). */
export async function readersOf(db: Db | Tx, subject: Buffer, limit: number) {
  return db
    .selectFrom("access.usage")
    .selectAll()
    .where("subject", "=", subject)
    .orderBy("wall_at", "desc")
    .limit(limit)
    .execute();
}

/** The record of one grant, newest first, with the names of files, also of those gone since; `before` is the id of the last row of the page before. */
export async function usageOfGrant(db: Db | Tx, grantId: string, page: { before?: string; limit: number }) {
  let rows = db
    .selectFrom("access.usage")
    .selectAll("access.usage")
    .select((eb) =>
      eb
        .selectFrom("vault.file as file")
        .innerJoin("vault.resource as resource", "resource.id", "file.resource_id")
        .select("file.name")
        .whereRef("file.id", "=", "access.usage.file_id")
        .whereRef("resource.code", "=", "access.usage.resource")
        .as("file_name"),
    )
    .where("grant_id", "=", grantId);
  if (page.before) rows = rows.where("access.usage.id", "<", page.before);
  return rows.orderBy("access.usage.id", "desc").limit(page.limit).execute();
}

/** Makes the coming months of the record; to be run at the start and daily. */
export async function prepareMonths(db: Db): Promise<void> {
  await sql`select access.prepare_months()`.execute(db);
}
