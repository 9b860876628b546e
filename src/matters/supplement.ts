import type { Procedure } from "../law/language.ts";
import { toInstant } from "../platform/clocks/index.ts";
import type { Tx } from "../platform/db/tables.ts";
import { Problem } from "../platform/http/problem.ts";
import type { MatterRow } from "./tables.ts";

interface TakenStep {
  readonly action: string;
  readonly from_state: string | null;
  readonly at: Date;
}

/** The step by which this station has asked for a supplement (补正) before, however often the matter came back to it. */
export function supplementAsked(
  procedure: Procedure,
  state: string,
  steps: readonly TakenStep[],
): TakenStep | undefined {
  return steps.find((step) => step.from_state === state && procedure.steps[step.action]?.supplement === true);
}

/** What is missing is told at once and only once; the Measures are silent, so no article is cited. */
export async function assertFirstSupplement(tx: Tx, procedure: Procedure, matter: MatterRow): Promise<void> {
  const steps = await tx
    .selectFrom("matters.step")
    .select(["action", "from_state", "at"])
    .where("matter_id", "=", matter.id)
    .orderBy("seq")
    .execute();
  const asked = supplementAsked(procedure, matter.state, steps);
  if (asked === undefined) return;
  const station = procedure.states[matter.state]?.title ?? matter.state;
  throw new Problem(
    "supplement_asked",
    `“${station}”已于 ${toInstant(asked.at).slice(0, 10)} 要求补正，同一环节只能要求一次（办法未作规定，按平台规则一次性告知）。请按现有材料办理；不能通过的，写明理由作出决定。`,
  );
}
