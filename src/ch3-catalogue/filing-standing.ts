import { sql } from "kysely";
import type { EntryContent } from "../contract/entry.ts";
import type { FiledFacts } from "../contract/filed.ts";
import type { PlannedGrant } from "../contract/filing.ts";
import { insideKinds } from "../contract/roles.ts";
import type { Db } from "../platform/db/tables.ts";
import type { FiledGrants, LiveGrant } from "./filing-settling.ts";
import { usingKinds } from "./policy.ts";
import "./filing-tables.ts";
import "./tables.ts";

/** An entry that stands on this platform already. */
export interface StandingEntry {
  readonly id: string;
  readonly code: string;
  readonly catalogueCode: string | null;
  readonly providerId: string;
  readonly status: string;
  readonly draftVersion: number;
  readonly draft: EntryContent;
  readonly content: EntryContent | null;
  readonly name: string | null;
  /** Null where its code here is meant. */
  readonly oldCode: string | null;
  /** The version in force came of a filing: nobody has worked on it since. */
  readonly asFiled: boolean;
  readonly filed: FiledFacts | null;
}

/** A grant filed before, as it stands now. */
export interface FiledBefore {
  readonly filed: PlannedGrant;
  readonly live: LiveGrant;
}

/** Entries under these codes, old or of this platform, or under these names. */
export async function standingEntries(
  db: Db,
  codes: readonly string[],
  names: readonly string[],
): Promise<StandingEntry[]> {
  const { rows } = await sql<StandingEntry>`
    select entry.id, entry.code, entry.catalogue_code as "catalogueCode", entry.provider_id as "providerId",
      entry.status, entry.draft_version as "draftVersion", entry.draft, version.content,
      entry.published_name as name, alias.old_code as "oldCode",
      coalesce(filed.matter_id = version.matter_id, false) as "asFiled",
      case when filed.entry_id is not null then jsonb_build_object('oldCode', filed.old_code,
        'approvedOn', filed.approved_on, 'approver', filed.approver, 'document', filed.document) end as filed
    from catalogue.entry
    left join catalogue.entry_version version
      on version.entry_id = entry.id and version.version = entry.published_version
    left join catalogue.alias on alias.entry_id = entry.id
    left join lateral (
      select * from catalogue.filed_entry where entry_id = entry.id order by at desc, matter_id desc limit 1
    ) filed on true
    where entry.status <> 'withdrawn' and (alias.old_code = any(${[...codes]}::text[])
      or entry.code = any(${[...codes]}::text[]) or entry.catalogue_code = any(${[...codes]}::text[])
      or entry.published_name = any(${[...names]}::text[]))`.execute(db);
  return rows;
}

/** Grants filed before under these numbers, by number. */
export async function standingGrants(
  db: Db,
  numbers: readonly string[],
  grants: Pick<FiledGrants, "standing">,
): Promise<Map<string, FiledBefore>> {
  const { rows } = await sql<{ id: string; filed: PlannedGrant }>`
    select grant_id as id, body as filed from catalogue.filed_grant
    where old_number = any(${[...numbers]}::text[])`.execute(db);
  const live = await grants.standing(
    db,
    rows.map(({ id }) => id),
  );
  return new Map(
    rows.flatMap(({ id, filed }) => {
      const now = live.get(id);
      return now === undefined ? [] : [[filed.number, { filed, live: now }] as const];
    }),
  );
}

export interface FilingUnit {
  readonly id: string;
  readonly name: string;
  /** Compiles entries and may apply for sharing; a regulator does neither. */
  readonly uses: boolean;
}

/** Units inside that are active, by their full names. */
export async function unitsByName(db: Db): Promise<Map<string, FilingUnit>> {
  const rows = await db
    .selectFrom("parties.party")
    .select(["id", "name", "kind"])
    .where("active_until", "is", null)
    .where("kind", "in", [...insideKinds])
    .execute();
  return new Map(rows.map(({ id, name, kind }) => [name, { id, name, uses: usingKinds.includes(kind) }]));
}
