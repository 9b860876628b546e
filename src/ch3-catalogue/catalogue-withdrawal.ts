import { z } from "zod";
import type { withdrawalNotice } from "../contract/catalogue-forms.ts";
import { refuse } from "../law/refusal.ts";
import { type BoundProcedure, bind, type Context, type Guard, type Matters } from "../matters/index.ts";
import type { Db, Tx } from "../platform/db/tables.ts";
import type { Events } from "../platform/events/index.ts";
import { catalogueWithdrawal } from "./article-13-catalogue-withdrawal.ts";
import { changeHasHappened } from "./catalogue-update.ts";
import { entryNamed, heldBy, nameInForce, openMatter, subject } from "./chain.ts";
import { entryInForce, freezeDraft, type PublishedEntry, publishedEntry, thawDraft } from "./store.ts";
import { whyGone } from "./withdrawn-entry.ts";

type Form = z.infer<typeof withdrawalNotice>;

/** What others have of an entry that stands. */
export interface InUse {
  /** Names of the units that hold grants. */
  readonly holders: readonly string[];
  readonly open: boolean;
}

/** What later chapters do where an entry leaves the catalogue; `app` fills it. */
export interface LeavesCatalogue {
  inUse(db: Db | Tx, entryId: string): Promise<InUse>;
  /** Ends grants and openings. Returns the units that held grants. */
  end(tx: Tx, entry: PublishedEntry, ground: { reason: string; at: Date }): Promise<readonly string[]>;
}

/** Art. 13 running where nothing is left to update. */
export function bindWithdrawal(leaves: LeavesCatalogue): BoundProcedure {
  /** Art. 73 item 11: nobody who relies on the data learns from a refused call that it is gone. */
  const usersAreProvidedFor: Guard<Form> = async ({ tx, matter }) => {
    if (matter.form.arrangement !== "") return undefined;
    const { holders, open } = await leaves.inUse(tx, matter.subject?.id ?? "");
    if (holders.length === 0 && !open) return undefined;
    return refuse(
      "users_not_provided_for",
      "73(11)",
      `本目录仍在使用（${inWords({ holders, open })}），须写明对使用单位的安排：改用哪个目录、从哪里取得数据`,
      [{ pointer: "/form/arrangement", detail: "仍有使用权限或者已经开放的，须填写" }],
    );
  };
  return bind(catalogueWithdrawal, {
    title: async (opening) => `“${await nameInForce(opening)}”数据目录撤销`,
    provider: async (opening) => (await entryNamed(opening))?.providerId ?? null,
    subjectTitle: nameInForce,
    guards: { entryIsPublished, changeHasHappened, draftIsFree, usersAreProvidedFor },
    effects: {
      freezeDraft: async (context) => freezeDraft(context.tx, (await subject(context)).id, context.matter.id),
      thawDraft: async (context) => thawDraft(context.tx, await subject(context)),
      withdrawEntry: async (context) => withdraw(context, leaves),
    },
    facts: async (db, matter) => {
      const entry = matter.subject && (await publishedEntry(db, matter.subject.id));
      if (!entry) return [];
      return [{ label: "正在使用", value: inWords(await leaves.inUse(db, entry.id)), article: "73(11)" }];
    },
  });
}

/**
 * Art. 13, 73 item 11: the users were provided for when the withdrawal began, so none are added until it is decided. The
 * entry is held by whoever asks, so that none begins meanwhile.
 */
export const entryStays: Guard<unknown> = async ({ tx, matter }) => {
  const leaving =
    matter.subject && (await openMatter(tx, catalogueWithdrawal.kind, matter.subject.id, matter.id));
  if (leaving)
    return refuse(
      "entry_leaving",
      "13¶2",
      `本目录正在办理撤销（${leaving}），决定以前不新给使用权限，也不新开放；不同意撤销的，本件可以接着办理`,
    );
};

async function withdraw(context: Context<Form>, leaves: LeavesCatalogue): Promise<void> {
  const { tx, matter, at, emit } = context;
  const { id } = await subject(context);
  const entry = await entryInForce(tx, id);
  const reason = `数据目录已撤销：${whyGone(matter.form)}`;
  const holders = await leaves.end(tx, entry, { reason, at });
  await tx
    .updateTable("catalogue.entry")
    .set({ status: "withdrawn", updated_at: at })
    .where("id", "=", id)
    .execute();
  await tx.updateTable("catalogue.search").set({ gone: true }).where("entry_id", "=", id).execute();
  await emit(tx, {
    type: "catalogue.entry.withdrawn",
    version: 1,
    aggregate: id,
    body: { entryId: id, name: entry.content.name, number: matter.number, holders: [...holders] },
  });
}

const gone = z.object({ entryId: z.uuid(), number: z.string() });

/**
 * Nothing is left to update, to grade or to apply for: what is open about the entry ends with it, by the step that each
 * procedure about entries declares for this, and whoever began or held it learns why.
 */
export function endWithEntry(events: Events, { endWithSubject }: Pick<Matters, "endWithSubject">) {
  events.subscribe("catalogue.entry.withdrawn", "catalogue.withdrawals", async ({ body }, tx) => {
    const { entryId, number } = gone.parse(body);
    const reasons = `数据目录已经由办件${number}撤销，本件终止`;
    await endWithSubject(tx, { type: "entry", id: entryId }, reasons);
  });
}

function inWords({ holders, open }: InUse): string {
  const shared = holders.length === 0 ? [] : [`${holders.join("、")}持有使用权限`];
  return [...shared, ...(open ? ["已向社会开放"] : [])].join("；") || "没有使用权限，没有开放";
}

const entryIsPublished: Guard<Form> = async (context) => {
  if ((await subject(context)).publishedVersion === null)
    return refuse("entry_not_published", "13¶1", "目录还没有发布，直接删除草稿或者撤回报送即可");
};

const draftIsFree: Guard<Form> = async (context) => {
  const held = await heldBy(context.tx, await subject(context), context.matter.id);
  if (held !== undefined)
    return refuse("entry_not_editable", "13¶1", `本目录正在另一件中办理（${held}），请先办结或者撤回该件`);
};
