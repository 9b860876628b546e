import { sql } from "kysely";
import { dueAfter, inScope, type LastArrivals, type Scope } from "../ch3-catalogue/index.ts";
import type { OpeningIndicators } from "../contract/open-catalogue.ts";
import { civilDate } from "../law/deadlines.ts";
import { lawNow } from "../platform/clocks/index.ts";
import type { Db } from "../platform/db/tables.ts";
import { writeSheets } from "../platform/sheets/index.ts";
import "./tables.ts";

type Counted = Omit<OpeningIndicators, "unit"> & { readonly id: string; readonly name: string };

/** Art. 36 ¶5: compiling, quality, opening and updating of every unit's open catalogue, counted where they happen. */
export async function indicatorsOf(
  db: Db,
  scope: Scope,
  arrivals: LastArrivals,
): Promise<OpeningIndicators[]> {
  const today = civilDate(await lawNow(db));
  const { rows } = await sql<Counted>`
    with standing as (
      select party.id, party.name, region.name as region, dataset.state, priority.ground,
        loaded.received, loaded.accepted, loaded.files, resource.interfaces,
        ${dueAfter(sql`coalesce(arrival.at, resource.mounted_at)`, sql`version.update_frequency`)} as due,
        exists (select from matters.matter where subject_id = entry.id
          and kind = 'opening-publication' and outcome is null) as under_way
      from catalogue.entry
      join catalogue.entry_version version
        on version.entry_id = entry.id and version.version = entry.published_version
      join catalogue.search found on found.entry_id = entry.id and not found.of_draft
      join parties.party on party.id = entry.provider_id
      join parties.region on region.code = party.region
      left join opening.dataset on dataset.entry_id = entry.id and dataset.state <> 'withdrawn'
      left join opening.priority on priority.entry_id = entry.id
      left join (select entry_id, min(mounted_at) as mounted_at,
          count(*) filter (where kind = 'interface') as interfaces
        from catalogue.resource group by 1) resource on resource.entry_id = entry.id
      left join (${arrivals}) arrival on arrival.entry_id = entry.id
      left join (select entry_id,
          sum(received) filter (where kind = 'table') as received,
          sum(accepted) filter (where kind = 'table') as accepted,
          sum(accepted) filter (where kind = 'file') as files
        from collection.batch where state = 'done' group by 1) loaded on loaded.entry_id = entry.id
      where entry.status <> 'withdrawn' and found.opening_class in ('unconditional', 'conditional')
        and ${inScope(scope, "party.id", "party.region")}
    )
    select id, name, region, count(*)::int as classed,
      (count(state))::int as included,
      (count(*) filter (where under_way))::int as "underWay",
      (count(*) filter (where state = 'open'))::int as open,
      (count(*) filter (where state = 'suspended'))::int as suspended,
      (count(ground))::int as priority,
      (count(ground) filter (where state = 'open'))::int as "priorityOpen",
      coalesce(sum(received) filter (where state is not null), 0)::text as received,
      coalesce(sum(accepted) filter (where state is not null), 0)::text as accepted,
      coalesce(sum(files), 0)::text as files,
      coalesce(sum(interfaces), 0)::int as interfaces,
      (count(*) filter (where state is not null and due >= ${today}::date))::int as "onTime",
      (count(*) filter (where state is not null and due < ${today}::date))::int as overdue
    from standing group by id, name, region order by region, classed desc, name`.execute(db);
  return rows.map(({ id, name, ...figures }) => ({ unit: { id, name }, ...figures }));
}

/** The same as a workbook. */
export function indicatorsWorkbook(rows: readonly OpeningIndicators[]): Promise<Uint8Array> {
  const figures = [
    ["定为开放的目录", (row: OpeningIndicators) => row.classed],
    ["已纳入开放目录", (row: OpeningIndicators) => row.included],
    ["正在审查", (row: OpeningIndicators) => row.underWay],
    ["开放中", (row: OpeningIndicators) => row.open],
    ["中止开放", (row: OpeningIndicators) => row.suspended],
    ["开放重点", (row: OpeningIndicators) => row.priority],
    ["开放重点已开放", (row: OpeningIndicators) => row.priorityOpen],
    ["收到行数（已纳入）", (row: OpeningIndicators) => Number(row.received)],
    ["入库行数（已纳入）", (row: OpeningIndicators) => Number(row.accepted)],
    ["入库文件数（定为开放）", (row: OpeningIndicators) => Number(row.files)],
    ["接口（定为开放）", (row: OpeningIndicators) => row.interfaces],
    ["按期更新（已纳入）", (row: OpeningIndicators) => row.onTime],
    ["逾期未更新（已纳入）", (row: OpeningIndicators) => row.overdue],
  ] as const;
  return writeSheets([
    {
      name: "开放情况",
      columns: [
        { title: "单位", width: 32 },
        { title: "区域", width: 16 },
        ...figures.map(([title]) => ({ title, width: 22, number: true })),
      ],
      rows: rows.map((row) => [row.unit.name, row.region, ...figures.map(([, figure]) => figure(row))]),
    },
  ]);
}
