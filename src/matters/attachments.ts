import type { Db } from "../platform/db/tables.ts";
import type { Caller } from "../platform/http/caller.ts";
import { maySee } from "./visibility.ts";

/** Whoever may see a matter may read what was attached to it. */
export async function mayReadAttachment(db: Db, caller: Caller, fileId: string): Promise<boolean> {
  const matters = await db
    .selectFrom("matters.matter_attachment")
    .select("matter_id")
    .where("file_id", "=", fileId)
    .execute();
  for (const { matter_id } of matters) if (await maySee(db, caller, matter_id)) return true;
  return false;
}
