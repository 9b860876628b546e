import { sql } from "kysely";
import { hold } from "../ch2-parties/index.ts";
import { civilDate } from "../law/deadlines.ts";
import type { Tx } from "../platform/db/tables.ts";
import { Problem } from "../platform/http/problem.ts";
import { floorsOf } from "./grading-floors.ts";
import { assertWhole, outdated } from "./sheets-planned.ts";
import "./filing-tables.ts";

/**
 * Nobody edits the entries, and no unit that provides them or holds a grant ends, between what is looked at and what
 * is written. @throws Problem `unit_ended`, `import_outdated`
 */
export async function holdAll(tx: Tx, id: string): Promise<void> {
  // One filing at a time: two batches must not both make an entry of the same old code.
  await sql`select pg_advisory_xact_lock(hashtext('catalogue.filing'))`.execute(tx);
  const batch = await tx
    .selectFrom("catalogue.import")
    .select(["state", "counts"])
    .where("id", "=", id)
    .forUpdate()
    .executeTakeFirst();
  // Two matters about one batch: the first that was decided has filed it.
  if (batch?.state !== "ready")
    throw new Problem("import_not_ready", "这个批次已经备案，请刷新后核对。", { article: "12¶1" });
  await assertWhole(tx, id, batch.counts);
  const { rows } = await sql<{ unit: string }>`
    select provider_id as unit from catalogue.import_entry where import_id = ${id}
    union select (body -> 'holder' ->> 'id')::uuid from catalogue.import_grant where import_id = ${id}`.execute(
    tx,
  );
  const units = rows.map(({ unit }) => unit);
  if (units.length > 0) await hold(tx, units);
  await sql`
    select from catalogue.entry
    where id in (
      select entry_id from catalogue.import_entry where import_id = ${id} and action = 'update'
      union select (body ->> 'entryId')::uuid from catalogue.import_grant
      where import_id = ${id} and action <> 'unchanged')
    order by id for update`.execute(tx);
}

/** Between the check and the decision others have gone on working. @throws Problem `import_outdated` */
export async function assertStillFits(tx: Tx, id: string, at: Date): Promise<void> {
  const { rows } = await sql<{ taken: number; moved: number }>`
    select count(*) filter (where planned.action = 'create' and (alias.entry_id is not null or twin.id is not null))::int
        as taken,
      count(*) filter (where planned.action = 'update' and (entry.draft_version <> planned.draft_version
        or entry.status <> 'published' or entry.provider_id <> planned.provider_id))::int as moved
    from catalogue.import_entry planned
    left join catalogue.alias on alias.old_code = planned.filed ->> 'oldCode'
    left join catalogue.entry on entry.id = planned.entry_id
    left join catalogue.entry twin on twin.provider_id = planned.provider_id
      and twin.published_name = planned.content ->> 'name' and twin.status <> 'withdrawn'
    where planned.import_id = ${id}`.execute(tx);
  const [{ taken, moved } = { taken: 0, moved: 0 }] = rows;
  if (taken > 0) throw outdated(`检查之后，有 ${taken} 个原目录代码或者目录名称已经在用`, "12¶4");
  if (moved > 0) throw outdated(`检查之后，有 ${moved} 个目录被提供单位修改、报送或者划转了`, "12¶3");
  await assertGradedEnough(tx, id, civilDate(at));
}

/** Art. 11 ¶4: a standard or rules that came into force since the check hold too. */
async function assertGradedEnough(tx: Tx, id: string, today: string): Promise<void> {
  const { rows: providers } = await sql<{ provider: string }>`
    select distinct provider_id as provider from catalogue.import_entry
    where import_id = ${id} and action <> 'unchanged'`.execute(tx);
  for (const { provider } of providers) {
    const floors = [...(await floorsOf(tx, provider, today))];
    const given = floors.map(([category, { grade, by }]) => ({ category, grade, by }));
    const { rows } = await sql<{ line: number; item: string; grade: number; least: number; by: string }>`
      select planned.line, item ->> 'name' as item, (item ->> 'grade')::int as grade, floor.grade as least, floor.by
      from catalogue.import_entry planned
      cross join lateral jsonb_array_elements(planned.content -> 'items') item
      join jsonb_to_recordset(${JSON.stringify(given)}::jsonb) as floor(category text, grade int, by text)
        on floor.category = item ->> 'category' and (item ->> 'grade')::int < floor.grade
      where planned.import_id = ${id} and planned.action <> 'unchanged' and planned.provider_id = ${provider}
      order by planned.line limit 1`.execute(tx);
    const [below] = rows;
    if (below !== undefined)
      throw outdated(
        `检查之后定级规则有变化：“目录”表第 ${below.line} 行的数据项“${below.item}”为 ${below.grade} 级，${below.by}规定至少为 ${below.least} 级，请先改正`,
        "11¶4",
      );
  }
}
