import type { FiledFacts } from "../contract/filed.ts";
import type { Db, Tx } from "../platform/db/tables.ts";
import "./filing-tables.ts";

/** Codes by which entries were known on another platform, by id of the entry. */
export async function oldCodesOf(db: Db | Tx, ids: readonly string[]): Promise<Map<string, string[]>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .selectFrom("catalogue.alias")
    .select(["entry_id as entryId", "old_code as oldCode"])
    .where("entry_id", "in", [...ids])
    .orderBy("old_code")
    .execute();
  const codes = new Map<string, string[]>();
  for (const { entryId, oldCode } of rows) codes.set(entryId, [...(codes.get(entryId) ?? []), oldCode]);
  return codes;
}

/** Where an entry comes from that was approved before this platform; null where it was compiled here. */
export async function filedFacts(
  db: Db | Tx,
  entryId: string,
): Promise<(FiledFacts & { readonly at: Date }) | null> {
  const row = await db
    .selectFrom("catalogue.filed_entry")
    .select(["old_code as oldCode", "approved_on as approvedOn", "approver", "document", "at"])
    .where("entry_id", "=", entryId)
    .orderBy("at", "desc")
    .limit(1)
    .executeTakeFirst();
  return row ?? null;
}

export interface FiledGrant {
  readonly number: string;
  readonly approvedOn: string;
  readonly approver: string;
  readonly document: string;
  readonly scope: string;
}

/** What a standing grant was before the filing made it one of this platform; undefined for every other grant. */
export async function filedGrant(db: Db | Tx, grantId: string): Promise<FiledGrant | undefined> {
  return db
    .selectFrom("catalogue.filed_grant")
    .select(["old_number as number", "approved_on as approvedOn", "approver", "document", "scope"])
    .where("grant_id", "=", grantId)
    .executeTakeFirst();
}
