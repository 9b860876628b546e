import { sql } from "kysely";
import type { EntryContent, EntryItem } from "../contract/entry.ts";
import type { PlannedGrant } from "../contract/filing.ts";
import { civilDate } from "../law/deadlines.ts";
import type { Context } from "../matters/index.ts";
import type { Tx } from "../platform/db/tables.ts";
import { Problem } from "../platform/http/problem.ts";
import type { CataloguePorts } from "./entries.ts";
import { insertResource, type PublishedEntry, publishedEntry, resourcesOf } from "./store.ts";
import "./filing-tables.ts";

/** A standing grant as this platform takes it over. */
export interface StandingGrant {
  readonly grant: PlannedGrant;
  readonly providerId: string;
  readonly resource: string;
  /** The items of the grant; how each may be given is decided by its grade and masking. */
  readonly items: readonly EntryItem[];
  readonly matterId: string;
  readonly at: Date;
}

/** What the chapter of sharing does with grants; `app` fills it. */
export interface FiledGrants {
  /** Id of the new grant, in force from `at` on. */
  give(tx: Tx, grant: StandingGrant): Promise<string>;
  /** Another version of a grant in force. @throws Problem `grant_state_conflict` */
  amend(tx: Tx, id: string, grant: StandingGrant): Promise<void>;
}

export type GivesGrants = FiledGrants & Pick<CataloguePorts, "createTable">;

/** Standing grants come into force with the filing as their basis; what was filed before is amended, never doubled. */
export async function settleGrants(
  { tx, matter, at }: Pick<Context<unknown>, "tx" | "matter" | "at">,
  importId: string,
  ports: GivesGrants,
): Promise<(PlannedGrant & { grantId: string })[]> {
  const lines = await tx
    .selectFrom("catalogue.import_grant")
    .select(["action", "body as grant"])
    .where("import_id", "=", importId)
    .where("action", "!=", "unchanged")
    .orderBy("line")
    .execute();
  const settled = [];
  for (const { action, grant } of lines) {
    const standing = await standingOf(tx, grant, matter.id, at, ports);
    const known = await tx
      .selectFrom("catalogue.filed_grant")
      .select("grant_id as grantId")
      .where("old_number", "=", grant.number)
      .forUpdate()
      .executeTakeFirst();
    if ((known !== undefined) !== (action === "update"))
      throw new Problem(
        "import_outdated",
        `检查之后，编号“${grant.number}”的使用权限已由另一批次备案；什么都没有写入，请重新上传同一个文件再检查一次。`,
      );
    const grantId = known?.grantId ?? (await ports.give(tx, standing));
    if (known !== undefined && action === "update") await ports.amend(tx, known.grantId, standing);
    await keepGrant(tx, grant, { grantId, matterId: matter.id, at });
    settled.push({ ...grant, grantId });
  }
  return settled;
}

async function standingOf(
  tx: Tx,
  grant: PlannedGrant,
  matterId: string,
  at: Date,
  ports: GivesGrants,
): Promise<StandingGrant> {
  const entry = await publishedEntry(tx, grant.entryId);
  if (entry === undefined) throw new Error(`grant ${grant.number} has lost its entry`);
  assertStillAllowed(grant, entry.content, civilDate(at));
  const wanted = new Set(grant.columns);
  return {
    grant,
    providerId: entry.providerId,
    resource: await resourceOf(tx, entry, at, ports),
    items: entry.content.items.filter(({ column }) => wanted.has(column)),
    matterId,
    at,
  };
}

/** What the check allowed is weighed again: since then the class, the items or the day may have changed. */
function assertStillAllowed(grant: PlannedGrant, content: EntryContent, today: string): void {
  const { sharingClass, sharingModes, items } = content;
  const fits =
    sharingClass !== "not-shared" &&
    (sharingClass === "conditional") === (grant.until !== null) &&
    (grant.until === null || grant.until >= today) &&
    grant.modes.every((mode) => sharingModes.includes(mode)) &&
    grant.columns.every((column) => items.some((item) => item.column === column));
  if (!fits)
    throw new Problem(
      "import_outdated",
      `检查之后，“${content.name}”的共享属性、方式、数据项有变化，或者编号“${grant.number}”的权限已经到期；什么都没有写入，请重新上传同一个文件再检查一次。`,
      { article: "27¶2(2)" },
    );
}

/** A grant names what is mounted: where nothing is yet, the filing mounts the table that the data will come into. */
async function resourceOf(
  tx: Tx,
  entry: PublishedEntry,
  at: Date,
  { createTable }: GivesGrants,
): Promise<string> {
  const [mounted] = await resourcesOf(tx, entry.id);
  if (mounted !== undefined) return mounted.code;
  const { rows } = await sql<{ person: string }>`
    select created_by as person from catalogue.entry where id = ${entry.id}`.execute(tx);
  const resource = await insertResource(tx, entry, rows[0]?.person ?? "", at);
  await createTable(tx, { ...resource, entryId: entry.id }, entry.content);
  return resource.code;
}

const keepGrant = (tx: Tx, grant: PlannedGrant, by: { grantId: string; matterId: string; at: Date }) => {
  const { number, entryId, holder, approvedOn, approver, document, scope } = grant;
  const facts = {
    approved_on: approvedOn,
    approver,
    document,
    scope,
    body: JSON.stringify(grant),
    matter_id: by.matterId,
    at: by.at,
  };
  return tx
    .insertInto("catalogue.filed_grant")
    .values({ old_number: number, grant_id: by.grantId, entry_id: entryId, holder_id: holder.id, ...facts })
    .onConflict((conflict) => conflict.column("old_number").doUpdateSet(facts))
    .execute();
};
