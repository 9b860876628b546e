import { libraryForm } from "../../contract/registers.ts";
import type { CivilDate } from "../../law/calendar.ts";
import type { Db, Tx } from "../../platform/db/tables.ts";
import { currentOf } from "./store.ts";

/** Art. 11 ¶1: the city's standards on classification and grading, also those that do not hold yet or no longer. */
export async function classificationStandards(db: Db | Tx) {
  const documents = (await currentOf(db, "library")).map(({ content }) => libraryForm.parse(content));
  return documents.filter(
    ({ documentKind, documentLevel, documentTopic }) =>
      documentKind === "standard" && documentLevel === "city" && documentTopic === "classification",
  );
}

/** Art. 11 ¶1: the city's standard on classification and grading that is in force on a day, the newest first. */
export async function classificationStandard(db: Db | Tx, on: CivilDate) {
  return (await classificationStandards(db))
    .filter(({ effectiveFrom, effectiveUntil }) => effectiveFrom <= on && (effectiveUntil ?? on) >= on)
    .toSorted((a, b) => b.effectiveFrom.localeCompare(a.effectiveFrom))
    .map(({ number, title, edition, effectiveFrom }) => ({ number, title, edition, effectiveFrom }))
    .at(0);
}
