import { Readable } from "node:stream";
import type { Attachment } from "../../contract/matter.ts";
import type { Tx } from "../db/tables.ts";
import type { Caller } from "../http/caller.ts";
import type { FileStore } from "./store.ts";
import "./tables.ts";

/** Keeps a file that the platform itself has made for a party; nothing stays where the row is not taken. */
export async function keepFile(
  tx: Tx,
  store: FileStore,
  owner: Caller,
  made: { readonly name: string; readonly mediaType: string; readonly content: Buffer },
): Promise<Attachment> {
  const stored = await store.put(Readable.from([made.content]), made.content.length, async () => undefined);
  try {
    await tx
      .insertInto("platform.file")
      .values({
        id: stored.id,
        name: made.name,
        bytes: String(stored.bytes),
        media_type: made.mediaType,
        sm3: stored.sm3,
        sha256: stored.sha256,
        owner_party_id: owner.party.id,
        created_by: owner.personId,
      })
      .execute();
  } catch (error) {
    await store.remove(stored.id);
    throw error;
  }
  const { name, mediaType } = made;
  return { id: stored.id, name, bytes: String(stored.bytes), mediaType, sm3: stored.sm3.toString("hex") };
}
