import { partyNames } from "../ch2-parties/index.ts";
import { withdrawalNotice } from "../contract/catalogue-forms.ts";
import type { WithdrawnEntry } from "../contract/withdrawn-entry.ts";
import { momentWords, toInstant } from "../platform/clocks/index.ts";
import type { Db, Tx } from "../platform/db/tables.ts";
import type { Caller } from "../platform/http/caller.ts";
import { Problem } from "../platform/http/problem.ts";
import { catalogueWithdrawal } from "./article-13-catalogue-withdrawal.ts";
import { isInside } from "./policy.ts";
import "./tables.ts";

const article = "13¶2";

/**
 * An entry that has left the catalogue, for whoever could read it while it was in force: that it is gone, since when, why
 * and where to turn. Undefined for any other entry, and for whoever has no business in the catalogue.
 */
export async function withdrawnEntry(
  db: Db | Tx,
  caller: Caller,
  id: string,
): Promise<WithdrawnEntry | undefined> {
  if (!isInside(caller)) return undefined;
  const row = await db
    .selectFrom("catalogue.entry as entry")
    .innerJoin("matters.matter as matter", "matter.subject_id", "entry.id")
    .select(["entry.id", "entry.code", "entry.catalogue_code as catalogueCode"])
    .select(["entry.published_name as name", "entry.provider_id as providerId"])
    .select(["matter.number", "matter.form", "matter.closed_at as closedAt"])
    .where("entry.id", "=", id)
    .where("matter.kind", "=", catalogueWithdrawal.kind)
    .where("matter.outcome", "=", "done")
    .executeTakeFirst();
  if (row === undefined || row.closedAt === null || row.catalogueCode === null) return undefined;
  const { providerId, closedAt, form, name, catalogueCode, ...entry } = row;
  const { basis, arrangement } = withdrawalNotice.parse(form);
  const provider = (await partyNames(db, [providerId])).get(providerId) ?? "";
  return {
    ...entry,
    catalogueCode,
    name: name ?? "",
    provider: { id: providerId, name: provider },
    withdrawnAt: toInstant(closedAt),
    basis,
    arrangement,
    article,
  };
}

/** Basis and arrangement as one text, whether or not they were written with a full stop. */
export const whyGone = ({ basis, arrangement }: Pick<WithdrawnEntry, "basis" | "arrangement">): string =>
  [basis, arrangement]
    .map((part) => part.replace(/。$/, ""))
    .filter((part) => part !== "")
    .join("。");

/** @throws Problem `entry_gone` where the entry has left the catalogue, and the caller could read it before */
export async function refuseGone(db: Db | Tx, caller: Caller, id: string): Promise<void> {
  const gone = await withdrawnEntry(db, caller, id);
  if (gone !== undefined) throw entryGone(gone);
}

/** The same as a refusal, for whoever asks for the entry itself. */
function entryGone({ name, catalogueCode, provider, ...left }: WithdrawnEntry): Problem {
  const { withdrawnAt, number, basis, arrangement } = left;
  const when = momentWords(new Date(withdrawnAt));
  return new Problem(
    "entry_gone",
    `“${name}”（${catalogueCode}，${provider.name}）已于 ${when} 由办件 ${number} 撤销：${whyGone({ basis, arrangement })}`,
    { article },
  );
}
