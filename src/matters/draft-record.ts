import type { JsonObject } from "../contract/json.ts";
import type { OpinionAct, ReviewStage } from "../contract/office.ts";
import type { Tx } from "../platform/db/tables.ts";
import type { Caller } from "../platform/http/caller.ts";
import { uuid } from "../platform/ids/index.ts";
import type { Taken } from "./take.ts";
import "./office-tables.ts";

/** Stages in which a draft still waits for somebody. */
export const openStages: readonly ReviewStage[] = ["section-head", "chief-data-officer", "returned"];

interface Opinion {
  readonly review: string;
  readonly act: OpinionAct;
  /** Where the draft was when this was done. */
  readonly stage: ReviewStage;
  /** Null where the draft ended because the matter moved on. */
  readonly caller: Caller | null;
  readonly opinion: string | null;
  readonly form: JsonObject;
  readonly reasons: string | null;
  readonly at: Date;
  readonly wallAt: Date;
}

/** One hand on a draft; never changed afterwards. */
export async function writeOpinion(tx: Tx, given: Opinion): Promise<void> {
  const { caller } = given;
  await tx
    .insertInto("matters.internal_opinion")
    .values({
      id: uuid(),
      review_id: given.review,
      act: given.act,
      stage: given.stage,
      person_id: caller?.personId ?? null,
      person_name: caller?.personName ?? null,
      post_id: caller?.postId ?? null,
      unit: caller?.unit ?? null,
      on_behalf_of: caller?.actingFor?.id ?? null,
      on_behalf_of_name: caller?.actingFor?.name ?? null,
      opinion: given.opinion,
      form: JSON.stringify(given.form),
      reasons: given.reasons,
      at: given.at,
      wall_at: given.wallAt,
    })
    .execute();
}

/** The draft that became this step is sent; every other draft on the matter has nothing left to decide. */
export async function settleDrafts(tx: Tx, taken: Taken, matterId: string, stepId: string): Promise<void> {
  const { draft, at, wallAt } = taken;
  if (draft !== null) {
    await tx
      .updateTable("matters.internal_review")
      .set((eb) => ({
        stage: "sent",
        version: eb("version", "+", 1),
        matter_id: matterId,
        step_id: stepId,
        decided_by: taken.caller?.personId ?? null,
        at,
      }))
      .where("id", "=", draft)
      .execute();
  }
  if (taken.before === null) return;
  const lapsed = await tx
    .updateTable("matters.internal_review")
    .set((eb) => ({ stage: "lapsed", version: eb("version", "+", 1), at }))
    .where("matter_id", "=", matterId)
    .where("stage", "in", openStages)
    .returning(["id", "form", "reasons"])
    .execute();
  for (const { id, form, reasons } of lapsed) {
    await writeOpinion(tx, {
      review: id,
      act: "lapsed",
      stage: "lapsed",
      caller: null,
      opinion: null,
      form,
      reasons,
      at,
      wallAt,
    });
  }
}
