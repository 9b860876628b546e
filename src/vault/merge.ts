import { type RawBuilder, sql } from "kysely";
import type { PoolClient } from "pg";
import type { TablePlan } from "./plan.ts";
import { stagingColumns } from "./row-sealer.ts";
import type { Conflict, IngestCounts } from "./rows.ts";

export const STAGE = "pg_temp.ingest_stage";
const OUTCOME = "pg_temp.ingest_outcome";

/** Keys of the rows of the batch at hand, within its transaction: one column of bytes; none where rows have no key. */
export const arrivedKeys = ({ identity }: TablePlan): RawBuilder<unknown> | undefined =>
  identity === null ? undefined : sql.raw(`select ${identity} from ${STAGE}`);

/** Columns of `r_<n>` in the order of the staging table. */
export function tableColumns(plan: TablePlan): string[] {
  return stagingColumns(plan)
    .map(({ name }) => name)
    .filter((name) => name !== "removal");
}

/** A staging table of the session, gone with the transaction; never in the write-ahead log. */
export async function createStage(client: PoolClient, plan: TablePlan): Promise<string> {
  const columns = stagingColumns(plan);
  await client.query(
    `create temp table ingest_stage (${columns.map(({ name, type }) => `${name} ${type}`).join(", ")}) on commit drop;
     create temp table ingest_outcome (row_id bigint, outcome text) on commit drop`,
  );
  return `copy ${STAGE} (${columns.map(({ name }) => name).join(", ")}) from stdin (format binary)`;
}

/**
 * Brings the staged rows into the resource's tables, set by set. Newer source versions win, older ones change
 * nothing, equal ones with other content are conflicts; replaced and removed rows go to the history.
 */
export async function mergeStage(
  client: PoolClient,
  plan: TablePlan,
  batch: { id: string; number: number; sourceVersions: boolean },
): Promise<{ counts: IngestCounts; conflicts: Conflict[] }> {
  if (plan.identity !== null) {
    await client.query("set local work_mem = '64MB'");
    await client.query(`analyze ${STAGE} (row_id, ${plan.identity})`);
    await client.query(judgeDoubles(plan.identity));
    await client.query(judgeAgainstTable(plan, plan.identity));
    await client.query(`analyze ${OUTCOME}`);
    if (batch.sourceVersions) await client.query(markVersions(plan, plan.identity), [batch.id]);
    await client.query(moveToHistory(plan, plan.identity), [batch.number]);
  }
  const written = await client.query(insertStaged(plan));
  return count(client, written.rowCount ?? 0);
}

/** The same key twice in one batch: the newest row counts, the first among equals; equal version, other content is a conflict. */
const judgeDoubles = (key: string) => `
  insert into ${OUTCOME}
  select row_id, case when source_version = best_version and (content_mac, removal) <> (best_content, best_removal)
    then 'conflict' else 'unchanged' end
  from (
    select row_id, source_version, content_mac, removal, row_number() over w as place,
      first_value(source_version) over w as best_version,
      first_value(content_mac) over w as best_content,
      first_value(removal) over w as best_removal
    from ${STAGE}
    where ${key} in (select ${key} from ${STAGE} group by ${key} having count(*) > 1)
    window w as (partition by ${key} order by source_version desc, row_id)
  ) ranked
  where place > 1`;

/** Rows whose key the table, or a mark of a removed or confirmed key, already knows. What is not judged is new. */
const judgeAgainstTable = ({ place, number: n }: TablePlan, key: string) => `
  insert into ${OUTCOME}
  select s.row_id, case
    when s.source_version < known then 'unchanged'
    when s.source_version = known and s.removal and r.row_id is null then 'unchanged'
    when s.source_version = known and not s.removal and r.content_mac = s.content_mac then 'unchanged'
    when s.source_version = known then 'conflict'
    when s.removal and r.row_id is null then 'absent'
    when s.removal then 'removed'
    when r.row_id is null then 'returned'
    when r.content_mac = s.content_mac then 'confirmed'
    else 'updated' end
  from ${STAGE} s
  left join ${place}.r_${n} r on r.${key} = s.${key}
  left join ${place}.v_${n} v on v.key = s.${key}
  cross join lateral (select coalesce(greatest(r.source_version, v.source_version), -9223372036854775808) as known) k
  where (r.row_id is not null or v.key is not null or s.removal)
    and not exists (select from ${OUTCOME} o where o.row_id = s.row_id)`;

/** Keys without a row of their newest version keep that version apart, so that a late older row cannot win. */
const markVersions = ({ place, number: n }: TablePlan, key: string) => `
  insert into ${place}.v_${n} (key, source_version, batch_id)
  select s.${key}, s.source_version, $1
  from ${STAGE} s join ${OUTCOME} o using (row_id)
  where o.outcome in ('removed', 'absent', 'confirmed')
  on conflict (key) do update set source_version = excluded.source_version, batch_id = excluded.batch_id`;

function moveToHistory(plan: TablePlan, key: string): string {
  const columns = tableColumns(plan).join(", ");
  return `
    with gone as (
      delete from ${plan.place}.r_${plan.number} r using ${STAGE} s join ${OUTCOME} o using (row_id)
      where r.${key} = s.${key} and o.outcome in ('updated', 'removed')
      returning r.*
    )
    insert into ${plan.place}.h_${plan.number} (${columns}, from_batch, to_batch)
    select ${columns}, row_id >> 32, $1 from gone`;
}

/** The same columns as a SELECT on the staging table gives them to the table. */
export function castColumns(plan: TablePlan): string[] {
  const kinds = new Map(plan.columns.map(({ name, kind, sealed }) => [name, sealed ? "bytea" : kind]));
  return tableColumns(plan).map((name) => {
    const kind = name === "batch_id" ? "uuid" : (kinds.get(name) ?? "text");
    return kind === "text" || kind === "bytea" ? name : `${name}::${kind}`;
  });
}

/** Of a staged row `s`: it goes into the table. */
export const stagedIsWritten = `not exists (
      select from ${OUTCOME} o where o.row_id = s.row_id and o.outcome not in ('updated', 'returned'))`;

const insertStaged = (plan: TablePlan) => `
    insert into ${plan.place}.r_${plan.number} (${tableColumns(plan).join(", ")})
    select ${castColumns(plan).join(", ")} from ${STAGE} s where ${stagedIsWritten}`;

async function count(
  client: PoolClient,
  written: number,
): Promise<{ counts: IngestCounts; conflicts: Conflict[] }> {
  const { rows } = await client.query<{ outcome: string; rows: string }>(
    `select outcome, count(*) as rows from ${OUTCOME} group by outcome`,
  );
  const of = (...outcomes: string[]) =>
    rows.filter(({ outcome }) => outcomes.includes(outcome)).reduce((sum, row) => sum + Number(row.rows), 0);
  const unchanged = of("unchanged", "confirmed", "absent");
  const [updated, removed, quarantined] = [of("updated"), of("removed"), of("conflict")];
  const conflicts = await client.query<{ row: string }>(
    `select row_id & 4294967295 as row from ${OUTCOME} where outcome = 'conflict' order by row_id`,
  );
  return {
    counts: {
      accepted: written + removed + unchanged,
      quarantined,
      inserted: written - updated,
      updated,
      unchanged,
      removed,
    },
    conflicts: conflicts.rows.map(({ row }) => ({ row: Number(row), rule: "version-conflict" })),
  };
}
