import type { Expression, ExpressionBuilder, SqlBool } from "kysely";
import type { Tables } from "../platform/db/tables.ts";
import type { Caller } from "../platform/http/caller.ts";
import { Problem } from "../platform/http/problem.ts";
import type { EntryRow } from "./store.ts";

type Where = (eb: ExpressionBuilder<Tables, "catalogue.entry">) => Expression<SqlBool>;

/** Units that use the catalogue in their duties; the public sees the open catalogue on the portal instead. */
const insideKinds = [
  "government",
  "authority",
  "service-agency",
  "department",
  "public-service-enterprise",
  "superior-unit",
  "regulator",
];

export const isInside = (caller: Caller): boolean => insideKinds.includes(caller.party.kind);

/**
 * A department sees its own entries and whatever is published; the bureaus and the service agency also what is
 * in review; the auditor everything. The same condition serves lists and single reads.
 */
export function mayRead(caller: Caller): Where {
  return (eb) => {
    const published = eb("published_version", "is not", null);
    const own = eb("provider_id", "=", caller.party.id);
    if (!isInside(caller)) return eb.val(false);
    if (caller.roles.includes("auditor")) return eb.val(true);
    if (caller.party.kind === "authority" || caller.party.kind === "service-agency")
      return eb.or([own, published, eb("status", "=", "in-review")]);
    return eb.or([own, published]);
  };
}

/** A data officer of a unit inside compiles entries for that unit (A9.3). */
export function mayCompile(caller: Caller): boolean {
  return isInside(caller) && (caller.roles.includes("data-officer") || caller.roles.includes("section-head"));
}

/** Only the provider's own officers edit, and only while nobody is reviewing. */
export function assertEditable(caller: Caller, entry: EntryRow): void {
  if (entry.providerId !== caller.party.id || !mayCompile(caller))
    throw new Problem("entry_not_own", "只有提供单位的经办人可以修改本目录", { article: "9¶1(3)" });
  if (entry.status === "in-review")
    throw new Problem("entry_not_editable", "本目录正在审核，先在办件中撤回或者等待退回后再修改", {
      article: "12¶3",
    });
}
