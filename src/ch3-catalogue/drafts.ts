import canonicalize from "canonicalize";
import { hold, party } from "../ch2-parties/index.ts";
import { type EntryContent, emptyEntry, entryId, type NewEntry } from "../contract/entry.ts";
import { lawNow } from "../platform/clocks/index.ts";
import type { Db, Tx } from "../platform/db/tables.ts";
import type { Caller } from "../platform/http/caller.ts";
import { Problem } from "../platform/http/problem.ts";
import { uuid } from "../platform/ids/index.ts";
import { type CataloguePorts, entryNotFound, readable, viewEntry } from "./entries.ts";
import { assertEditable, mayCompile } from "./policy.ts";
import { dropDraft, findEntry, insertEntry, lockEntry, saveDraft } from "./store.ts";

function assertCompiles(caller: Caller): void {
  if (!mayCompile(caller))
    throw new Problem("forbidden", "只有单位的数据经办人可以编制目录", { article: "9(3)" });
}

/** What the caller's unit begins a draft with, or has begun, under the id asked; nothing is written. */
export async function blankEntry(
  db: Db,
  ports: CataloguePorts,
  caller: Caller,
  asked: string = uuid(),
): Promise<NewEntry> {
  assertCompiles(caller);
  const isId = entryId.safeParse(asked).success;
  const kept = isId ? await findEntry(db, asked) : undefined;
  if (kept?.providerId === caller.party.id) return viewEntry(db, ports, caller, asked);
  const { id, name, uscc } = await party(db, caller.party.id);
  return {
    // Nothing could be saved under what is no id, or is taken by another unit.
    id: isId && kept === undefined ? asked : uuid(),
    provider: { id, name },
    providerCode: uscc ?? "",
    status: "draft",
    publishedVersion: null,
    matterId: null,
    draftVersion: 0,
    draft: { ...emptyEntry, format: "table" },
    editable: true,
    issues: [],
  };
}

/**
 * A new draft of the caller's unit; it may be incomplete. Under one id it is made once: who begins it a second time with
 * the same text did not get the answer; with another, has not seen what is there, and is told so as of any draft that was
 * saved meanwhile.
 */
export async function createEntry(
  tx: Tx,
  caller: Caller,
  { id = uuid(), draft }: { id?: string | undefined; draft: EntryContent },
): Promise<string> {
  assertCompiles(caller);
  await hold(tx, [caller.party.id]);
  const made = await insertEntry(tx, {
    id,
    providerId: caller.party.id,
    createdBy: caller.personId,
    draft,
    at: await lawNow(tx),
  });
  if (!made && !(await isOwnDraft(tx, caller, id, draft)))
    await saveEntry(tx, caller, id, { draftVersion: 0, draft });
  return id;
}

async function isOwnDraft(tx: Tx, caller: Caller, id: string, draft: EntryContent): Promise<boolean> {
  const kept = await findEntry(tx, id);
  return kept?.providerId === caller.party.id && canonicalize(kept.draft) === canonicalize(draft);
}

export async function saveEntry(
  tx: Tx,
  caller: Caller,
  id: string,
  change: { draftVersion: number; draft: EntryContent },
): Promise<void> {
  await readable(tx, caller, id);
  const entry = await lockEntry(tx, id);
  if (entry === undefined) throw entryNotFound();
  assertEditable(caller, entry);
  const saved = await saveDraft(tx, id, change.draftVersion, change.draft, await lawNow(tx));
  if (!saved)
    throw new Problem(
      "draft_conflict",
      `草稿已被他人保存为第 ${entry.draftVersion} 稿，您${change.draftVersion === 0 ? "还没有看到" : `看到的是第 ${change.draftVersion} 稿`}；请核对后再保存，您填写的内容仍在页面上`,
    );
}

/** A draft that was never submitted leaves no trace; what was once submitted is kept with its matter. */
export async function dropEntry(tx: Tx, caller: Caller, id: string): Promise<void> {
  await readable(tx, caller, id);
  const entry = await lockEntry(tx, id);
  if (entry === undefined) throw entryNotFound();
  assertEditable(caller, entry);
  if (!(await dropDraft(tx, id)))
    throw new Problem("entry_kept", "报送过的目录要留存，不能删除；不再需要的，请在办件中撤回", {
      article: "12¶3",
    });
}
