import type { z } from "zod";
import type { JsonObject } from "../contract/json.ts";
import type { pathStation, stepDeadlines } from "../contract/matter.ts";
import { chineseCitation } from "../law/citation.ts";
import type { Procedure, Step } from "../law/language.ts";
import { type Parameters, promisedDays } from "../law/parameters.ts";
import { toInstant } from "../platform/clocks/index.ts";
import { actorTitle, actorTitleIn } from "./actors.ts";
import { applies } from "./deadlines.ts";
import type { MatterRow, StepRow } from "./tables.ts";

type Station = z.infer<typeof pathStation>;

/** The law's and the city's limit of a station; null where the Measures are silent or the city promises nothing. */
export function limitsIn(
  procedure: Procedure,
  state: string,
  form: JsonObject,
  parameters: Parameters,
): z.infer<typeof stepDeadlines> {
  const rule = Object.values(procedure.deadlines).find(
    (candidate) => candidate.over.includes(state) && applies(candidate, form),
  );
  if (rule === undefined) return { statutory: null, promised: null };
  const { statutory, promised } = rule;
  return {
    statutory:
      "days" in statutory ? { workingDays: statutory.days, article: chineseCitation(statutory.cites) } : null,
    promised:
      promised === undefined
        ? null
        : {
            workingDays: promisedDays(parameters, promised.parameter),
            parameter: parameters[promised.parameter].title,
          },
  };
}

/** The step that goes on from a state: the primary one, else the first. */
function onward(procedure: Procedure, state: string): Step<string> | undefined {
  const steps = Object.values(procedure.steps).filter((step) => [step.from].flat().includes(state));
  return steps.find(({ tone }) => tone === "primary") ?? steps[0];
}

/** Stations still ahead if all goes well, the present one excluded. */
function ahead(procedure: Procedure, from: string): string[] {
  const states: string[] = [];
  for (let step = onward(procedure, from); step !== undefined; step = onward(procedure, step.to)) {
    if (step.to === from || states.includes(step.to)) break;
    states.push(step.to);
  }
  return states;
}

/** What was done, where the matter is, and what comes next, for the line drawn beside it. */
export function pathOf(
  procedure: Procedure,
  row: MatterRow,
  steps: readonly StepRow[],
  holderName: string | null,
  parameters: Parameters,
): Station[] {
  const limits = (state: string) => limitsIn(procedure, state, row.form, parameters);
  const title = (state: string) => procedure.states[state]?.title ?? state;
  const done = steps.map(
    (step): Station => ({
      state: step.from_state ?? "opens",
      title: step.from_state === null ? step.title : title(step.from_state),
      article: step.article,
      holder: step.party_name ?? actorTitle.platform,
      phase: "done",
      at: toInstant(step.at),
      doneBy: step.person_name,
      deadlines: step.from_state === null ? { statutory: null, promised: null } : limits(step.from_state),
    }),
  );
  const station = (state: string, phase: "now" | "next" | "done", holder: string): Station => ({
    state,
    title: title(state),
    article: chineseCitation(onward(procedure, state)?.cites ?? procedure.opens.cites),
    holder,
    phase,
    at: null,
    doneBy: null,
    deadlines: limits(state),
  });
  if (row.outcome !== null) {
    const closed = station(row.state, "done", "");
    return [...done, { ...closed, at: row.closed_at === null ? null : toInstant(row.closed_at) }];
  }
  const now = station(row.state, "now", holderName ?? actorTitle.platform);
  const next = ahead(procedure, row.state).map((state) => {
    const actor = procedure.states[state]?.holder;
    return station(state, "next", actor === undefined ? "" : actorTitleIn(procedure, actor));
  });
  return [...done, { ...now, at: toInstant(row.entered_at) }, ...next];
}
