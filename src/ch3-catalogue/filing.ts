import { sql } from "kysely";
import type { z } from "zod";
import type { CatalogueImport } from "../contract/entry-import.ts";
import { type filingForm, mayFile } from "../contract/filing.ts";
import { refuse } from "../law/refusal.ts";
import {
  type BoundProcedure,
  bind,
  type Context,
  type Fact,
  type Guard,
  personsOf,
} from "../matters/index.ts";
import type { Db, Tx } from "../platform/db/tables.ts";
import { catalogueFiling } from "./article-12-catalogue-filing.ts";
import type { ComesIntoForce } from "./chain.ts";
import { assertStillFits, holdAll } from "./filing-holding.ts";
import { linesOf, publishChanges, publishNew } from "./filing-publishing.ts";
import { type GivesGrants, settleGrants } from "./filing-settling.ts";
import { keep, recordOfMatter } from "./records.ts";

type Form = z.infer<typeof filingForm>;
type Step = Context<Form>;

/** Art. 12 ¶1 running: the whole batch stands, or nothing of it. */
export function bindFiling(ports: { comesIntoForce: ComesIntoForce; grants: GivesGrants }): BoundProcedure {
  return bind(catalogueFiling, {
    title: async ({ tx, form }) => `“${(await batchOf(tx, form.filing))?.fileName ?? "存量目录"}”备案`,
    guards: { starterIsTheCity, batchIsReady, noOtherFiling, uploadedByAnother },
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
    .select(["person_id as uploadedBy", "on_behalf_of as onBehalfOf"])
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

/** Separate hands: whoever brought the batch in does not put it in force, whoever proposed it. */
const uploadedByAnother: Guard<Form> = async ({ tx, matter, caller }) => {
  const batch = await batchOf(tx, matter.form.filing);
  const persons: readonly (string | null)[] = caller === null ? [] : personsOf(caller);
  if (persons.includes(batch?.uploadedBy ?? "") || persons.includes(batch?.onBehalfOf ?? ""))
    return refuse(
      "same_person_twice",
      "12¶1",
      "这个批次是您上传的，须由另一人审定；请交由同单位其他人员办理",
    );
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
  const { tx, matter, at, emit } = step;
  const id = matter.form.filing;
  await holdAll(tx, id);
  await assertStillFits(tx, id, at);
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
  const entries = await linesOf(tx, id);
  await keep(step, `filing:${matter.id}`, {
    source: matter.form.source,
    entries,
    grants: given.map(({ number, grantId, oldCode, holder, document }) => ({
      number,
      grantId,
      oldCode,
      holder: holder.name,
      document,
    })),
  });
  // One event for the batch: each event locks its aggregate until the end, and there are not locks for thousands.
  await emit(tx, {
    type: "catalogue.stock.filed",
    version: 1,
    aggregate: `filing:${matter.id}`,
    body: { filing: id, matterId: matter.id, entries: entries.length, grants: given.length },
  });
}
