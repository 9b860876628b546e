import { sql } from "kysely";
import type { Tx } from "../../platform/db/tables.ts";
import type { Place } from "../reseal-plan.ts";
import "./tables.ts";

/** Whether files in force lie elsewhere than they should: a move was given up half done. */
export async function filesLieElsewhere(tx: Tx, resourceId: string, place: Place): Promise<boolean> {
  const file = await tx
    .selectFrom("vault.file")
    .select("id")
    .where("resource_id", "=", resourceId)
    .where("ended_at", "is", null)
    .where("place", "<>", place)
    .limit(1)
    .executeTakeFirst();
  return file !== undefined;
}

/** What a move that is given up may have left where it was to go is cleared away. */
export async function giveUpMove(tx: Tx, resourceId: string, to: Place): Promise<void> {
  await sql`update vault.file set remnants = array[${to}::text]
    where resource_id = ${resourceId} and ended_at is null and place <> ${to} and remnants = '{}'`.execute(
    tx,
  );
}
