import { sql } from "kysely";
import type { ClassificationStandard, GradingBasis } from "../ch2-parties/index.ts";
import type { GradingFilter, GradingFinding, GradingProgress } from "../contract/grading.ts";
import type { Db } from "../platform/db/tables.ts";
import { faultsOf } from "./grading-faults.ts";
import "./tables.ts";

/** Region of a county's bureau; undefined for the city's, which inspects everywhere. */
export type Area = string | undefined;

/** Entries read at a time. */
const step = 200;

/** The city's standards as an inspection holds grades against them. */
export interface Standards {
  readonly inForce: readonly ClassificationStandard[];
  /** What has replaced one by now. */
  replacement(used: GradingBasis["standards"][number]): ClassificationStandard | undefined;
}

/** Why an entry that was graded under these is behind what is in force now; what stands beside them does not count. */
function behindOf(
  used: GradingBasis["standards"] | null,
  { inForce, replacement }: Standards,
): string | null {
  const [first] = inForce;
  if (first === undefined) return null;
  const mend = "请按新标准核对，没有变化的确认，有变化的重新定级或者更新目录";
  if (used === null) return `没有记下按哪一版标准定级，现行“${first.number}”（${first.edition}）；${mend}`;
  if (used.length === 0) return `定级时本市还没有标准，现行“${first.number}”（${first.edition}）；${mend}`;
  for (const one of used) {
    const next = replacement(one);
    if (next !== undefined)
      return `按“${one.number}”（${one.edition}）定级，已由“${next.number}”（${next.edition}）替代；${mend}`;
  }
  return null;
}

/** Entries in force, and those in review for the first time, in the order of their ids. */
function inspectable(db: Db, area: Area, { unit }: GradingFilter) {
  let rows = db
    .selectFrom("catalogue.entry as entry")
    .innerJoin("parties.party as provider", "provider.id", "entry.provider_id")
    .leftJoin("catalogue.entry_version as version", (join) =>
      join
        .onRef("version.entry_id", "=", "entry.id")
        .onRef("version.version", "=", "entry.published_version"),
    )
    .select(["entry.id", "entry.code", "entry.draft", "provider.id as unitId", "provider.name as unitName"])
    .select(["version.content", "version.grade", "entry.published_version as publishedVersion"])
    .select(
      sql<GradingBasis["standards"] | null>`(select standards from catalogue.graded_under graded
        where graded.entry_id = entry.id and graded.version = entry.published_version
        order by graded.id desc limit 1)`.as("standards"),
    )
    .where("entry.status", "!=", "withdrawn")
    .where((eb) =>
      eb.or([eb("entry.published_version", "is not", null), eb("entry.status", "=", "in-review")]),
    )
    .orderBy("entry.id");
  if (area !== undefined) rows = rows.where("provider.region", "=", area);
  if (unit !== undefined) rows = rows.where("provider.id", "=", unit);
  return rows;
}

export interface Page {
  readonly findings: GradingFinding[];
  /** Entry after which the next page begins; null at the end. */
  readonly after: string | null;
}

/** Findings of whole entries until there are `limit` of them (Art. 11 ¶1). */
export async function inspect(
  db: Db,
  area: Area,
  standards: Standards,
  filter: GradingFilter,
  { after, limit }: { readonly after: string | null; readonly limit: number },
): Promise<Page> {
  const findings: GradingFinding[] = [];
  let last = after;
  while (true) {
    let rows = inspectable(db, area, filter).limit(step);
    if (last !== null) rows = rows.where("entry.id", ">", last);
    const entries = await rows.execute();
    for (const row of entries) {
      findings.push(...findingsOf(row, standards, filter));
      last = row.id;
      if (findings.length >= limit) return { findings, after: last };
    }
    if (entries.length < step) return { findings, after: null };
  }
}

type Row = Awaited<ReturnType<ReturnType<typeof inspectable>["execute"]>>[number];

function findingsOf(row: Row, standards: Standards, { fault }: GradingFilter): GradingFinding[] {
  const content = row.content ?? row.draft;
  const behind = row.publishedVersion === null ? null : behindOf(row.standards, standards);
  return faultsOf({ content, recorded: row.grade, behind })
    .filter((one) => fault === undefined || one.fault === fault)
    .map((one) => ({
      ...one,
      entry: { id: row.id, code: row.code, name: content.name },
      unit: { id: row.unitId, name: row.unitName },
    }));
}

/** Entries of each unit and how many of them are classified throughout (Art. 11 ¶2); drafts are counted, not shown. */
export async function progressOf(db: Db, area: Area): Promise<GradingProgress[]> {
  const content = sql`coalesce(version.content, entry.draft)`;
  const graded = sql<boolean>`jsonb_array_length(${content} -> 'items') > 0
    and not jsonb_path_exists(${content}, '$.items[*] ? (@.category == "")')`;
  let rows = db
    .selectFrom("catalogue.entry as entry")
    .innerJoin("parties.party as provider", "provider.id", "entry.provider_id")
    .leftJoin("catalogue.entry_version as version", (join) =>
      join
        .onRef("version.entry_id", "=", "entry.id")
        .onRef("version.version", "=", "entry.published_version"),
    )
    .select(["provider.id", "provider.name", "provider.region"])
    .select(({ fn }) => [
      sql<number>`count(*)::int`.as("entries"),
      sql<number>`(count(*) filter (where ${graded}))::int`.as("graded"),
      sql<number>`${fn.count("entry.published_version")}::int`.as("published"),
    ])
    .where("entry.status", "!=", "withdrawn")
    .groupBy(["provider.id", "provider.name", "provider.region"])
    .orderBy("provider.region")
    .orderBy("provider.name");
  if (area !== undefined) rows = rows.where("provider.region", "=", area);
  return (await rows.execute()).map(({ id, name, ...progress }) => ({ unit: { id, name }, ...progress }));
}
