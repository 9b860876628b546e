import { sql } from "kysely";
import { z } from "zod";
import type { EntryContent, EntryList } from "../contract/entry.ts";
import { labelOf, openingClassLabel, sharingClassLabel } from "../contract/labels.zh.ts";
import { type ListName, type ListRow, type ListStatus, listRow } from "../contract/lists.ts";
import { toInstant } from "../platform/clocks/index.ts";
import type { Db, Tx } from "../platform/db/tables.ts";
import { standsIn, standsInByRow } from "./list-classes.ts";
import { type Kept, latestOfAll } from "./records.ts";

/** Whose list: one unit's, a region's, or the whole city's. */
export interface Scope {
  readonly unit?: string | undefined;
  readonly region?: string | undefined;
}

/** Lines of the collection list, which a later chapter keeps. */
export type CollectionLines = (db: Db | Tx, scope: Scope) => Promise<ListRow[]>;

/** Whether what the columns name lies in the scope. */
export const inScope = (scope: Scope, unit: string, region: string) =>
  sql<boolean>`(${scope.unit ?? null}::uuid is null or ${sql.ref(unit)} = ${scope.unit ?? null}::uuid)
    and (${scope.region ?? null}::text is null or ${sql.ref(region)} = ${scope.region ?? null}::text)`;

/** A list as it is now, derived from what is in force: nothing of it is typed anew (Art. 23, 38). */
export async function derive(
  db: Db | Tx,
  collection: CollectionLines,
  list: ListName,
  scope: Scope,
): Promise<ListRow[]> {
  if (list === "collection") return collection(db, scope);
  if (list === "sharing-demand") return demands(db, scope);
  const entries = await published(db, scope);
  return entries.flatMap((entry) => {
    const line = lineOf(list, entry.content);
    if (line === null) return [];
    const { id, name, unit, unitName } = entry;
    return [{ id, code: entry.code ?? "", name, unit: { id: unit, name: unitName }, ...line }];
  });
}

const published = (db: Db | Tx, scope: Scope) =>
  db
    .selectFrom("catalogue.entry as entry")
    .innerJoin("catalogue.entry_version as version", (join) =>
      join
        .onRef("version.entry_id", "=", "entry.id")
        .onRef("version.version", "=", "entry.published_version"),
    )
    .innerJoin("parties.party as party", "party.id", "entry.provider_id")
    .where("entry.status", "!=", "withdrawn")
    .where(inScope(scope, "entry.provider_id", "party.region"))
    .select(["entry.id", "entry.catalogue_code as code", "entry.provider_id as unit", "version.content"])
    .select("party.name as unitName")
    .select(sql<string>`entry.published_name`.as("name"))
    .orderBy("entry.catalogue_code")
    .execute();

type Line = Pick<ListRow, "terms" | "conditions" | "basis">;

function lineOf(list: EntryList, content: EntryContent): Line | null {
  const { sharingClass, openingClass } = content;
  if (!standsIn(list, content)) return null;
  if (list === "open-responsibility")
    return {
      terms: labelOf(openingClassLabel, openingClass),
      conditions: content.openingConditions,
      basis: "",
    };
  const conditions = [content.sharingScope, content.sharingPurpose].filter((text) => text !== "").join("；");
  return { terms: labelOf(sharingClassLabel, sharingClass), conditions, basis: content.sharingBasis };
}

/**
 * What a unit needs of others: its applications that were not taken back, and its needs that no entry meets yet; of a
 * need that it stated again, the newest says how it stands.
 */
async function demands(db: Db | Tx, scope: Scope): Promise<ListRow[]> {
  const rows = await db
    .selectFrom("matters.matter as matter")
    .innerJoin("parties.party as party", "party.id", "matter.starter_party")
    .where("matter.kind", "in", ["sharing-application", "sharing-need"])
    .where((eb) =>
      eb.or([
        eb("matter.outcome", "is", null),
        eb("matter.outcome", "=", "refused"),
        eb.and([eb("matter.outcome", "=", "done"), eb("matter.kind", "=", "sharing-application")]),
      ]),
    )
    .where(({ not }) => not(statedAgain))
    .where(inScope(scope, "matter.starter_party", "party.region"))
    .select(["matter.id", "matter.kind", "matter.number", "matter.subject_title"])
    .select(["matter.outcome", "matter.form"])
    .select(["party.id as unit", "party.name as unitName"])
    .orderBy("matter.received_at")
    .orderBy("matter.id")
    .execute();
  return rows.map((row) => ({
    id: row.id,
    code: row.number,
    name: row.subject_title ?? said(row.form.dataName),
    unit: { id: row.unit, name: row.unitName },
    terms: standingOf(row),
    conditions: said(row.form.scenario),
    basis: said(row.form.basis),
  }));
}

/** Whether what was declined was stated again by the same unit; applications state no name of data. */
const statedAgain = sql<boolean>`exists (
  select from matters.matter later where later.kind = 'sharing-need' and matter.outcome = 'refused'
    and later.starter_party = matter.starter_party and later.id > matter.id
    and later.form ->> 'dataName' = matter.form ->> 'dataName')`;

function standingOf({ kind, outcome }: { kind: string; outcome: string | null }): string {
  if (outcome === null) return "办理中";
  if (outcome === "done") return "已满足";
  return kind === "sharing-need" ? "不能满足" : "未同意";
}

const said = (value: unknown): string => (typeof value === "string" ? value : "");

const submissions = (list: ListName) => `list:${list}:unit:`;
export const seriesOfUnit = (list: ListName, unit: string) => `${submissions(list)}${unit}`;
export const seriesOfRegion = (list: ListName, region: string) => `list:${list}:region:${region}`;

export const linesOf = ({ body }: Kept): ListRow[] => z.array(listRow).parse(body.rows);

/** The confirmed lists of the units of a region, each in its newest version, in one. */
export async function merged(db: Db | Tx, list: ListName, region: string | undefined): Promise<ListRow[]> {
  const units = await unitsOf(db, region);
  const known = new Set(units.map(({ id }) => seriesOfUnit(list, id)));
  const confirmed = await latestOfAll(db, submissions(list));
  return confirmed.filter(({ series }) => known.has(series)).flatMap(linesOf);
}

const unitsOf = (db: Db | Tx, region: string | undefined) =>
  db
    .selectFrom("parties.party")
    .select(["id", "name"])
    .where("kind", "in", ["department", "public-service-enterprise", "authority", "service-agency"])
    .where("active_until", "is", null)
    .$if(region !== undefined, (query) => query.where("region", "=", region ?? ""))
    .orderBy("name")
    .execute();

interface Count {
  readonly unit: string;
  readonly lines: number;
  /** When the newest of them came into force. */
  readonly newest: Date;
}

/** How many lines each unit's list has now, counted where the entries lie. */
async function counts(db: Db, collection: CollectionLines, list: ListName, scope: Scope): Promise<Count[]> {
  if (list === "collection" || list === "sharing-demand") {
    const lines = new Map<string, number>();
    for (const { unit } of await derive(db, collection, list, scope))
      lines.set(unit.id, (lines.get(unit.id) ?? 0) + 1);
    return [...lines].map(([unit, count]) => ({ unit, lines: count, newest: new Date(0) }));
  }
  // The row that an entry is found by says the classes in force in a column: no content has to be read.
  const { rows } = await sql<Count>`
    select entry.provider_id as unit, count(*)::int as lines, max(version.published_at) as newest
    from catalogue.entry
    join catalogue.entry_version version
      on version.entry_id = entry.id and version.version = entry.published_version
    join catalogue.search found on found.entry_id = entry.id and not found.of_draft
    join parties.party on party.id = entry.provider_id
    where entry.status <> 'withdrawn' and ${standsInByRow(list, "found")}
      and (${scope.region ?? null}::text is null or party.region = ${scope.region ?? null})
    group by entry.provider_id`.execute(db);
  return rows;
}

/** Art. 23: who has submitted its list, whose is out of date, who has not. Units without lines owe none. */
export async function statusOf(
  db: Db,
  collection: CollectionLines,
  list: ListName,
  region: string | undefined,
): Promise<ListStatus[]> {
  const found = await counts(db, collection, list, region === undefined ? {} : { region });
  const now = new Map(found.map((count) => [count.unit, count]));
  const confirmed = new Map((await confirmations(db, list)).map((kept) => [kept.series, kept]));
  const open = await openSubmissions(db, list);
  return (await unitsOf(db, region)).flatMap((unit) => {
    const current = now.get(unit.id);
    const kept = confirmed.get(seriesOfUnit(list, unit.id));
    if (current === undefined && kept === undefined) return [];
    const lines = current?.lines ?? 0;
    return [
      {
        unit,
        lines,
        confirmedAt: kept === undefined ? null : toInstant(kept.at),
        version: kept?.version ?? null,
        stale:
          kept !== undefined && (kept.lines !== lines || (current !== undefined && current.newest > kept.at)),
        matterId: open.get(unit.id) ?? null,
      },
    ];
  });
}

/** The newest confirmation of each unit's list, without its lines. */
async function confirmations(db: Db, list: ListName) {
  const { rows } = await sql<{ series: string; version: number; at: Date; lines: number }>`
    select distinct on (series) series, version, at, jsonb_array_length(body -> 'rows') as lines
    from catalogue.record where starts_with(series, ${submissions(list)}) order by series, version desc`.execute(
    db,
  );
  return rows;
}

/** Submissions of a list under way, by unit. */
export async function openSubmissions(db: Db | Tx, list: ListName): Promise<Map<string, string>> {
  const rows = await db
    .selectFrom("matters.matter")
    .select(["id", "starter_party as unit"])
    .where("kind", "=", "list-submission")
    .where("outcome", "is", null)
    .where(sql<boolean>`form ->> 'list' = ${list}`)
    .execute();
  return new Map(rows.map((row) => [row.unit, row.id]));
}
