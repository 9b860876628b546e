import { refuse } from "../law/refusal.ts";
import { type BoundProcedure, bind, type Context, type Guard, type Opening } from "../matters/index.ts";
import type { Tx } from "../platform/db/tables.ts";
import { cataloguePublication } from "./article-12-catalogue-publication.ts";
import { issuesOf } from "./checks.ts";
import {
  type EntryRow,
  findEntry,
  freezeDraft,
  lockEntry,
  type PublishedEntry,
  publishDraft,
  thawDraft,
} from "./store.ts";

/** What follows from a version at the moment it comes into force; `app` fills it with what later chapters do. */
export type ComesIntoForce = (tx: Tx, entry: PublishedEntry, at: Date) => Promise<void>;

/** Art. 12 running: the draft is frozen while it is reviewed and becomes the version in force at the end. */
export function bindPublication(comesIntoForce: ComesIntoForce): BoundProcedure {
  return bind(cataloguePublication, {
    title: async (opening) => `“${(await ownEntry(opening))?.draft.name || "未命名目录"}”目录编制发布`,
    provider: async (opening) => opening.caller.party.id,
    subjectTitle: async (opening) => (await ownEntry(opening))?.draft.name ?? null,
    guards: { entryIsOwn, entryIsDraft, entryIsComplete, noDuplicateName },
    effects: {
      freezeDraft: async (context) => freezeDraft(context.tx, (await subject(context)).id, context.matter.id),
      thawDraft: async (context) => thawDraft(context.tx, await subject(context)),
      publishEntry: (context) => publishEntry(context, comesIntoForce),
    },
    facts: async (db, matter) => {
      const entry = matter.subject && (await findEntry(db, matter.subject.id));
      if (!entry) return [];
      const { items, sharingClass } = entry.draft;
      return [
        { label: "数据项", value: `${items.length} 项`, article: "12¶5" },
        {
          label: "共享类型",
          value: sharingClass === null ? "未明确" : classLabels[sharingClass],
          article: "24",
        },
      ];
    },
  });
}

const classLabels = {
  unconditional: "无条件共享",
  conditional: "有条件共享",
  "not-shared": "不予共享",
} as const;

async function ownEntry(opening: Opening<unknown>): Promise<EntryRow | undefined> {
  const entry = opening.subject === null ? undefined : await findEntry(opening.tx, opening.subject);
  return entry?.providerId === opening.caller.party.id ? entry : undefined;
}

async function subject({ tx, matter }: Pick<Context<unknown>, "tx" | "matter">): Promise<EntryRow> {
  const entry = matter.subject && (await lockEntry(tx, matter.subject.id));
  if (!entry) throw new Error(`matter ${matter.number} has lost its entry`);
  return entry;
}

const entryIsOwn: Guard<unknown> = async (context) => {
  const entry = await subject(context);
  if (entry.providerId !== context.matter.starter)
    return refuse("entry_not_own", "12¶3", "只能报送本单位的数据目录");
};

/** One matter at a time: also one that was returned holds its entry until it is resubmitted or withdrawn. */
const entryIsDraft: Guard<unknown> = async (context) => {
  const entry = await subject(context);
  const open = await context.tx
    .selectFrom("matters.matter")
    .select("number")
    .where("id", "=", entry.matterId)
    .where("outcome", "is", null)
    .executeTakeFirst();
  if (open !== undefined)
    return refuse(
      "entry_not_editable",
      "12¶3",
      `本目录正在办理（${open.number}），不能重复报送；请在该件中修改后重新报送，或者先撤回`,
    );
};

const entryIsComplete: Guard<unknown> = async (context) => {
  const issues = issuesOf((await subject(context)).draft);
  const [first] = issues;
  if (first === undefined) return undefined;
  return refuse(
    "entry_incomplete",
    first.article,
    `还有 ${issues.length} 处要改，改完才能报送`,
    issues.map(({ pointer, detail, article }) => ({ pointer, detail, article })),
  );
};

/** A12.6: consolidation finds the same resource compiled twice. */
const noDuplicateName: Guard<unknown> = async (context) => {
  const entry = await subject(context);
  const twin = await context.tx
    .selectFrom("catalogue.entry")
    .select(["id", "catalogue_code as catalogueCode"])
    .where("published_name", "=", entry.draft.name)
    .where("provider_id", "=", entry.providerId)
    .where("id", "!=", entry.id)
    .executeTakeFirst();
  if (twin !== undefined)
    return refuse(
      "duplicate_entry",
      "12¶4",
      `同一单位已发布同名目录（目录代码 ${twin.catalogueCode ?? "—"}），请退回合并或者改名`,
    );
};

async function publishEntry(context: Context<unknown>, comesIntoForce: ComesIntoForce): Promise<void> {
  const { tx, matter, at } = context;
  const published = await publishDraft(tx, await subject(context), matter.id, at);
  await comesIntoForce(tx, published, at);
  await context.emit(tx, {
    type: "catalogue.entry.published",
    version: 1,
    aggregate: published.id,
    body: { entryId: published.id, code: published.code, version: published.version, matterId: matter.id },
  });
}
