import { type RawBuilder, sql } from "kysely";
import type { Dashboard, ListStanding, UnitFigures } from "../contract/dashboard.ts";
import { dataFormat } from "../contract/entry.ts";
import { type ListName, type ListStatus, listName } from "../contract/lists.ts";
import { civilDate } from "../law/deadlines.ts";
import { lawNow, toInstant } from "../platform/clocks/index.ts";
import type { Db } from "../platform/db/tables.ts";
import type { Caller } from "../platform/http/caller.ts";
import { Problem } from "../platform/http/problem.ts";
import { dueAfter, type LastArrivals, rhythm } from "./data-due.ts";
import { type CollectionLines, inScope, type Scope, statusOf } from "./lists.ts";
import { isInside } from "./policy.ts";

/** Bureaus, the service agency, governments and the auditor see what they answer for, a department its own. */
export function dashboardScope({ party, roles }: Caller): Scope {
  const inside = ["authority", "service-agency", "government"].includes(party.kind);
  if (roles.includes("auditor")) return {};
  if (inside) return party.level === "city" ? {} : { region: party.region };
  return { unit: party.id };
}

const within = (scope: Scope) => inScope(scope, "provider.id", "provider.region");

/** All figures of one moment. @throws Problem `forbidden` */
export async function dashboardOf(
  db: Db,
  caller: Caller,
  { collection, arrivals }: { collection: CollectionLines; arrivals: LastArrivals },
): Promise<Dashboard> {
  if (!isInside(caller))
    throw new Problem("forbidden", "目录情况供公共管理和公共服务部门使用", { article: "12¶1" });
  const scope = dashboardScope(caller);
  const at = await lawNow(db);
  return {
    scope: await named(db, caller, scope),
    at: toInstant(at),
    ...(await totals(db, scope)),
    units: await unitsOf(db, scope, civilDate(at), { collection, arrivals }),
    months: await monthsOf(db, scope, at),
  };
}

async function named(db: Db, { party }: Caller, scope: Scope): Promise<Dashboard["scope"]> {
  if (scope.unit !== undefined) return { kind: "unit", name: party.name };
  if (scope.region === undefined) return { kind: "city", name: "全市" };
  const region = await db
    .selectFrom("parties.region")
    .select("name")
    .where("code", "=", scope.region)
    .executeTakeFirst();
  return { kind: "region", name: region?.name ?? scope.region };
}

/** By state, by class, by grade in one pass. */
async function totals(
  db: Db,
  scope: Scope,
): Promise<Pick<Dashboard, "status" | "sharing" | "opening" | "grades">> {
  const { rows } = await sql<Pick<Dashboard, "status" | "sharing" | "opening" | "grades">>`
    with counted as (
      select entry.status, found.sharing_class, found.opening_class, found.item_grade, count(*)::int as count
      from catalogue.entry
      join parties.party provider on provider.id = entry.provider_id
      left join catalogue.search found on found.entry_id = entry.id and not found.of_draft
        and entry.published_version is not null and entry.status <> 'withdrawn'
      where ${within(scope)}
      group by 1, 2, 3, 4
    )
    select ${per(sql`status`)} as status, ${per(sql`sharing_class`)} as sharing,
      ${per(sql`opening_class`)} as opening, ${per(sql`item_grade`)} as grades`.execute(db);
  const [row] = rows;
  if (row === undefined) throw new Error("the figures returned no row");
  return row;
}

const per = (column: RawBuilder<unknown>) => sql`(
  select coalesce(jsonb_agg(jsonb_build_object('value', value, 'count', count) order by value), '[]')
  from (select ${column} as value, sum(count) as count from counted where ${column} is not null group by 1) as sums)`;

type Counted = Omit<UnitFigures, "unit" | "lists"> & { readonly id: string; readonly name: string };

async function unitsOf(
  db: Db,
  scope: Scope,
  today: string,
  { collection, arrivals }: { collection: CollectionLines; arrivals: LastArrivals },
): Promise<UnitFigures[]> {
  const { rows } = await sql<Counted>`
    with standing as (
      select provider.id, provider.name, entry.status,
        entry.published_version is not null and entry.status <> 'withdrawn' as in_force, version.graded, version.format,
        resource.mounted_at is not null as mounted,
        ${dueAfter(sql`coalesce(arrival.at, resource.mounted_at)`, rhythm)} as data_due
      from catalogue.entry
      join parties.party provider on provider.id = entry.provider_id
      left join catalogue.entry_version version
        on version.entry_id = entry.id and version.version = entry.published_version
      left join catalogue.resource on resource.entry_id = entry.id
      left join (${arrivals}) arrival on arrival.entry_id = entry.id
      where ${within(scope)}
    ), updates as (
      select matter.provider_party as id, count(*)::int as open,
        (count(*) filter (where matter.next_due < ${today}::date
          and matter.holder_party = matter.provider_party))::int as overdue
      from matters.matter where kind = 'catalogue-update' and outcome is null group by 1
    )
    select standing.id, standing.name,
      (count(*) filter (where status = 'draft'))::int as drafts,
      (count(*) filter (where status = 'in-review'))::int as "inReview",
      (count(*) filter (where in_force))::int as published,
      (count(*) filter (where in_force and mounted))::int as mounted,
      ${byFormat} as formats,
      (count(*) filter (where in_force and graded))::int as graded,
      coalesce(max(updates.open), 0) as "updatesOpen", coalesce(max(updates.overdue), 0) as "updatesOverdue",
      (count(*) filter (where in_force and data_due between ${today}::date and ${today}::date + 7))::int as "dataDue",
      (count(*) filter (where in_force and data_due < ${today}::date))::int as "dataOverdue"
    from standing left join updates on updates.id = standing.id
    group by standing.id, standing.name
    order by published desc, standing.name`.execute(db);
  const lists = await listsOf(db, collection, scope);
  return rows.map(({ id, name, ...figures }) => ({
    unit: { id, name },
    ...figures,
    lists: listName.options.map((list) => ({ list, standing: lists.get(`${list} ${id}`) ?? "none" })),
  }));
}

const byFormat = sql`jsonb_build_array(${sql.join(
  dataFormat.options.map(
    (format) => sql`jsonb_build_object('format', ${sql.lit(format)},
      'published', count(*) filter (where in_force and format = ${sql.lit(format)}),
      'mounted', count(*) filter (where in_force and mounted and format = ${sql.lit(format)}))`,
  ),
)})`;

/** How each unit stands with each of its lists (Art. 23). */
async function listsOf(
  db: Db,
  collection: CollectionLines,
  scope: Scope,
): Promise<ReadonlyMap<string, ListStanding>> {
  const found = new Map<string, ListStanding>();
  const look = async (list: ListName) => {
    for (const status of await statusOf(db, collection, list, scope.region))
      found.set(`${list} ${status.unit.id}`, standingOf(status));
  };
  await Promise.all(listName.options.map(look));
  return found;
}

function standingOf({ matterId, version, stale }: ListStatus): ListStanding {
  if (matterId !== null) return "under-way";
  if (version === null) return "missing";
  return stale ? "stale" : "confirmed";
}

/** The last twelve months, those without a publication too. */
async function monthsOf(db: Db, scope: Scope, at: Date): Promise<Dashboard["months"]> {
  const { rows } = await sql<Dashboard["months"][number]>`
    with months as (
      select to_char(date_trunc('month', ${at}::timestamptz at time zone 'Asia/Shanghai')
        - make_interval(months => step), 'YYYY-MM') as month
      from generate_series(11, 0, -1) as steps(step)
    ), counted as (
      select to_char(version.published_at at time zone 'Asia/Shanghai', 'YYYY-MM') as month,
        (count(*) filter (where version.version = 1))::int as first,
        (count(*) filter (where version.version > 1))::int as further
      from catalogue.entry_version version
      join catalogue.entry on entry.id = version.entry_id
      join parties.party provider on provider.id = entry.provider_id
      where ${within(scope)} group by 1
    )
    select months.month, coalesce(first, 0) as first, coalesce(further, 0) as further
    from months left join counted on counted.month = months.month order by months.month`.execute(db);
  return rows;
}
