import { sql } from "kysely";
import { z } from "zod";
import { hold } from "../ch2-parties/index.ts";
import type { CatalogueImport, ImportNote } from "../contract/entry-import.ts";
import type { CommonApproval } from "../contract/filed.ts";
import { mayFile } from "../contract/filing.ts";
import { lawNow, toInstant } from "../platform/clocks/index.ts";
import type { Database } from "../platform/db/index.ts";
import type { Db, Tx } from "../platform/db/tables.ts";
import { takeFiles } from "../platform/files/index.ts";
import type { Caller } from "../platform/http/caller.ts";
import { Problem } from "../platform/http/problem.ts";
import { uuid } from "../platform/ids/index.ts";
import type { Jobs, Queue } from "../platform/jobs/index.ts";
import type { FilingParts } from "./filing-checking.ts";
import { isInside, mayCompile } from "./policy.ts";
import { checkWorkbook } from "./sheets-checking.ts";
import { assertWhole, outdated } from "./sheets-planned.ts";
import "./tables.ts";

/** What importing needs of the platform. */
export interface ImportParts {
  readonly database: Database;
  readonly jobs: Jobs;
  /** The bytes of a file by its id. */
  readFile(id: string): Promise<Buffer>;
  /** For existing stock. */
  readonly filing: FilingParts;
}

const queue: Queue<{ id: string }> = { name: "catalogue.imports", data: z.object({ id: z.uuid() }) };

/** Declares the job that reads workbooks; to be called before the jobs start. */
export function readImportsBy(parts: ImportParts): void {
  parts.jobs.work(queue, ({ id }) => checkWorkbook(parts, id));
}

const columns = [
  "id",
  "party_id as partyId",
  "file_id as fileId",
  "file_name as fileName",
  "purpose",
  "approval",
  "state",
  "done",
  "total",
  "counts",
  "refusal",
  "created_at as createdAt",
  "applied_at as appliedAt",
] as const;

const importQuery = (db: Db | Tx) => db.selectFrom("catalogue.import").select(columns);
type ImportRow = Awaited<ReturnType<ReturnType<typeof importQuery>["executeTakeFirstOrThrow"]>>;

const view = (row: ImportRow): CatalogueImport => ({
  id: row.id,
  fileName: row.fileName,
  purpose: row.purpose,
  state: row.state,
  progress: { done: row.done, total: row.total },
  counts: row.counts,
  approval: row.approval,
  refusal: row.refusal,
  createdAt: toInstant(row.createdAt),
  appliedAt: row.appliedAt && toInstant(row.appliedAt),
});

type Purpose = ImportRow["purpose"];

const assertMayImport = (caller: Caller, purpose: Purpose): void => {
  if (purpose === "filing" && !mayFile(caller))
    throw new Problem("forbidden", "存量目录由市数据局的数据经办人备案", { article: "12¶1" });
  if (!mayCompile(caller))
    throw new Problem("forbidden", "只有单位的数据经办人可以导入目录", { article: "9(3)" });
};

/** Takes a workbook that the caller's unit handed in; it is read and checked by a job. */
export async function startImport(
  tx: Tx,
  jobs: Jobs,
  caller: Caller,
  fileId: string,
  { purpose, approval = null }: { purpose: Purpose; approval?: CommonApproval | null | undefined } = {
    purpose: "drafts",
  },
): Promise<CatalogueImport> {
  assertMayImport(caller, purpose);
  const [file] = await takeFiles(tx, caller, [fileId]);
  if (file === undefined) throw new Problem("not_found", "没有这个文件，请重新上传。");
  const id = uuid();
  await tx
    .insertInto("catalogue.import")
    .values({
      id,
      party_id: caller.party.id,
      person_id: caller.personId,
      on_behalf_of: caller.actingFor?.id ?? null,
      file_id: file.id,
      file_name: file.name,
      purpose,
      approval: approval === null ? null : JSON.stringify(approval),
      state: "reading",
      counts: null,
      refusal: null,
      created_at: await lawNow(tx),
      applied_at: null,
    })
    .execute();
  await jobs.send(tx, queue, { id });
  return viewImport(tx, caller, id);
}

/** An import is its unit's own: others are answered as if there were none. */
async function ownImport(db: Db | Tx, caller: Caller, id: string): Promise<ImportRow> {
  const row = isInside(caller)
    ? await importQuery(db).where("id", "=", id).where("party_id", "=", caller.party.id).executeTakeFirst()
    : undefined;
  if (row === undefined) throw new Problem("not_found", "没有这次导入，或者无权查看");
  return row;
}

export const viewImport = async (db: Db | Tx, caller: Caller, id: string): Promise<CatalogueImport> =>
  view(await ownImport(db, caller, id));

export async function listImports(
  db: Db,
  caller: Caller,
  limit: number,
  purpose: Purpose = "drafts",
): Promise<CatalogueImport[]> {
  const rows = await importQuery(db)
    .where("party_id", "=", caller.party.id)
    .where("purpose", "=", purpose)
    .orderBy("created_at", "desc")
    .orderBy("id", "desc")
    .limit(limit)
    .execute();
  return rows.map(view);
}

/** Findings in the order of the workbook's reading, errors first. */
export async function importNotes(
  db: Db,
  caller: Caller,
  id: string,
  page: { limit: number; after: number },
): Promise<{ number: number; note: ImportNote }[]> {
  await ownImport(db, caller, id);
  const rows = await db
    .selectFrom("catalogue.import_note")
    .select(["number", "body"])
    .where("import_id", "=", id)
    .where("number", ">", page.after)
    .orderBy("number")
    .limit(page.limit)
    .execute();
  return rows.map(({ number, body }) => ({ number, note: body }));
}

/** Writes the checked entries into the drafts, all or none. */
export async function applyImport(tx: Tx, caller: Caller, id: string): Promise<CatalogueImport> {
  const { purpose } = await ownImport(tx, caller, id);
  assertMayImport(caller, purpose);
  if (purpose === "filing")
    throw new Problem("import_not_ready", "存量目录须提交备案，由另一人审定后写入。", { article: "12¶1" });
  const row = await importQuery(tx).where("id", "=", id).forUpdate().executeTakeFirstOrThrow();
  if (row.state !== "ready")
    throw new Problem("import_not_ready", notReady[row.state] ?? "这次导入不能写入。");
  await assertWhole(tx, id, row.counts);
  await hold(tx, [row.partyId]);
  const at = await lawNow(tx);
  // One import of a unit at a time: two workbooks must not both make an entry of the same name.
  await sql`select pg_advisory_xact_lock(hashtext(${`catalogue.import ${row.partyId}`}))`.execute(tx);
  await assertStillNew(tx, row.partyId, id);
  await sql`
    insert into catalogue.entry (id, code, provider_id, status, draft, created_by, updated_at)
    select entry_id, code, ${row.partyId}, 'draft', content, ${caller.personId}, ${at}
    from catalogue.import_entry where import_id = ${id} and action = 'create'`.execute(tx);
  await updateDrafts(tx, id, at);
  await sql`
    insert into catalogue.search
    select entry_id, true, ${row.partyId}, content ->> 'name', content ->> 'sharingClass', content ->> 'openingClass',
      case when content -> 'items' <> '[]' then grade end, content ->> 'industry', searched, search, catalogue.base_database(content -> 'items')
    from catalogue.import_entry where import_id = ${id} and action <> 'unchanged'
    on conflict (entry_id, of_draft) do update set shown_name = excluded.shown_name,
      sharing_class = excluded.sharing_class, opening_class = excluded.opening_class, item_grade = excluded.item_grade,
      industry = excluded.industry, searched = excluded.searched, search = excluded.search,
      base_database = excluded.base_database`.execute(tx);
  await tx
    .updateTable("catalogue.import")
    .set({ state: "applied", applied_at: at })
    .where("id", "=", id)
    .execute();
  return viewImport(tx, caller, id);
}

const notReady: Readonly<Record<string, string>> = {
  reading: "还在检查，请稍候。",
  faulty: "还有错误，请按报告改好后重新上传。",
  refused: "文件没有读成，请按提示改好后重新上传。",
  applied: "这次导入已经写入，不必再写。",
};

async function assertStillNew(tx: Tx, partyId: string, id: string): Promise<void> {
  const { rows } = await sql<{ count: string }>`
    select count(*) from catalogue.import_entry planned
    join catalogue.entry entry on entry.provider_id = ${partyId} and entry.draft ->> 'name' = planned.content ->> 'name'
    where planned.import_id = ${id} and planned.action = 'create' and entry.status <> 'withdrawn'`.execute(
    tx,
  );
  if (rows[0]?.count !== "0") throw outdated("检查之后，本单位又建了同名的目录");
}

async function updateDrafts(tx: Tx, id: string, at: Date): Promise<void> {
  const changed = await sql`
    update catalogue.entry entry
    set draft = planned.content, draft_version = entry.draft_version + 1,
      updated_at = case when entry.published_version is null then ${at} else entry.updated_at end
    from catalogue.import_entry planned
    where planned.import_id = ${id} and planned.action = 'update' and planned.entry_id = entry.id
      and entry.draft_version = planned.draft_version and entry.status not in ('in-review', 'withdrawn')`.execute(
    tx,
  );
  const { rows } = await sql<{ count: string }>`
    select count(*) from catalogue.import_entry where import_id = ${id} and action = 'update'`.execute(tx);
  if (String(changed.numAffectedRows) !== rows[0]?.count)
    throw outdated("检查之后，有目录被他人修改或者报送了");
}
