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

/** The record of one grant, newest first; `before` is the id of the last row of the page before. */
export async function usageOfGrant(db: Db | Tx, grantId: string, page: { before?: string; limit: number }) {
  let rows = db.selectFrom("access.usage").selectAll().where("grant_id", "=", grantId);
  if (page.before) rows = rows.where("id", "<", page.before);
  return rows.orderBy("id", "desc").limit(page.limit).execute();
}

/** Makes the coming months of the record; to be run at the start and daily. */
export async function prepareMonths(db: Db): Promise<void> {
  await sql`select access.prepare_months()`.execute(db);
}
