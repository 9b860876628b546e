import type { Db, Tx } from "../platform/db/tables.ts";
import "./office-tables.ts";
import "./tables.ts";

export interface StepTaken {
  readonly action: string;
  readonly title: string;
  readonly persons: ReadonlySet<string>;
}

/**
 * The steps of a matter in order, each with everybody whose hand is in it: whoever took it and was acted for and,
 * where it went through the stages of an office, whoever drafted and passed it.
 */
export async function stepsTaken(db: Db | Tx, matterId: string): Promise<readonly StepTaken[]> {
  const steps = await db
    .selectFrom("matters.step")
    .select(["id", "action", "title", "person_id", "on_behalf_of"])
    .where("matter_id", "=", matterId)
    .orderBy("seq")
    .execute();
  const inside = await db
    .selectFrom("matters.internal_review as review")
    .innerJoin("matters.internal_opinion as opinion", "opinion.review_id", "review.id")
    .select(["review.step_id", "opinion.person_id", "opinion.on_behalf_of"])
    .where("review.matter_id", "=", matterId)
    .where("review.step_id", "is not", null)
    .where("opinion.act", "in", ["drafted", "redrafted", "passed"])
    .execute();
  const hands = Map.groupBy(inside, ({ step_id }) => step_id);
  return steps.map((step) => {
    const all = [step, ...(hands.get(step.id) ?? [])];
    const persons = all.flatMap(({ person_id, on_behalf_of }) => [person_id, on_behalf_of]);
    return { ...step, persons: new Set(persons.filter((id) => id !== null)) };
  });
}
