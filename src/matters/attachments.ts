import type { Db } from "../platform/db/tables.ts";
import type { Caller } from "../platform/http/caller.ts";
import "./documents/tables.ts";
import "./window/tables.ts";
import { maySee } from "./visibility.ts";

/** Whoever may see a matter may read what was attached to it, its documents and their scans. */
export async function mayReadAttachment(db: Db, caller: Caller, fileId: string): Promise<boolean> {
  const of = (table: "matters.matter_attachment" | "matters.document" | "matters.document_scan") =>
    db.selectFrom(table).select("matter_id").where("file_id", "=", fileId);
  const matters = await of("matters.matter_attachment")
    .union(of("matters.document"))
    .union(of("matters.document_scan"))
    .union(db.selectFrom("matters.window_entry").select("matter_id").where("authority_file", "=", fileId))
    .execute();
  for (const { matter_id } of matters) if (await maySee(db, caller, matter_id)) return true;
  return false;
}
