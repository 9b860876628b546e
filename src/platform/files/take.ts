import { sql } from "kysely";
import type { Attachment } from "../../contract/matter.ts";
import type { Tx } from "../db/tables.ts";
import type { Caller } from "../http/caller.ts";
import { Problem } from "../http/problem.ts";
import "./tables.ts";

/**
 * The files a caller attaches: those its own party handed in. From then on they are kept for good; what waited too
 * long to be attached is gone (see `expired.ts`). @throws Problem `not_found` for any other
 */
export async function takeFiles(tx: Tx, caller: Caller, ids: readonly string[]): Promise<Attachment[]> {
  if (ids.length === 0) return [];
  const files = await tx
    .updateTable("platform.file")
    .set({ expires_at: null })
    .where("id", "in", [...ids])
    .where("owner_party_id", "=", caller.party.id)
    .where((eb) =>
      eb.or([eb("expires_at", "is", null), eb("expires_at", ">", sql<Date>`platform.wall_now()`)]),
    )
    .returning(["id", "name", "bytes", "media_type as mediaType", "sm3"])
    .execute();
  const missing = ids.filter((id) => !files.some((file) => file.id === id));
  if (missing.length > 0)
    throw new Problem("not_found", `有 ${missing.length} 个附件没有找到，请重新上传后再提交`);
  return files.map((file) => ({ ...file, sm3: file.sm3.toString("hex") }));
}
