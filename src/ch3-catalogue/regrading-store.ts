import type { EntryContent } from "../contract/entry.ts";
import type { Db, Tx } from "../platform/db/tables.ts";
import "./tables.ts";

interface RegradingTable {
  matter_id: string;
  entry_id: string;
  version: number;
}

declare module "../platform/db/tables.ts" {
  interface Tables {
    "catalogue.regrading": RegradingTable;
  }
}

/** What a regrading was opened on, and what stood once it had raised what it raises at once. */
export interface Opened {
  readonly before: EntryContent;
  /** The same as `before` where nothing was raised. */
  readonly after: EntryContent;
  readonly raised: boolean;
}

export async function keepOpening(
  tx: Tx,
  matterId: string,
  on: { readonly id: string; readonly version: number },
): Promise<void> {
  await tx
    .insertInto("catalogue.regrading")
    .values({ matter_id: matterId, entry_id: on.id, version: on.version })
    .execute();
}

/** Undefined before the matter is on record, as in the guards of its opening. */
export async function openedOn(db: Db | Tx, matterId: string): Promise<Opened | undefined> {
  const base = await db
    .selectFrom("catalogue.regrading as regrading")
    .innerJoin("catalogue.entry_version as version", (join) =>
      join
        .onRef("version.entry_id", "=", "regrading.entry_id")
        .onRef("version.version", "=", "regrading.version"),
    )
    .select("version.content")
    .where("regrading.matter_id", "=", matterId)
    .executeTakeFirst();
  if (base === undefined) return undefined;
  const raised = await db
    .selectFrom("catalogue.entry_version")
    .select("content")
    .where("matter_id", "=", matterId)
    .orderBy("version")
    .limit(1)
    .executeTakeFirst();
  return { before: base.content, after: raised?.content ?? base.content, raised: raised !== undefined };
}
