import type { EntryContent } from "../contract/entry.ts";
import type { Db, Tx } from "../platform/db/tables.ts";
import { uuid } from "../platform/ids/index.ts";
import { type ClassFields, classOf, moveOf, type Side } from "./classes.ts";
import "./class-tables.ts";
import { gradeOf } from "./checks.ts";
import { inheritGradedUnder, keepGradedUnder } from "./graded-under.ts";
import { indexEntry } from "./search-index.ts";
import { type EntryRow, type PublishedEntry, publishedEntry } from "./store.ts";

export type How = "stated" | "deemed" | "tightened" | "relaxed" | "converted" | "evaluated";

export interface ClassEvent {
  readonly entryId: string;
  readonly side: Side;
  readonly how: How;
  readonly before: string | null;
  readonly after: string;
  readonly basis: string;
  readonly matterId: string;
  readonly at: Date;
}

export async function recordClass(tx: Tx, event: ClassEvent): Promise<void> {
  await tx
    .insertInto("catalogue.class_event")
    .values({
      id: uuid(),
      entry_id: event.entryId,
      side: event.side,
      how: event.how,
      old_class: event.before,
      new_class: event.after,
      basis: event.basis,
      matter_id: event.matterId,
      at: event.at,
    })
    .execute();
}

/** Puts every change of class between two contents on record. */
export async function recordMoves(
  tx: Tx,
  change: { entryId: string; before: ClassFields; after: ClassFields },
  by: { basis: string; matterId: string; at: Date },
): Promise<void> {
  for (const side of ["sharing", "opening"] as const) {
    const how = moveOf(change.before, change.after, side);
    if (how === "same") continue;
    const before = classOf(change.before, side);
    const after = classOf(change.after, side) ?? "unconditional";
    await recordClass(tx, { entryId: change.entryId, side, how, before, after, ...by });
  }
}

/**
 * A version of its own from the one in force and a decided change of it; a draft in work takes the change over and
 * keeps the rest. `graded`: its grades were reviewed; otherwise it stands graded as the one before.
 */
export async function publishChange(
  tx: Tx,
  entry: EntryRow,
  change: (content: EntryContent) => EntryContent,
  by: { matterId: string; at: Date; graded?: boolean },
): Promise<PublishedEntry> {
  const inForce = await publishedEntry(tx, entry.id);
  if (inForce === undefined) throw new Error(`entry ${entry.id} is not published`);
  const content = change(inForce.content);
  const draft = change(entry.draft);
  const version = inForce.version + 1;
  await tx
    .insertInto("catalogue.entry_version")
    .values({
      entry_id: entry.id,
      version,
      content: JSON.stringify(content),
      grade: gradeOf(content),
      matter_id: by.matterId,
      published_at: by.at,
    })
    .execute();
  await tx
    .updateTable("catalogue.entry")
    .set((eb) => ({
      published_version: version,
      draft: JSON.stringify(draft),
      draft_version: eb("draft_version", "+", 1),
      updated_at: by.at,
    }))
    .where("id", "=", entry.id)
    .execute();
  await indexEntry(tx, entry, false, content);
  await indexEntry(tx, entry, true, draft);
  const of = { entryId: entry.id, version, providerId: entry.providerId };
  if (by.graded === true) await keepGradedUnder(tx, [of], { how: "published", at: by.at });
  else await inheritGradedUnder(tx, { ...of, at: by.at });
  return { ...inForce, content, version, grade: gradeOf(content), publishedAt: by.at };
}

/** Changes fields of the draft that is under review, as its keeper or the law decided. */
export async function amendDraft(tx: Tx, entry: EntryRow, change: Partial<EntryContent>): Promise<void> {
  await tx
    .updateTable("catalogue.entry")
    .set((eb) => ({
      draft: JSON.stringify({ ...entry.draft, ...change }),
      draft_version: eb("draft_version", "+", 1),
    }))
    .where("id", "=", entry.id)
    .execute();
  await indexEntry(tx, entry, true, { ...entry.draft, ...change });
}

export const classEvents = (db: Db | Tx, entryId: string) =>
  db
    .selectFrom("catalogue.class_event")
    .selectAll()
    .where("entry_id", "=", entryId)
    .orderBy("at")
    .orderBy("id")
    .execute();
