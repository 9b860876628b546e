import type { Expression, ExpressionBuilder, SqlBool } from "kysely";
import { insideKinds, type PartyKind } from "../contract/roles.ts";
import type { Tables } from "../platform/db/tables.ts";
import type { Caller } from "../platform/http/caller.ts";
import { Problem } from "../platform/http/problem.ts";
import { type EntryRow, withdrawnMeanwhile } from "./store.ts";

export type Where = (eb: ExpressionBuilder<Tables, "catalogue.entry">) => Expression<SqlBool>;

/** Units that may apply for sharing, and so may hold a grant (Art. 27 ¶1): a regulator inspects, it does not use. */
export const usingKinds: readonly PartyKind[] = insideKinds.filter((kind) => kind !== "regulator");

/** Uses the catalogue in its duties; the public sees the open catalogue on the portal instead. */
export const isInside = (caller: Caller): boolean => insideKinds.includes(caller.party.kind);

/**
 * A draft is seen by its keeper and the auditor, and while it is in review by those who review it: the city's bureau
 * and service agency, a county's bureau in its county, and whoever holds the matter (Art. 12 ¶3-4). What has left the
 * catalogue is seen by the same.
 */
export function mayReadDraft(caller: Caller): Where {
  return (eb) => {
    if (!isInside(caller)) return eb.val(false);
    if (caller.roles.includes("auditor")) return eb.val(true);
    const { id, kind, level, region } = caller.party;
    const own = eb("provider_id", "=", id);
    const closed = eb("status", "in", ["in-review", "withdrawn"]);
    if ((kind === "authority" && level === "city") || kind === "service-agency") return eb.or([own, closed]);
    const provider = eb
      .selectFrom("parties.party as provider")
      .select("provider.id")
      .whereRef("provider.id", "=", "catalogue.entry.provider_id")
      .where("provider.region", "=", region);
    const held = eb
      .selectFrom("matters.matter as matter")
      .select("matter.id")
      .whereRef("matter.id", "=", "catalogue.entry.matter_id")
      .where("matter.holder_party", "=", id);
    const reviews = kind === "authority" ? eb.or([eb.exists(provider), eb.exists(held)]) : eb.exists(held);
    return eb.or([own, eb.and([closed, reviews])]);
  };
}

/** Whoever uses the catalogue in its duties sees what is published; the same condition serves lists and single reads. */
export function mayRead(caller: Caller): Where {
  return (eb) => {
    if (!isInside(caller)) return eb.val(false);
    const inForce = eb.and([eb("published_version", "is not", null), eb("status", "!=", "withdrawn")]);
    return eb.or([inForce, mayReadDraft(caller)(eb)]);
  };
}

/** A data officer of a unit inside compiles entries for that unit (A9.3). */
export function mayCompile(caller: Caller): boolean {
  return isInside(caller) && (caller.roles.includes("data-officer") || caller.roles.includes("section-head"));
}

/** Important and core data are mounted by who answers for them in the unit (Art. 11 ¶3). */
export const mayMountImportant = (caller: Caller): boolean =>
  caller.roles.includes("chief-data-officer") || caller.roles.includes("section-head");

/** Only the provider's own officers edit, and only while nobody is reviewing. */
export function assertEditable(caller: Caller, entry: EntryRow): void {
  if (entry.providerId !== caller.party.id || !mayCompile(caller))
    throw new Problem("entry_not_own", "只有提供单位的经办人可以修改本目录", { article: "9(3)" });
  if (entry.status === "withdrawn") throw withdrawnMeanwhile();
  if (entry.status === "in-review")
    throw new Problem("entry_not_editable", "本目录正在审核，先在办件中撤回或者等待退回后再修改", {
      article: "12¶3",
    });
}
