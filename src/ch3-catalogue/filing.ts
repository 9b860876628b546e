import { sql } from "kysely";
import type { z } from "zod";
import { hold } from "../ch2-parties/index.ts";
import type { EntryContent } from "../contract/entry.ts";
import type { CatalogueImport } from "../contract/entry-import.ts";
import type { filingForm } from "../contract/filing.ts";
import { refuse } from "../law/refusal.ts";
import { type BoundProcedure, bind, type Context, type Fact, type Guard } from "../matters/index.ts";
import type { Db, Tx } from "../platform/db/tables.ts";
import { Problem } from "../platform/http/problem.ts";
import { catalogueFiling } from "./article-12-catalogue-filing.ts";
import { type ComesIntoForce, inForce, tellPublished } from "./chain.ts";
import { recordMoves } from "./class-store.ts";
import { type GivesGrants, settleGrants } from "./filing-settling.ts";
import { keepGradedUnder } from "./graded-under.ts";
import { mayFile } from "./policy.ts";
import { indexItems } from "./published-items.ts";
import { keep, recordOfMatter } from "./records.ts";
import { publishedEntry, takeCatalogueCodes } from "./store.ts";

type Form = z.infer<typeof filingForm>;
type Step = Context<Form>;

/** Art. 12 ¶1 running: the whole batch stands, or nothing of it. */
export function bindFiling(ports: { comesIntoForce: ComesIntoForce; grants: GivesGrants }): BoundProcedure {
  return bind(catalogueFiling, {
    title: async ({ tx, form }) => `“${(await batchOf(tx, form.filing))?.fileName ?? "存量目录"}”备案`,
    guards: { starterIsTheCity, batchIsReady, noOtherFiling },
    effects: { fileBatch: async (step) => fileBatch(step, ports) },
    facts: async (db, matter) => {
      const batch = await batchOf(db, matter.form.filing);
      const kept = await recordOfMatter(db, matter.id);
      const receipt: Fact[] =
        kept === undefined ? [] : [{ label: "存证回执", value: kept.receipt, article: null }];
      return [...countsOf(batch?.counts ?? null), ...receipt];
    },
  });
}

function countsOf(counts: CatalogueImport["counts"]): Fact[] {
  if (counts === null) return [];
  const { create, update, unchanged, items, grants = 0 } = counts;
  return [
    { label: "新备案", value: `${create} 个目录`, article: "12¶1" },
    { label: "更新", value: `${update} 个目录`, article: null },
    { label: "没有变化", value: `${unchanged} 个目录`, article: null },
    { label: "数据项", value: `${items} 项`, article: null },
    { label: "使用权限", value: `${grants} 项`, article: "27" },
  ];
}

const batchOf = (db: Db | Tx, id: string) =>
  db
    .selectFrom("catalogue.import")
    .select(["id", "party_id as partyId", "file_name as fileName", "state", "counts"])
    .where("id", "=", id)
    .where("purpose", "=", "filing")
    .executeTakeFirst();

const starterIsTheCity: Guard<Form> = async ({ caller, matter, tx }) => {
  const batch = await batchOf(tx, matter.form.filing);
  if (caller === null || !mayFile(caller) || batch?.partyId !== matter.starter)
    return refuse("filing_not_yours", "12¶1", "存量目录由市数据局备案；请核对备案批次是不是本单位上传的");
};

const batchIsReady: Guard<Form> = async ({ tx, matter }) => {
  if ((await batchOf(tx, matter.form.filing))?.state !== "ready")
    return refuse("import_not_ready", "12¶1", "这个批次没有检查通过，或者已经备案，请刷新后核对");
};

const noOtherFiling: Guard<Form> = async ({ tx, matter }) => {
  const open = await tx
    .selectFrom("matters.matter")
    .select("number")
    .where("kind", "=", "catalogue-filing")
    .where("outcome", "is", null)
    .where("id", "!=", matter.id)
    .where(sql<boolean>`form ->> 'filing' = ${matter.form.filing}`)
    .executeTakeFirst();
  if (open !== undefined)
    return refuse("filing_under_way", "12¶1", `这个批次正在审定（${open.number}），不必再提交`);
};

async function fileBatch(
  step: Step,
  { comesIntoForce, grants }: { comesIntoForce: ComesIntoForce; grants: GivesGrants },
): Promise<void> {
  const { tx, matter, at } = step;
  const id = matter.form.filing;
  // One filing at a time: two batches must not both make an entry of the same old code.
  await sql`select pg_advisory_xact_lock(hashtext('catalogue.filing'))`.execute(tx);
  await holdAll(tx, id);
  await assertStillFits(tx, id);
  await publishNew(step, id);
  await publishChanges(step, id, comesIntoForce);
  await sql`
    insert into catalogue.filed_entry (entry_id, matter_id, old_code, approved_on, approver, document, at)
    select entry_id, ${matter.id}::uuid, filed ->> 'oldCode', (filed ->> 'approvedOn')::date, filed ->> 'approver',
      filed ->> 'document', ${at}::timestamptz
    from catalogue.import_entry where import_id = ${id} and action <> 'unchanged'`.execute(tx);
  const given = await settleGrants(step, id, grants);
  await tx
    .updateTable("catalogue.import")
    .set({ state: "applied", applied_at: at })
    .where("id", "=", id)
    .execute();
  await keep(step, `filing:${matter.id}`, {
    source: matter.form.source,
    entries: await linesOf(tx, id),
    grants: given.map(({ number, grantId, oldCode, holder, document }) => ({
      number,
      grantId,
      oldCode,
      holder: holder.name,
      document,
    })),
  });
}

const outdated = (detail: string) =>
  new Problem("import_outdated", `${detail}；什么都没有写入，请重新上传同一个文件再检查一次。`);

/** Nobody edits the entries, and no unit ends, between what is looked at and what is written. */
async function holdAll(tx: Tx, id: string): Promise<void> {
  const { rows } = await sql<{ provider: string }>`
    select distinct provider_id as provider from catalogue.import_entry where import_id = ${id}`.execute(tx);
  if (rows.length > 0)
    await hold(
      tx,
      rows.map(({ provider }) => provider),
    );
  await sql`
    select from catalogue.entry
    where id in (select entry_id from catalogue.import_entry where import_id = ${id} and action = 'update')
    order by id for update`.execute(tx);
}

/** Between the check and the decision others have gone on working. */
async function assertStillFits(tx: Tx, id: string): Promise<void> {
  const { rows } = await sql<{ taken: number; moved: number }>`
    select count(*) filter (where planned.action = 'create' and (alias.entry_id is not null or twin.id is not null))::int
        as taken,
      count(*) filter (where planned.action = 'update'
        and (entry.draft_version <> planned.draft_version or entry.status <> 'published'))::int as moved
    from catalogue.import_entry planned
    left join catalogue.alias on alias.old_code = planned.filed ->> 'oldCode'
    left join catalogue.entry on entry.id = planned.entry_id
    left join catalogue.entry twin on twin.provider_id = planned.provider_id
      and twin.published_name = planned.content ->> 'name'
    where planned.import_id = ${id}`.execute(tx);
  const [{ taken, moved } = { taken: 0, moved: 0 }] = rows;
  if (taken > 0) throw outdated(`检查之后，有 ${taken} 个原目录代码或者目录名称已经在用`);
  if (moved > 0) throw outdated(`检查之后，有 ${moved} 个目录被提供单位修改或者报送了`);
}

/** New entries come into force at the decision, each under a code of this platform with the old one beside it. */
async function publishNew(step: Step, id: string): Promise<void> {
  const { tx, matter, at } = step;
  const { rows: providers } = await sql<{ provider: string; count: number }>`
    select provider_id as provider, count(*)::int as count from catalogue.import_entry
    where import_id = ${id} and action = 'create' group by provider_id order by provider_id`.execute(tx);
  for (const { provider, count } of providers) {
    const { prefix, first } = await takeCatalogueCodes(tx, provider, count);
    await sql`
      insert into catalogue.entry (id, code, catalogue_code, provider_id, status, draft, published_version,
        published_name, created_by, updated_at)
      select entry_id, code, ${prefix} || '/' || lpad((${first}::int - 1 + row_number() over (order by line))::text, 6, '0'),
        provider_id, 'published', content, 1, content ->> 'name', ${matter.startedBy}::uuid, ${at}::timestamptz
      from catalogue.import_entry
      where import_id = ${id} and action = 'create' and provider_id = ${provider}`.execute(tx);
  }
  await sql`
    insert into catalogue.alias (old_code, entry_id)
    select filed ->> 'oldCode', entry_id from catalogue.import_entry
    where import_id = ${id} and action = 'create'`.execute(tx);
  await sql`
    insert into catalogue.entry_version (entry_id, version, content, grade, matter_id, published_at)
    select entry_id, 1, content, grade, ${matter.id}::uuid, ${at}::timestamptz
    from catalogue.import_entry where import_id = ${id} and action = 'create'`.execute(tx);
  const { rows } = await sql<{ id: string; code: string; content: EntryContent }>`
    with made as materialized (
      select * from catalogue.import_entry where import_id = ${id} and action = 'create'
    ), searched as (
      insert into catalogue.search
      select entry_id, of_draft, provider_id, content ->> 'name', content ->> 'sharingClass',
        content ->> 'openingClass', grade, content ->> 'industry', searched, search
      from made, (values (true), (false)) as sides(of_draft)
    )
    select entry_id as id, code, content from made order by line`.execute(tx);
  await indexItems(tx, rows);
  await keepFiledGrading(step, id, "create");
  for (const { id: entryId, code } of rows) await tellPublished(step, { id: entryId, code, version: 1 });
}

/** What was filed before gets another version; its draft is the same, for nobody has worked on it. */
async function publishChanges(step: Step, id: string, comesIntoForce: ComesIntoForce): Promise<void> {
  const { tx, matter, at } = step;
  const { rows } = await sql<{ id: string; before: EntryContent }>`
    select planned.entry_id as id, version.content as before
    from catalogue.import_entry planned
    join catalogue.entry on entry.id = planned.entry_id
    join catalogue.entry_version version
      on version.entry_id = entry.id and version.version = entry.published_version
    where planned.import_id = ${id} and planned.action = 'update' order by planned.line`.execute(tx);
  if (rows.length === 0) return;
  await sql`
    update catalogue.entry set draft = planned.content, draft_version = entry.draft_version + 1,
      published_version = entry.published_version + 1, published_name = planned.content ->> 'name', updated_at = ${at}
    from catalogue.import_entry planned
    where planned.import_id = ${id} and planned.action = 'update' and planned.entry_id = entry.id`.execute(
    tx,
  );
  await sql`
    insert into catalogue.entry_version (entry_id, version, content, grade, matter_id, published_at)
    select planned.entry_id, entry.published_version, planned.content, planned.grade, ${matter.id}::uuid,
      ${at}::timestamptz
    from catalogue.import_entry planned join catalogue.entry on entry.id = planned.entry_id
    where planned.import_id = ${id} and planned.action = 'update'`.execute(tx);
  await sql`
    update catalogue.search set shown_name = planned.content ->> 'name',
      sharing_class = planned.content ->> 'sharingClass', opening_class = planned.content ->> 'openingClass',
      item_grade = planned.grade, industry = planned.content ->> 'industry', searched = planned.searched,
      search = planned.search
    from catalogue.import_entry planned
    where planned.import_id = ${id} and planned.action = 'update'
      and planned.entry_id = catalogue.search.entry_id`.execute(tx);
  await keepFiledGrading(step, id, "update");
  for (const { id: entryId, before } of rows) {
    const published = await publishedEntry(tx, entryId);
    if (published === undefined) continue;
    await indexItems(tx, [published]);
    const by = { basis: "存量目录备案更新", matterId: matter.id, at };
    await recordMoves(tx, { entryId, before, after: published.content }, by);
    await inForce(step, published, comesIntoForce);
  }
}

async function keepFiledGrading({ tx, at }: Step, id: string, action: "create" | "update"): Promise<void> {
  const { rows } = await sql<{ entryId: string; version: number; providerId: string }>`
    select planned.entry_id as "entryId", entry.published_version as version, entry.provider_id as "providerId"
    from catalogue.import_entry planned join catalogue.entry on entry.id = planned.entry_id
    where planned.import_id = ${id} and planned.action = ${action}`.execute(tx);
  await keepGradedUnder(tx, rows, { how: "published", at });
}

/** What the ledger covers of each entry. */
async function linesOf(tx: Tx, id: string) {
  const { rows } = await sql<{
    action: string;
    code: string;
    catalogueCode: string;
    version: number;
    name: string;
    oldCode: string;
    approvedOn: string;
    approver: string;
    document: string;
  }>`
    select planned.action, entry.code, entry.catalogue_code as "catalogueCode", entry.published_version as version,
      entry.published_name as name, filed ->> 'oldCode' as "oldCode", filed ->> 'approvedOn' as "approvedOn",
      filed ->> 'approver' as approver, filed ->> 'document' as document
    from catalogue.import_entry planned join catalogue.entry on entry.id = planned.entry_id
    where planned.import_id = ${id} and planned.action <> 'unchanged' order by planned.line`.execute(tx);
  return rows;
}
