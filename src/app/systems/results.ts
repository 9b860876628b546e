import { type RawBuilder, sql } from "kysely";
import { stateAt } from "../../access/index.ts";
import { readableOf, registerOf } from "../../ch2-parties/index.ts";
import { dashboardScope, inScope } from "../../ch3-catalogue/index.ts";
import type { SystemResult } from "../../contract/system.ts";
import type { Db } from "../../platform/db/tables.ts";
import type { Caller } from "../../platform/http/caller.ts";

/**
 * How often something was had under a grant: to look what files there are is none yet, the end of a delivery is none more,
 * and an interface that was asked and gave no answer has another line of the same call beside the first.
 */
const answered = (grant: RawBuilder<unknown>) => sql`(
  select greatest(0, count(*) filter (where refusal is null)
    - count(*) filter (where refusal in ('upstream_busy', 'upstream_timeout', 'upstream_failed')))
  from access.usage where grant_id = ${grant} and operation in ('query', 'verify', 'file'))`;

type Counted = Omit<SystemResult, "unit"> & { readonly unit: string; readonly unitName: string };

interface Asked {
  readonly caller: Caller;
  /** Of whose year those before it have ended. */
  readonly today: string;
  /** Null for all. */
  readonly limit: number | null;
  readonly from: number;
}

/**
 * Art. 69 ¶2: every information system known by its project, by registered resources or by its budget, with what was
 * aggregated, shared and opened of its data. It counts over the tables of several chapters, so it stands here.
 * A system is that of the unit into which its unit has merged. Budgets are told to whom their register tells them; whose
 * budget names the caller as its finance department, its system is seen whole.
 */
export async function systemResultsOf(
  db: Db,
  { caller, today, limit, from }: Asked,
): Promise<SystemResult[]> {
  const scope = dashboardScope(caller);
  const year = today.slice(0, 4);
  const { rows } = await sql<Counted>`
    with recursive present (was, unit) as (
      select id, id from parties.party where not exists (
        select from parties.succession where predecessor_id = party.id and kind = 'merger')
      union select merged.predecessor_id, present.unit
        from present join parties.succession merged on merged.successor_id = present.was and merged.kind = 'merger'
    ), project as (
      select present.unit, form ->> 'systemName' as system, number, form -> 'entries' as entries
      from matters.matter join present on present.was = starter_party
      where kind = 'project-approval' and outcome = 'done'
    ), acceptance as (
      select project.unit, project.system, matter.number, matter.form -> 'entries' as entries
      from project join matters.matter on matter.kind = 'project-acceptance' and matter.outcome = 'done'
        and matter.form ->> 'approvalNumber' = project.number
    ), money as (
      select present.unit, current.content ->> 'systemName' as system, current.content
      from parties.record
      join parties.record_version current on current.record_id = record.id and current.version = record.version
      join parties.party keeper on keeper.id = record.keeper_id
      join present on present.was = record.keeper_id
      where record.register = 'budgets' and not record.ended and ${readableOf(registerOf("budgets"), caller)}
    ), member as (
      select unit, system, entry::uuid as entry from project, jsonb_array_elements_text(entries) as entry
      union select unit, system, entry::uuid from acceptance, jsonb_array_elements_text(entries) as entry
      union select entry.provider_id, matter.form ->> 'systemName', entry.id
        from catalogue.registration
        join matters.matter on matter.id = registration.matter_id and matter.form ->> 'systemName' <> '无'
        join catalogue.resource on resource.id = registration.resource_id
        join catalogue.entry on entry.id = resource.entry_id
    ), known as (
      select unit, system from project union select unit, system from member union select unit, system from money
    ), page as materialized (
      select known.unit, known.system, party.name from known join parties.party on party.id = known.unit
      where (${inScope(scope, "party.id", "party.region")})
        or exists (select from money where (unit, system) = (known.unit, known.system))
      order by party.name, known.system, known.unit limit ${limit} offset ${from}
    ), mounted as (
      select distinct resource.code from page join member using (unit, system)
      join catalogue.resource on resource.entry_id = member.entry
    ), shared as (
      select mounted.code, count(distinct held.id) filter (where ${stateAt("held")} = 'active') as grants,
        coalesce(sum(used.calls), 0) as calls
      from mounted join access."grant" held on held.resource = mounted.code
      cross join lateral (select ${answered(sql`held.id`)} as calls) used
      group by 1
    ), standing as (
      select unit, system, entry.published_version is not null and entry.status <> 'withdrawn' as published,
        resource.code as resource, registration.number as registered, loaded.accepted,
        resource.kind = 'file' as whole, dataset.state,
        shared.grants, shared.calls
      from page join member using (unit, system)
      join catalogue.entry on entry.id = member.entry
      left join catalogue.resource on resource.entry_id = entry.id
      left join catalogue.registration on registration.resource_id = resource.id
      left join shared on shared.code = resource.code
      left join (select entry_id, sum(accepted) as accepted from collection.batch where state = 'done' group by 1) loaded
        on loaded.entry_id = entry.id
      left join opening.dataset on dataset.entry_id = entry.id and dataset.state = 'open'
    )
    select page.system, page.unit, page.name as "unitName",
      (select max(number) from project where (unit, system) = (page.unit, page.system)) as approval,
      (select max(number) from acceptance where (unit, system) = (page.unit, page.system)) as acceptance,
      figures.*,
      (select coalesce(jsonb_agg(jsonb_build_object('year', content ->> 'year', 'purpose', content ->> 'fundPurpose',
          'amount', content ->> 'amount', 'performance', content ->> 'performance',
          'overdue', content ->> 'performance' = '' and content ->> 'year' < ${year})
          order by content ->> 'year', content ->> 'fundPurpose'), '[]')
        from money where (unit, system) = (page.unit, page.system)) as budgets
    from page
    cross join lateral (
      select count(*)::int as entries, (count(*) filter (where published))::int as published,
        (count(resource))::int as mounted, (count(registered))::int as registered,
        (count(*) filter (where accepted > 0))::int as aggregated, coalesce(sum(accepted) filter (where not whole), 0)::text as rows,
        coalesce(sum(accepted) filter (where whole), 0)::text as files,
        coalesce(sum(grants), 0)::int as grants, coalesce(sum(calls), 0)::text as calls,
        (count(state))::int as open
      from standing where (unit, system) = (page.unit, page.system)) figures
    order by page.name, page.system, page.unit`.execute(db);
  return rows.map(({ unit: id, unitName, ...result }) => ({ ...result, unit: { id, name: unitName } }));
}
