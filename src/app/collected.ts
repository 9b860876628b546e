import { mountedResource } from "../ch3-catalogue/index.ts";
import type { CollectedResource } from "../ch4-collection/index.ts";
import type { Db, Tx } from "../platform/db/index.ts";

/** A mounted resource as collection sees it: published, and graded item by item (Art. 11 ¶4). */
export async function collected(db: Db | Tx, code: string): Promise<CollectedResource | undefined> {
  const mounted = await mountedResource(db, code);
  if (mounted === undefined) return undefined;
  const { id, entry } = mounted;
  return {
    id,
    code,
    entryId: entry.id,
    entryName: entry.content.name,
    providerPartyId: entry.providerId,
    items: entry.content.items,
    published: true,
    graded: entry.content.items.every((item) => item.category !== ""),
  };
}
