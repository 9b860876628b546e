import { sql } from "kysely";
import { party, partyNames } from "../ch2-parties/index.ts";
import type { DataFormat, Entry, EntryContent, EntrySummary, MountResource } from "../contract/entry.ts";
import { dataFormatLabel } from "../contract/labels.zh.ts";
import { lawNow, toInstant } from "../platform/clocks/index.ts";
import type { Db, Tx } from "../platform/db/tables.ts";
import type { Caller } from "../platform/http/caller.ts";
import { Problem } from "../platform/http/problem.ts";
import { statedGrade } from "./checks.ts";
import { issuesIn, placeOf } from "./checks-in-place.ts";
import { filedFacts, oldCodesOf } from "./filed.ts";
import { mayCompile, mayMountImportant, mayRead, mayReadDraft, type Where } from "./policy.ts";
import {
  type EntryRow,
  entryQuery,
  insertResource,
  lockEntry,
  type PublishedEntry,
  publishedContents,
  publishedEntry,
  resourcesOf,
  withdrawnMeanwhile,
} from "./store.ts";
import { refuseGone } from "./withdrawn-entry.ts";

/** What the catalogue needs of the folders around it; `app` fills it. */
export interface CataloguePorts {
  /**
   * Enters a resource with the items of the entry; what stores it is made when it is first needed. `mounting`: what the
   * provider says of it, by whom; nothing where it comes of a filing.
   */
  createResource(
    tx: Tx,
    resource: { id: string; code: string; kind: DataFormat; entryId: string },
    content: EntryContent,
    mounting?: { readonly given: MountResource; readonly by: Caller },
  ): Promise<void>;
  /** Rows in force of a resource, as an int64 string. */
  rowCount(db: Db | Tx, resourceId: string): Promise<string>;
}

export const entryNotFound = () => new Problem("not_found", "没有这条数据目录，或者无权查看");

/** Mounts a table, files or an interface on the entry in force, as its format says (Art. 12 ¶3, ¶5): one per entry. */
export async function mountResource(
  tx: Tx,
  ports: CataloguePorts,
  caller: Caller,
  id: string,
  given: MountResource,
): Promise<string> {
  const { kind } = given;
  await readable(tx, caller, id);
  if ((await lockEntry(tx, id))?.status === "withdrawn") throw withdrawnMeanwhile();
  const published = await mountableEntry(tx, caller, id);
  if ((await resourcesOf(tx, id)).length > 0)
    throw new Problem("already_mounted", "本目录已挂载数据资源，请直接使用", { article: "12¶3" });
  const format = published.content.format ?? "table";
  if (kind !== format)
    throw new Problem(
      "format_differs",
      `目录的数据格式是“${dataFormatLabel[format]}”，不能挂载${dataFormatLabel[kind]}；格式填错了的，请先变更目录`,
      { article: "12¶5", errors: [{ pointer: "/kind", detail: `应为${dataFormatLabel[format]}` }] },
    );
  const resource = await insertResource(tx, published, caller.personId, await lawNow(tx));
  await ports.createResource(tx, { ...resource, entryId: id }, published.content, {
    given,
    by: caller,
  });
  return resource.code;
}

/** The entry in force, on which the caller mounts data of its own unit or keeps what is mounted. @throws Problem */
export async function mountableEntry(db: Db | Tx, caller: Caller, id: string): Promise<PublishedEntry> {
  const entry = await readable(db, caller, id);
  if (entry.providerId !== caller.party.id || !(mayCompile(caller) || mayMountImportant(caller)))
    throw new Problem("entry_not_own", "只有提供单位可以在本目录上挂载数据", { article: "12¶3" });
  const published = await publishedEntry(db, id);
  if (published === undefined)
    throw new Problem("entry_not_published", "目录发布后才能挂载数据，请先报送审核", { article: "12¶3" });
  if (
    published.content.items.some(({ importance }) => importance !== undefined) &&
    !mayMountImportant(caller)
  )
    throw new Problem("zone_post_needed", "含重要数据或者核心数据，由本单位处室负责人或者首席数据官挂载", {
      article: "11¶3",
    });
  return published;
}

/** An entry as a caller sees it: that a published one is being changed is its keeper's and its reviewers' business. */
interface SeenEntry extends EntryRow {
  readonly seesDraft: boolean;
}

/** The entries that the caller may read; `draft` is not to be shown where `seesDraft` is false. */
const readableEntries = (db: Db | Tx, caller: Caller) =>
  entryQuery(db)
    .select((eb) => sql<boolean>`${mayReadDraft(caller)(eb)}`.as("seesDraft"))
    .where(mayRead(caller));

const seen = (row: SeenEntry): SeenEntry =>
  !row.seesDraft && row.status === "in-review" ? { ...row, status: "published" } : row;

export async function readable(db: Db | Tx, caller: Caller, id: string): Promise<SeenEntry> {
  const row = await readableEntries(db, caller).where("id", "=", id).executeTakeFirst();
  if (row !== undefined) return seen(row);
  await refuseGone(db, caller, id);
  throw entryNotFound();
}

export async function viewEntry(
  db: Db | Tx,
  ports: CataloguePorts,
  caller: Caller,
  id: string,
): Promise<Entry> {
  const row = await readable(db, caller, id);
  const own = row.providerId === caller.party.id;
  const published = await publishedEntry(db, id);
  const provider = await party(db, row.providerId);
  const resources = await resourcesOf(db, id);
  const { seesDraft } = row;
  const filed = await filedFacts(db, id);
  const oldCodes = (await oldCodesOf(db, [id])).get(id) ?? [];
  return {
    ...summary(row, { provider: provider.name, published: published?.content, oldCodes }),
    filed: filed && { ...filed, at: toInstant(filed.at) },
    providerCode: provider.uscc ?? "",
    // Whoever is neither provider nor reviewer sees the version in force in place of the draft.
    draftVersion: seesDraft ? row.draftVersion : (row.publishedVersion ?? 0),
    draft: seesDraft || published === undefined ? row.draft : published.content,
    published: published?.content ?? null,
    publishedAt: published ? toInstant(published.publishedAt) : null,
    matterId: seesDraft ? row.matterId : null,
    resources: await Promise.all(
      resources.map(async (resource) => ({
        ...resource,
        rows: await ports.rowCount(db, resource.id),
      })),
    ),
    editable: own && mayCompile(caller) && row.status !== "in-review" && row.status !== "withdrawn",
    issues: seesDraft ? issuesIn(await placeOf(db, await lawNow(db)), row.draft) : [],
  };
}

export async function listEntries(
  db: Db,
  caller: Caller,
  query: {
    q?: string | undefined;
    status?: EntryRow["status"] | undefined;
    provider?: string | undefined;
    mine?: boolean | undefined;
    limit: number;
    after: { at: string; id: string } | undefined;
  },
): Promise<{ items: EntrySummary[]; last: { at: string; id: string } | null }> {
  const { limit, after } = query;
  let select = readableEntries(db, caller)
    .orderBy("updated_at", "desc")
    .orderBy("id", "desc")
    .limit(limit + 1);
  if (query.q) {
    const pattern = `%${query.q.replace(/[\\%_]/g, "\\$&")}%`;
    select = select.where((eb) =>
      eb.or([
        eb("published_name", "ilike", pattern),
        eb.and([
          eb("provider_id", "=", caller.party.id),
          eb(eb.ref("draft", "->>").key("name"), "ilike", pattern),
        ]),
      ]),
    );
  }
  if (query.status) select = select.where(hasStatus(caller, query.status));
  if (query.mine) select = select.where("provider_id", "=", caller.party.id);
  if (query.provider) select = select.where("provider_id", "=", query.provider);
  if (after)
    select = select.where((eb) =>
      eb(eb.refTuple("updated_at", "id"), "<", eb.tuple(new Date(after.at), after.id)),
    );
  const rows = (await select.execute()).map(seen);
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    items: (await summaries(db, shown)).items,
    last: rows.length > limit && last ? { at: last.updatedAt.toISOString(), id: last.id } : null,
  };
}

/** What lists show of entries, with the contents they are shown by: the version in force, else the draft. */
async function summaries(
  db: Db,
  rows: readonly EntryRow[],
): Promise<{ items: EntrySummary[]; contents: Map<string, EntryContent> }> {
  const names = await partyNames(
    db,
    rows.map(({ providerId }) => providerId),
  );
  const published = await publishedContents(
    db,
    rows.map(({ id }) => id),
  );
  const codes = await oldCodesOf(
    db,
    rows.map(({ id }) => id),
  );
  return {
    items: rows.map((row) =>
      summary(row, {
        provider: names.get(row.providerId) ?? "",
        published: published.get(row.id),
        oldCodes: codes.get(row.id) ?? [],
      }),
    ),
    contents: new Map(rows.map((row) => [row.id, published.get(row.id) ?? row.draft])),
  };
}

/** Those of the named entries that the caller may read, in the order given. */
export async function listedEntries(
  db: Db,
  caller: Caller,
  ids: readonly string[],
): Promise<{ items: EntrySummary[]; contents: Map<string, EntryContent>; rows: SeenEntry[] }> {
  if (ids.length === 0) return { items: [], contents: new Map(), rows: [] };
  const found = await readableEntries(db, caller)
    .where("id", "in", [...ids])
    .execute();
  const byId = new Map(found.map((row) => [row.id, seen(row)]));
  const rows = ids.flatMap((id) => byId.get(id) ?? []);
  return { ...(await summaries(db, rows)), rows };
}

/** All entries of the caller's unit, the latest first. */
export async function ownIds(db: Db, caller: Caller): Promise<string[]> {
  const rows = await readableEntries(db, caller)
    .where("provider_id", "=", caller.party.id)
    .orderBy("updated_at", "desc")
    .execute();
  return rows.map(({ id }) => id);
}

/** The status that the caller is shown, as a condition: see `seen`. */
export function hasStatus(caller: Caller, status: EntryRow["status"]): Where {
  return (eb) => {
    const mayReadIt = mayReadDraft(caller)(eb);
    if (status === "in-review") return eb.and([eb("status", "=", status), mayReadIt]);
    const unseenChange = eb.and([eb("status", "=", "in-review"), eb.not(mayReadIt)]);
    return status === "published"
      ? eb.or([eb("status", "=", status), unseenChange])
      : eb("status", "=", status);
  };
}

function summary(
  row: EntryRow,
  known: { provider: string; published: EntryContent | undefined; oldCodes: readonly string[] },
): EntrySummary {
  const { provider, published, oldCodes } = known;
  const content = published ?? row.draft;
  return {
    id: row.id,
    code: row.code,
    catalogueCode: row.catalogueCode,
    name: content.name,
    provider: { id: row.providerId, name: provider },
    status: row.status,
    sharingClass: content.sharingClass,
    openingClass: content.openingClass,
    grade: statedGrade(content),
    publishedVersion: row.publishedVersion,
    oldCodes: [...oldCodes],
    updatedAt: toInstant(row.updatedAt),
  };
}
