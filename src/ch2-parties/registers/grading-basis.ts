import type { CivilDate } from "../../law/calendar.ts";
import type { Db, Tx } from "../../platform/db/tables.ts";
import { ruleOf } from "./grading-floors.ts";
import { type ClassificationStandard, standardsInForce } from "./standards.ts";
import { currentOf } from "./store.ts";

/** What a unit grades by: the city's standards in force and its own rules under them, each in a version. */
export interface GradingBasis {
  readonly standards: readonly Pick<
    ClassificationStandard,
    "record" | "version" | "number" | "title" | "edition" | "effectiveFrom"
  >[];
  readonly rules: readonly {
    readonly record: string;
    readonly version: number;
    readonly title: string;
    readonly edition: string;
  }[];
}

/** The basis of each of these units on a day (Art. 11 ¶1, ¶4). */
export async function gradingBasis(
  db: Db | Tx,
  units: readonly string[],
  on: CivilDate,
): Promise<(unit: string) => GradingBasis> {
  const standards = (await standardsInForce(db, on)).map(
    ({ record, version, number, title, edition, effectiveFrom }) => ({
      record,
      version,
      number,
      title,
      edition,
      effectiveFrom,
    }),
  );
  const rules = (await currentOf(db, "grading-rules"))
    .filter(({ keeperId }) => units.includes(keeperId))
    .map((row) => ({ ...row, rule: ruleOf(row) }))
    .filter(
      ({ rule }) => rule.effectiveFrom <= on && standards.some(({ number }) => number === rule.standard),
    );
  return (unit) => ({
    standards,
    rules: rules
      .filter(({ keeperId }) => keeperId === unit)
      .map(({ id, version, rule: { title, edition } }) => ({ record: id, version, title, edition })),
  });
}
