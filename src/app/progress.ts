import { sql } from "kysely";
import { z } from "zod";
import { stateAt } from "../access/index.ts";
import { dueAfter } from "../ch3-catalogue/index.ts";
import { lastArrivals } from "../ch4-collection/index.ts";
import { type Progress, progress } from "../contract/progress.ts";
import { unitKinds } from "../contract/roles.ts";
import { lawNow, shanghaiDate } from "../platform/clocks/index.ts";
import type { Database } from "../platform/db/index.ts";
import { callerOf } from "../platform/http/access.ts";
import type { Caller } from "../platform/http/caller.ts";
import { type Http, Problem } from "../platform/http/index.ts";

/**
 * Art. 8(2): how far each unit is in each stage, counted from what it did on the platform; nothing is typed in.
 * It reads the tables of several chapters, so it stands here.
 */
export function progressRoutes(http: Http, { kysely: db }: Database): void {
  http.get(
    "/api/v1/progress",
    {
      config: { access: "signed-in", audit: null },
      schema: {
        summary: "各单位的工作进展",
        response: { 200: z.object({ at: z.string(), items: z.array(progress) }) },
      },
    },
    async (request) => {
      const at = shanghaiDate(await lawNow(db));
      return { at, items: await rowsFor(callerOf(request), at) };
    },
  );

  async function rowsFor({ party, roles }: Caller, today: string): Promise<Progress[]> {
    const city = roles.includes("auditor") || (party.level === "city" && watches.includes(party.kind));
    const county = party.level === "county" && watches.includes(party.kind);
    if (!city && !county && !unitKinds.includes(party.kind))
      throw new Problem("forbidden", "工作进度供公共管理和公共服务部门查看。");
    const scope = city
      ? sql`true`
      : county
        ? sql`party.region = ${party.region}`
        : sql`party.id = ${party.id}`;
    const { rows } = await sql<Progress>`
      select party.id, party.name, region.name as "regionName",
        (select count(*)::int from parties.responsibility r
          where r.department_id = party.id and r.until is null) as categories,
        (select count(*)::int from catalogue.entry e
          where e.provider_id = party.id and ${inForce}) as published,
        (select count(*)::int from catalogue.entry e
          where e.provider_id = party.id and e.published_version is null) as unpublished,
        (select count(*)::int from catalogue.resource r join catalogue.entry e on e.id = r.entry_id
          where e.provider_id = party.id and ${inForce}) as mounted,
        (select count(*)::int from catalogue.entry e where e.provider_id = party.id and ${inForce}
          and exists (select from collection.batch b
            where b.entry_id = e.id and b.state = 'done' and b.accepted > 0)) as aggregated,
        (select count(*)::int from catalogue.entry e
          join catalogue.search f on f.entry_id = e.id and not f.of_draft
          where e.provider_id = party.id and ${inForce}
            and f.opening_class in ('unconditional', 'conditional')) as openable,
        (select count(*)::int from catalogue.entry e
          join catalogue.entry_version v on v.entry_id = e.id and v.version = e.published_version
          join catalogue.resource r on r.entry_id = e.id and r.kind <> 'interface'
          left join (${lastArrivals}) arrival on arrival.entry_id = e.id
          where e.provider_id = party.id and ${inForce}
            and ${dueAfter(sql`coalesce(arrival.at, r.mounted_at)`, sql`v.update_frequency`)}
              < ${today}::date) as "dataOverdue",
        coalesce(loaded.batches, 0) as batches,
        coalesce(loaded.received, 0)::text as received,
        coalesce(loaded.accepted, 0)::text as accepted,
        coalesce(loaded.files, 0)::text as files,
        (select count(*)::int from catalogue.resource r join catalogue.entry e on e.id = r.entry_id
          where e.provider_id = party.id and ${inForce} and r.kind = 'interface') as interfaces,
        (select count(*)::int from access."grant" g
          where g.provider_id = party.id and ${stateAt("g")} = 'active') as provided,
        (select count(*)::int from access."grant" g
          where g.holder_id = party.id and ${stateAt("g")} = 'active') as used,
        (select count(*)::int from opening.dataset d join catalogue.entry e on e.id = d.entry_id
          where e.provider_id = party.id and d.state = 'open') as opened,
        (select count(*)::int from matters.matter m
          where m.holder_party = party.id and m.outcome is null and m.next_due < ${today}::date) as overdue
      from parties.party party
      join parties.region region on region.code = party.region
      left join lateral (
        select count(*)::int as batches,
          sum(b.received) filter (where b.kind = 'table') as received,
          sum(b.accepted) filter (where b.kind = 'table') as accepted,
          sum(b.accepted) filter (where b.kind = 'file') as files
        from collection.batch b
        where b.provider_id = party.id and b.state = 'done') loaded on true
      where party.active_until is null and party.kind = any(${[...unitKinds]}) and ${scope}
      order by party.level, party.region, party.id`.execute(db);
    return rows;
  }
}

const inForce = sql`e.published_version is not null and e.status <> 'withdrawn'`;

const watches = ["authority", "government", "service-agency"];
