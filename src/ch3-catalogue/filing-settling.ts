import type { EntryItem } from "../contract/entry.ts";
import type { PlannedGrant } from "../contract/filing.ts";
import type { GrantState } from "../contract/grant.ts";
import { grantStateLabel } from "../contract/labels.zh.ts";
import { civilDate } from "../law/deadlines.ts";
import type { Context } from "../matters/index.ts";
import type { Db, Tx } from "../platform/db/tables.ts";
import { catalogueWithdrawal } from "./article-13-catalogue-withdrawal.ts";
import { openMatter } from "./chain.ts";
import type { CataloguePorts } from "./entries.ts";
import { outdated } from "./sheets-planned.ts";
import { insertResource, type PublishedEntry, publishedEntries, resourcesOf } from "./store.ts";
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

/** A grant as it is now. */
export interface LiveGrant {
  readonly holderId: string;
  readonly state: GrantState;
}

/** What the chapter of sharing does with grants; `app` fills it. */
export interface FiledGrants {
  /** By id; a grant passes on with the unit that holds it. */
  standing(db: Db | Tx, ids: readonly string[]): Promise<ReadonlyMap<string, LiveGrant>>;
  /** Id of the new grant, in force from `at` on. */
  give(tx: Tx, grant: StandingGrant): Promise<string>;
  /** Another version of a grant in force. @throws Problem `grant_state_conflict` */
  amend(tx: Tx, id: string, grant: StandingGrant): Promise<void>;
}

export type GivesGrants = FiledGrants & Pick<CataloguePorts, "createResource">;

type Step = Pick<Context<unknown>, "tx" | "matter" | "at">;

interface Line {
  readonly line: number;
  readonly action: "create" | "update" | "unchanged";
  readonly grant: PlannedGrant;
}

/** Grants whose entries are in memory at once. */
const atOnce = 250;

/** Standing grants come into force with the filing as their basis; what was filed before is amended, never doubled. */
export async function settleGrants(
  step: Step,
  importId: string,
  ports: GivesGrants,
): Promise<(PlannedGrant & { grantId: string })[]> {
  const lines: Line[] = await step.tx
    .selectFrom("catalogue.import_grant")
    .select(["line", "action", "body as grant"])
    .where("import_id", "=", importId)
    .where("action", "!=", "unchanged")
    .orderBy("line")
    .execute();
  const settled = [];
  for (let at = 0; at < lines.length; at += atOnce)
    settled.push(...(await settleSome(step, lines.slice(at, at + atOnce), ports)));
  return settled;
}

async function settleSome(step: Step, lines: readonly Line[], ports: GivesGrants) {
  const { tx, matter, at } = step;
  const ids = await grantIds(tx, lines);
  const live = await ports.standing(tx, [...ids.values()]);
  const entryIds = [...new Set(lines.map(({ grant }) => grant.entryId))];
  const entries = new Map((await publishedEntries(tx, entryIds)).map((entry) => [entry.id, entry]));
  const settled = [];
  for (const line of lines) {
    const { grant } = line;
    const id = ids.get(grant.number);
    const entry = entries.get(grant.entryId);
    if (entry === undefined) throw outdated(`${named(line)}所在的目录已经不在`, "27¶1");
    if (await openMatter(tx, catalogueWithdrawal.kind, entry.id, matter.id))
      throw outdated(`检查之后，${named(line)}所在的目录正在办理撤销`, "13¶2");
    assertSameGrant(line, id === undefined ? undefined : live.get(id));
    assertStillAllowed(line, entry, civilDate(at));
    const wanted = new Set(grant.columns);
    const standing: StandingGrant = {
      grant,
      providerId: entry.providerId,
      resource: await resourceOf(step, entry, ports),
      items: entry.content.items.filter(({ column }) => wanted.has(column)),
      matterId: matter.id,
      at,
    };
    if (id !== undefined) await ports.amend(tx, id, standing);
    const grantId = id ?? (await ports.give(tx, standing));
    await keepGrant(tx, grant, { grantId, matterId: matter.id, at });
    settled.push({ ...grant, grantId });
  }
  return settled;
}

async function grantIds(tx: Tx, lines: readonly Line[]): Promise<Map<string, string>> {
  const known = await tx
    .selectFrom("catalogue.filed_grant")
    .select(["old_number as number", "grant_id as id"])
    .where(
      "old_number",
      "in",
      lines.map(({ grant }) => grant.number),
    )
    .execute();
  return new Map(known.map(({ number, id }) => [number, id]));
}

const named = ({ line, grant }: Line) => `“使用权限”表第 ${line} 行（编号“${grant.number}”）`;

/** Since the check another batch may have taken the number, and the grant may have passed on, been suspended or ended. */
function assertSameGrant(line: Line, live: LiveGrant | undefined): void {
  if ((live !== undefined) !== (line.action === "update"))
    throw outdated(`检查之后，${named(line)}的编号已由另一批次备案`, "27¶1");
  if (live === undefined) return;
  if (live.holderId !== line.grant.holder.id)
    throw outdated(`检查之后，${named(line)}的权限已由另一单位承接`, "13¶1");
  if (live.state !== "active")
    throw outdated(`检查之后，${named(line)}的权限变为“${grantStateLabel[live.state]}”`, "31");
}

/** What the check allowed is weighed again: since then the class, the items or the day may have changed. */
function assertStillAllowed(line: Line, { content, providerId }: PublishedEntry, today: string): void {
  const { sharingClass, sharingModes, items } = content;
  const { grant } = line;
  const fits =
    providerId !== grant.holder.id &&
    sharingClass !== "not-shared" &&
    (sharingClass === "conditional") === (grant.until !== null) &&
    (grant.until === null || grant.until >= today) &&
    grant.modes.every((mode) => sharingModes.includes(mode)) &&
    grant.columns.every((column) => items.some((item) => item.column === column));
  if (!fits)
    throw outdated(
      `检查之后，“${content.name}”的共享属性、方式、数据项或者提供单位有变化，或者${named(line)}的权限已经到期`,
      "27¶2(2)",
    );
}

/** A grant names what is mounted: where nothing is yet, the filing mounts the table that the data will come into. */
async function resourceOf(
  { tx, matter, at }: Step,
  entry: PublishedEntry,
  { createResource }: GivesGrants,
): Promise<string> {
  const [mounted] = await resourcesOf(tx, entry.id);
  if (mounted !== undefined) return mounted.code;
  if (entry.content.items.some(({ importance }) => importance !== undefined))
    throw outdated(`“${entry.content.name}”含重要数据，须先由提供单位的处室负责人或首席数据官挂载`, "11¶3");
  const resource = await insertResource(tx, entry, matter.startedBy, at);
  await createResource(tx, { ...resource, entryId: entry.id }, entry.content);
  return resource.code;
}

const keepGrant = (tx: Tx, grant: PlannedGrant, by: { grantId: string; matterId: string; at: Date }) => {
  const { number, entryId, holder, approvedOn, approver, document, scope } = grant;
  const facts = {
    holder_id: holder.id,
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
    .values({ old_number: number, grant_id: by.grantId, entry_id: entryId, ...facts })
    .onConflict((conflict) => conflict.column("old_number").doUpdateSet(facts))
    .execute();
};
