import { libraryForm } from "../../contract/registers.ts";
import type { CivilDate } from "../../law/calendar.ts";
import type { Db, Tx } from "../../platform/db/tables.ts";
import { currentOf } from "./store.ts";

/** A standard of the city on classification and grading, as the library has it now. */
export interface ClassificationStandard {
  /** Id of its record in the library, and the version of that record. */
  readonly record: string;
  readonly version: number;
  readonly number: string;
  readonly title: string;
  readonly edition: string;
  readonly effectiveFrom: CivilDate;
  readonly effectiveUntil: CivilDate | null;
  /** Number of the standard that it replaces; empty where it replaces none. */
  readonly supersedes: string;
}

/** Art. 11 ¶1: the city's standards on classification and grading, also those that do not hold yet or no longer. */
export async function classificationStandards(db: Db | Tx): Promise<ClassificationStandard[]> {
  return (await currentOf(db, "library")).flatMap(({ id, version, content }) => {
    const document = libraryForm.parse(content);
    const { documentKind, documentLevel, documentTopic } = document;
    if (documentKind !== "standard" || documentLevel !== "city" || documentTopic !== "classification")
      return [];
    const { number, title, edition, effectiveFrom, effectiveUntil, supersedes } = document;
    return [{ record: id, version, number, title, edition, effectiveFrom, effectiveUntil, supersedes }];
  });
}

const holds = ({ effectiveFrom, effectiveUntil }: ClassificationStandard, on: CivilDate): boolean =>
  effectiveFrom <= on && (effectiveUntil ?? on) >= on;

/** What has taken the place of a standard of this number by a day. */
const successorOf = (number: string, all: readonly ClassificationStandard[], on: CivilDate) =>
  all.find((other) => other.supersedes === number && holds(other, on));

/**
 * Art. 11 ¶1: those in force on a day, the one that has held longest first. A standard goes when another says that it
 * replaces it; one on something else stands beside it.
 */
export async function standardsInForce(db: Db | Tx, on: CivilDate): Promise<ClassificationStandard[]> {
  const all = await classificationStandards(db);
  return all
    .filter((one) => holds(one, on) && successorOf(one.number, all, on) === undefined)
    .toSorted((a, b) => a.effectiveFrom.localeCompare(b.effectiveFrom));
}

/** The city's standard in force on a day: of several the one that has held longest. */
export async function classificationStandard(db: Db | Tx, on: CivilDate) {
  return (await standardsInForce(db, on))
    .map(({ number, title, edition, effectiveFrom }) => ({ number, title, edition, effectiveFrom }))
    .at(0);
}

/**
 * What has replaced a standard by a day: a new edition of the same record, or the standard that says so, or what came
 * after that one; undefined where it stands as it was.
 */
export function replacementOf(
  used: Pick<ClassificationStandard, "record" | "number" | "edition">,
  all: readonly ClassificationStandard[],
  on: CivilDate,
): ClassificationStandard | undefined {
  const seen = new Set([used.number]);
  let newest: ClassificationStandard | undefined;
  let next = successorOf(used.number, all, on);
  // Records of before the library looked for circles may still stand in one.
  while (next !== undefined && !seen.has(next.number)) {
    seen.add(next.number);
    newest = next;
    next = successorOf(next.number, all, on);
  }
  return (
    newest ??
    all.find(
      ({ record, edition, effectiveFrom }) =>
        record === used.record && edition !== used.edition && effectiveFrom <= on,
    )
  );
}
