import { sql } from "kysely";
import type { EntryContent } from "../contract/entry.ts";
import type { Context } from "../matters/index.ts";
import type { Tx } from "../platform/db/tables.ts";
import { takeCatalogueCodes } from "./catalogue-codes.ts";
import type { ComesIntoForce } from "./chain.ts";
import { recordMoves } from "./class-store.ts";
import { keepGradedUnder } from "./graded-under.ts";
import { indexItems } from "./published-items.ts";
import { mountedAmong, publishedEntries } from "./store.ts";
import "./filing-tables.ts";

type Step = Pick<Context<unknown>, "tx" | "matter" | "at">;

/** Entries whose contents are in memory at once. */
const atOnce = 250;

/** New entries come into force at the decision, each under a code of this platform with the old one beside it. */
export async function publishNew(step: Step, id: string): Promise<void> {
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
  await sql`
    insert into catalogue.search
    select entry_id, of_draft, provider_id, content ->> 'name', content ->> 'sharingClass',
      content ->> 'openingClass', grade, content ->> 'industry', searched, search,
      catalogue.base_database(content -> 'items')
    from catalogue.import_entry, (values (true), (false)) as sides(of_draft)
    where import_id = ${id} and action = 'create'`.execute(tx);
  for await (const entries of planned(tx, id, "create"))
    await indexItems(
      tx,
      entries.map(({ id: entryId, next }) => ({ id: entryId, content: next })),
    );
  await keepFiledGrading(step, id, "create");
}

/** What was filed before gets another version; its draft is the same, for nobody has worked on it. */
export async function publishChanges(step: Step, id: string, comesIntoForce: ComesIntoForce): Promise<void> {
  const { tx, matter, at } = step;
  const by = { basis: "存量目录备案更新", matterId: matter.id, at };
  for await (const entries of planned(tx, id, "update"))
    for (const { id: entryId, before, next } of entries)
      if (before !== null) await recordMoves(tx, { entryId, before, after: next }, by);
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
      search = planned.search, base_database = catalogue.base_database(planned.content -> 'items')
    from catalogue.import_entry planned
    where planned.import_id = ${id} and planned.action = 'update'
      and planned.entry_id = catalogue.search.entry_id`.execute(tx);
  for await (const entries of planned(tx, id, "update")) {
    const published = await publishedEntries(
      tx,
      entries.map((one) => one.id),
    );
    await indexItems(tx, published);
    // What follows concerns data, shared or open: where none can lie, nothing follows.
    const mounted = await mountedAmong(
      tx,
      published.map((one) => one.id),
    );
    for (const entry of published) if (mounted.has(entry.id)) await comesIntoForce(tx, entry, at);
  }
  await keepFiledGrading(step, id, "update");
}

/** What is filed was graded under the rules in force at the filing. */
async function keepFiledGrading({ tx, at }: Step, id: string, action: "create" | "update"): Promise<void> {
  const { rows } = await sql<{ entryId: string; version: number; providerId: string }>`
    select planned.entry_id as "entryId", entry.published_version as version, entry.provider_id as "providerId"
    from catalogue.import_entry planned join catalogue.entry on entry.id = planned.entry_id
    where planned.import_id = ${id} and planned.action = ${action}`.execute(tx);
  await keepGradedUnder(tx, rows, { how: "published", at });
}

interface Planned {
  readonly id: string;
  readonly line: number;
  /** In force until now; null of a new entry. */
  readonly before: EntryContent | null;
  readonly next: EntryContent;
}

/** The entries of the batch, some at a time. */
async function* planned(tx: Tx, id: string, action: "create" | "update"): AsyncGenerator<Planned[]> {
  for (let after = 0; ; ) {
    const { rows } = await sql<Planned>`
      select planned.entry_id as id, planned.line, version.content as before, planned.content as next
      from catalogue.import_entry planned
      left join catalogue.entry on entry.id = planned.entry_id and planned.action = 'update'
      left join catalogue.entry_version version
        on version.entry_id = entry.id and version.version = entry.published_version
      where planned.import_id = ${id} and planned.action = ${action} and planned.line > ${after}
      order by planned.line limit ${atOnce}`.execute(tx);
    const last = rows.at(-1);
    if (last === undefined) return;
    yield rows;
    after = last.line;
  }
}

/** What the ledger covers of each entry. */
export async function linesOf(tx: Tx, id: string) {
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
