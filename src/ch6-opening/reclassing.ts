import type { PublishedEntry } from "../ch3-catalogue/index.ts";
import { toInstant } from "../platform/clocks/index.ts";
import type { Db, Tx } from "../platform/db/tables.ts";
import { columnIssue } from "./opening.ts";
import { type LogSeal, publish } from "./publication.ts";
import "./tables.ts";

const strictness = ["unconditional", "conditional", "not-open"];

/**
 * Art. 37 ¶2: a stricter opening class holds once its reviewed change is in force, and so does a grade that keeps an
 * item from being open (Art. 11): what was opened before is withdrawn from the portal in the same transaction.
 */
export async function closeWhatMayNotBeOpen(
  tx: Tx,
  seal: LogSeal,
  { id, content }: PublishedEntry,
  at: Date,
): Promise<void> {
  const open = await openOn(tx, id).forUpdate().executeTakeFirst();
  if (open === undefined) return;
  const { form, code } = open;
  // Important data are not opened in part either: the resource lies in its zone as a whole (Art. 11 ¶3).
  const important = content.items.some(({ importance }) => importance !== undefined);
  const stricter = strictness.indexOf(content.openingClass ?? "") > strictness.indexOf(form.class);
  const columns = form.columns.filter((column) => columnIssue(column, content.items) !== undefined);
  if (!stricter && !important && columns.length === 0) return;
  const [reason, article] = stricter
    ? ["经审核，数据目录已收紧开放属性，提供单位已撤回这个数据集，不再开放", "37¶2"]
    : ["数据目录调整了数据项的级别，提供单位已撤回这个数据集；脱敏后可以重新开放", "11¶4"];
  await takeOff(tx, seal, { id, code }, { reason, article, at });
}

/** Art. 13: what leaves the catalogue is open no longer. */
export async function closeWithEntry(
  tx: Tx,
  seal: LogSeal,
  id: string,
  ground: { reason: string; at: Date },
): Promise<void> {
  const open = await openOn(tx, id).forUpdate().executeTakeFirst();
  if (open !== undefined) await takeOff(tx, seal, { id, code: open.code }, { ...ground, article: "13¶2" });
}

/** Whether a dataset of the entry is open, or suspended only. */
export const isOpenedWith = async (db: Db | Tx, id: string): Promise<boolean> =>
  (await openOn(db, id).executeTakeFirst()) !== undefined;

const openOn = (db: Db | Tx, id: string) =>
  db
    .selectFrom("opening.dataset")
    .select(["code", "form"])
    .where("entry_id", "=", id)
    .where("state", "!=", "withdrawn");

async function takeOff(
  tx: Tx,
  seal: LogSeal,
  { id, code }: { id: string; code: string },
  { reason, article, at }: { reason: string; article: string; at: Date },
): Promise<void> {
  await tx.updateTable("opening.dataset").set({ state: "withdrawn" }).where("entry_id", "=", id).execute();
  await publish(tx, seal, { kind: "withdraw", code, body: { reason, article, since: toInstant(at) } }, at);
}
