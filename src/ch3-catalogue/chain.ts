import type { EntryContent } from "../contract/entry.ts";
import { dataFormatLabel, sharingClassLabel } from "../contract/labels.zh.ts";
import { parameters } from "../law/parameters.ts";
import { type Refusal, refuse } from "../law/refusal.ts";
import {
  type Context,
  chineseDate,
  type Fact,
  type Facts,
  type Guard,
  type Opening,
} from "../matters/index.ts";
import type { Db, Tx } from "../platform/db/tables.ts";
import { narrowedConditions } from "./added-conditions.ts";
import type { Issue } from "./checks.ts";
import { issuesIn, placeOf } from "./checks-in-place.ts";
import { floorIssues } from "./grading-floors.ts";
import {
  type EntryRow,
  findEntry,
  lockEntry,
  type PublishedEntry,
  publishDraft,
  publishedEntry,
  resourcesOf,
  withdrawnMeanwhile,
} from "./store.ts";

/** What the ways through the chain of review, verification and re-review have in common (Art. 12, 13). */

/** What follows from a version at the moment it comes into force; `app` fills it with what later chapters do. */
export type ComesIntoForce = (tx: Tx, entry: PublishedEntry, at: Date) => Promise<void>;

export async function entryNamed({ tx, subject }: Opening<unknown>): Promise<EntryRow | undefined> {
  return subject === null ? undefined : findEntry(tx, subject);
}

/** Name of the version in force; null where there is none that a stranger may know of. */
export async function nameInForce({ tx, subject }: Opening<unknown>): Promise<string | null> {
  if (subject === null) return null;
  return (await publishedEntry(tx, subject))?.content.name ?? null;
}

export async function ownEntry(opening: Opening<unknown>): Promise<EntryRow | undefined> {
  const entry = await entryNamed(opening);
  return entry?.providerId === opening.caller.party.id ? entry : undefined;
}

/** The entry of the matter, locked. What has left the catalogue cannot be worked on any more. */
export async function subject({ tx, matter }: Pick<Context<unknown>, "tx" | "matter">): Promise<EntryRow> {
  const entry = matter.subject && (await lockEntry(tx, matter.subject.id));
  if (!entry) throw new Error(`matter ${matter.number} has lost its entry`);
  if (entry.status === "withdrawn") throw withdrawnMeanwhile();
  return entry;
}

/** Number of the open matter that holds the entry's draft, other than this one. */
export async function heldBy(tx: Tx, entry: EntryRow, matterId: string): Promise<string | undefined> {
  const open = await tx
    .selectFrom("matters.matter")
    .select("number")
    .where("id", "=", entry.matterId)
    .where("id", "!=", matterId)
    .where("outcome", "is", null)
    .executeTakeFirst();
  return open?.number;
}

/** Number of another open matter of this kind about the entry. */
export async function openMatter(
  tx: Tx,
  kind: string,
  entryId: string,
  except: string,
): Promise<string | undefined> {
  const open = await tx
    .selectFrom("matters.matter")
    .select("number")
    .where("kind", "=", kind)
    .where("subject_id", "=", entryId)
    .where("outcome", "is", null)
    .where("id", "!=", except)
    .executeTakeFirst();
  return open?.number;
}

export const entryIsComplete: Guard<unknown> = async (context) => {
  const { id, draft, providerId } = await subject(context);
  const { tx, at } = context;
  const issues = [
    ...issuesIn(await placeOf(tx, at), draft),
    ...(await floorIssues(tx, providerId, draft, at)),
    ...(await formatIssues(tx, id, draft)),
  ];
  const [first] = issues;
  if (first === undefined) return importanceStands(context);
  return refuse(
    "entry_incomplete",
    first.article,
    `还有 ${issues.length} 处要改，改完才能报送`,
    issues.map(({ pointer, detail, article }) => ({ pointer, detail, article })),
  );
};

/** What is mounted stays what it is: data of another format are another resource (Art. 12 ¶5). */
async function formatIssues(tx: Tx, entryId: string, { format }: EntryContent): Promise<Issue[]> {
  const [mounted] = await resourcesOf(tx, entryId);
  if (mounted === undefined || format === null || mounted.kind === format) return [];
  return [
    {
      pointer: "/format",
      field: 3,
      detail: `已挂载${dataFormatLabel[mounted.kind]}，数据格式不能再改；以${dataFormatLabel[format]}提供的数据请另编一条目录`,
      article: "12¶5",
    },
  ];
}

/** What was found to be important or core data is found to be otherwise by regrading only, never in passing. */
async function importanceStands({ tx, matter }: Context<unknown>): Promise<Refusal | undefined> {
  const entry = await subject({ tx, matter });
  const inForce = await publishedEntry(tx, entry.id);
  const dropped = (inForce?.content.items ?? []).filter(
    ({ column, importance }) =>
      importance !== undefined &&
      entry.draft.items.some((item) => item.column === column && item.importance !== importance),
  );
  if (dropped.length > 0)
    return refuse(
      "importance_dropped",
      "11¶4",
      `${dropped.map(({ name }) => `“${name}”`).join("、")}已认定为重要数据或者核心数据，改变认定须办理重新定级`,
    );
}

/** A12.6: consolidation finds the same resource compiled twice. */
export const noDuplicateName: Guard<unknown> = async (context) => {
  const entry = await subject(context);
  const twin = await context.tx
    .selectFrom("catalogue.entry")
    .select(["id", "catalogue_code as catalogueCode"])
    .where("published_name", "=", entry.draft.name)
    .where("provider_id", "=", entry.providerId)
    .where("id", "!=", entry.id)
    .where("status", "!=", "withdrawn")
    .executeTakeFirst();
  if (twin !== undefined)
    return refuse(
      "duplicate_entry",
      "12¶4",
      `同一单位已发布同名目录（目录代码 ${twin.catalogueCode ?? "—"}），请退回合并或者改名`,
    );
};

export async function publishEntry(
  context: Context<unknown>,
  comesIntoForce: ComesIntoForce,
): Promise<PublishedEntry> {
  const { tx, matter, at } = context;
  const published = await publishDraft(tx, await subject(context), matter.id, at);
  await inForce(context, published, comesIntoForce);
  return published;
}

/** Whatever follows from a new version, and word of it to everybody else. */
export async function inForce(
  context: Context<unknown>,
  entry: PublishedEntry,
  comesIntoForce: ComesIntoForce,
): Promise<void> {
  await comesIntoForce(context.tx, entry, context.at);
  await tellPublished(context, entry);
}

/** Word of a new version to everybody else. */
export async function tellPublished(
  { tx, matter, emit }: Pick<Context<unknown>, "tx" | "matter" | "emit">,
  entry: Pick<PublishedEntry, "id" | "code" | "version">,
): Promise<void> {
  await emit(tx, {
    type: "catalogue.entry.published",
    version: 1,
    aggregate: entry.id,
    body: { entryId: entry.id, code: entry.code, version: entry.version, matterId: matter.id },
  });
}

/** Art. 25 ¶3 as the provider is warned of it; the matter names the day once it has been prompted. */
async function unstated(db: Db | Tx, matterId: string): Promise<string> {
  const prompted = await db
    .selectFrom("matters.deadline")
    .select("due_on")
    .where("matter_id", "=", matterId)
    .where("name", "=", "unstated")
    .where("state", "=", "open")
    .executeTakeFirst();
  return prompted === undefined
    ? `未明确：审核时将提示，自提示之日起${parameters["unstated-class"].value}个工作日内仍不明确的，依法视为无条件共享`
    : `未明确：已经提示，${chineseDate(prompted.due_on)}以前仍不明确的，依法视为无条件共享`;
}

/** What a reviewer wants to know at a glance of the draft. */
export const draftFacts: Facts<unknown> = async (db, matter): Promise<readonly Fact[]> => {
  const entry = matter.subject && (await findEntry(db, matter.subject.id));
  if (!entry) return [];
  const { items, sharingClass } = entry.draft;
  const inForce = await publishedEntry(db, entry.id);
  return [
    { label: "数据项", value: `${items.length} 项`, article: "12¶5" },
    {
      label: "共享类型",
      value: sharingClass === null ? await unstated(db, matter.id) : sharingClassLabel[sharingClass],
      article: sharingClass === null ? "25¶3" : "24",
    },
    ...(inForce === undefined ? [] : narrowedConditions(inForce.content, entry.draft)),
  ];
};
