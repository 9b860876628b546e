import type { CivilDate } from "../../law/calendar.ts";
import type { Db, Tx } from "../../platform/db/tables.ts";
import { ruleOf } from "./grading-floors.ts";
import { type ClassificationStandard, classificationStandards, replacementOf } from "./standards.ts";
import { currentOf } from "./store.ts";

/** A department's rules that were made under a standard which another has replaced since (Art. 11 ¶4). */
export interface ReplacedRules {
  readonly record: string;
  readonly title: string;
  readonly edition: string;
  readonly keeper: { readonly id: string; readonly name: string };
  readonly standard: string;
  readonly replacedBy: ClassificationStandard;
}

/**
 * Rules name their standard by number. Of a new edition under the same number they are behind until they get a version
 * of their own: what was written first is older.
 */
export async function replacedRules(db: Db | Tx, on: CivilDate): Promise<ReplacedRules[]> {
  const all = await classificationStandards(db);
  const written = new Map((await currentOf(db, "library")).map(({ id, at }) => [id, at]));
  return (await currentOf(db, "grading-rules")).flatMap((row) => {
    const { title, edition, standard } = ruleOf(row);
    const named = all.find(({ number }) => number === standard);
    if (named === undefined) return [];
    const later =
      named.version > 1 && named.effectiveFrom <= on && (written.get(named.record) ?? row.at) > row.at;
    const replacedBy = replacementOf(named, all, on) ?? (later ? named : undefined);
    if (replacedBy === undefined) return [];
    const keeper = { id: row.keeperId, name: row.keeperName };
    return [{ record: row.id, title, edition, keeper, standard, replacedBy }];
  });
}
