import type { JsonObject } from "../contract/json.ts";
import type { EvidenceSource } from "../platform/ledger/index.ts";
import type { StepRow } from "./tables.ts";
import "./tables.ts";

type Recorded = Omit<StepRow, "receipt">;

/**
 * What the ledger commits to of one step, its attachments by their digests. Post, unit and whoever is acted for are
 * left out where there are none: leaves from before they were recorded hold them no more than that.
 */
export function decisionBody(
  { at, wall_at, post_id, unit, on_behalf_of, on_behalf_of_name, ...step }: Recorded,
  matter: { readonly number: string; readonly kind: string },
  files: readonly { readonly id: string; readonly sm3: string }[],
): JsonObject {
  const sorted = files.map(({ id, sm3 }) => ({ id, sm3 })).sort((a, b) => (a.id < b.id ? -1 : 1));
  return {
    ...step,
    ...(post_id === null ? {} : { post_id }),
    ...(unit === null ? {} : { unit }),
    ...(on_behalf_of === null ? {} : { on_behalf_of, on_behalf_of_name }),
    number: matter.number,
    kind: matter.kind,
    at: at.toISOString(),
    wall_at: wall_at.toISOString(),
    files: sorted,
  };
}

/** Decisions read anew from the history, for refs `matters.step:<id>`. */
export const decisionEvidence: EvidenceSource = {
  async read(tx, ids) {
    const bodies = new Map<string, JsonObject>();
    if (ids.length === 0) return bodies;
    const steps = await tx
      .selectFrom("matters.step")
      .innerJoin("matters.matter", "matters.matter.id", "matter_id")
      .selectAll("matters.step")
      .select(["number", "kind"])
      .where("matters.step.id", "in", ids)
      .execute();
    const attached = await tx
      .selectFrom("matters.matter_attachment")
      .select(["step_id", "file_id as id", "sm3"])
      .where("step_id", "in", ids)
      .execute();
    const files = Map.groupBy(attached, ({ step_id }) => step_id);
    for (const { receipt, number, kind, ...step } of steps) {
      bodies.set(step.id, decisionBody(step, { number, kind }, files.get(step.id) ?? []));
    }
    return bodies;
  },
};
