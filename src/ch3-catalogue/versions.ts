import type { EntryContent, EntryVersion, EntryVersionSummary } from "../contract/entry.ts";
import { toInstant } from "../platform/clocks/index.ts";
import type { Db, Tx } from "../platform/db/tables.ts";
import type { Caller } from "../platform/http/caller.ts";
import { Problem } from "../platform/http/problem.ts";
import { readable } from "./entries.ts";

/** Versions that were in force, the latest first; the matter is for those who see the draft. */
export async function versionsOf(db: Db, caller: Caller, id: string): Promise<EntryVersionSummary[]> {
  const { seesDraft } = await readable(db, caller, id);
  const rows = await db
    .selectFrom("catalogue.entry_version as version")
    .leftJoin("matters.matter as matter", "matter.id", "version.matter_id")
    .select([
      "version.version",
      "version.grade",
      "version.published_at as publishedAt",
      "matter.id as matterId",
      "matter.number",
      "matter.kind",
    ])
    .where("version.entry_id", "=", id)
    .orderBy("version.version", "desc")
    .execute();
  return rows.map(({ matterId, number, kind, publishedAt, ...row }) => ({
    ...row,
    filed: kind === "catalogue-filing",
    publishedAt: toInstant(publishedAt),
    // A filing is the matter of the bureau that decided it, not of each of its many providers.
    matter:
      seesDraft && kind !== "catalogue-filing" && matterId !== null && number !== null
        ? { id: matterId, number }
        : null,
  }));
}

/** The content of one version by its number, or of the `draft` for those who may see it. */
export async function versionOf(db: Db, caller: Caller, id: string, version: string): Promise<EntryVersion> {
  const entry = await readable(db, caller, id);
  if (version === "draft" && entry.seesDraft) return { version: null, content: entry.draft };
  const row = /^[1-9]\d{0,8}$/.test(version)
    ? await db
        .selectFrom("catalogue.entry_version")
        .select(["version", "content"])
        .where("entry_id", "=", id)
        .where("version", "=", Number(version))
        .executeTakeFirst()
    : undefined;
  if (row === undefined) throw new Problem("not_found", "没有这个版本，或者无权查看");
  return row;
}

/** What was in force at an instant of the law's clock; undefined before the first version. */
export async function contentAt(db: Db | Tx, id: string, at: Date): Promise<EntryContent | undefined> {
  const row = await db
    .selectFrom("catalogue.entry_version")
    .select("content")
    .where("entry_id", "=", id)
    .where("published_at", "<=", at)
    .orderBy("version", "desc")
    .limit(1)
    .executeTakeFirst();
  return row?.content;
}

/** Areas that entries can cover, by name. */
export const knownAreas = (db: Db): Promise<{ code: string; name: string }[]> =>
  db.selectFrom("parties.region").select(["code", "name"]).orderBy("code").execute();
