import { z } from "zod";
import { type EffectNames, type GuardNames, procedure, promised, silent } from "../law/language.ts";
import { bind } from "./bind.ts";

/** Checked by tsc alone: what must not compile does not. */
const form = z.object({ reason: z.string() });
const shell = {
  kind: "k",
  title: "t",
  articles: [12],
  summary: "",
  numbering: "n",
  subject: null,
  form,
  feedbackTo: "starter",
} as const;
const states = {
  open: { title: "办理", holder: "starter" },
  done: { title: "办结", final: "done" },
} as const;
const close = { title: "办结", cites: "12¶3", from: "open", to: "done", by: "starter" } as const;
const opens = { by: "department", to: "open", cites: "12¶3" } as const;

export const sound = procedure({
  ...shell,
  opens: { ...opens, guards: ["complete"] },
  states,
  steps: { close: { ...close, guards: ["graded"], effects: ["publish"] } },
  deadlines: {},
  differentPersons: [["opens", "close"]],
});

const guards: readonly GuardNames<typeof sound>[] = ["complete", "graded"];
const effects: readonly EffectNames<typeof sound>[] = ["publish"];
// @ts-expect-error no step names this guard
const unnamed: GuardNames<typeof sound> = "unnamed";
export const names = [guards, effects, unnamed];

const base = { ...shell, opens, states, steps: { close }, deadlines: {} } as const;
// @ts-expect-error a step leads to a state that is not declared
procedure({ ...base, steps: { close: { ...close, to: "gone" } } });
// @ts-expect-error the opening leads to a state that is not declared
procedure({ ...base, opens: { ...opens, to: "gone" } });
// @ts-expect-error a pair names a step that is not declared
procedure({ ...base, differentPersons: [["close", "gone"]] });

const rule = { title: "t", statutory: silent("none"), overdue: "73" } as const;
// @ts-expect-error a deadline runs over a state that is not declared
procedure({ ...base, deadlines: { one: { ...rule, over: ["gone"] } } });

const timer = { title: "t", in: "open", after: promised("unstated-class") } as const;
// @ts-expect-error a timer takes a step that is not declared
procedure({ ...base, timers: { one: { ...timer, steps: ["gone"] } } });

// @ts-expect-error no such parameter of the city
promised("no-such-parameter");

const handlers = { title: async () => "t", effects: { publish: async () => {} } };
const guard = async () => undefined;
bind(sound, { ...handlers, guards: { complete: guard, graded: guard } });
// @ts-expect-error a guard is missing
bind(sound, { ...handlers, guards: { complete: guard } });
// @ts-expect-error a guard is superfluous
bind(sound, { ...handlers, guards: { complete: guard, graded: guard, other: guard } });
const both = { complete: guard, graded: guard };
bind(sound, { ...handlers, guards: { ...both } });
const shared = { complete: guard, other: guard };
// @ts-expect-error a guard is superfluous, though it comes by a spread
bind(sound, { ...handlers, guards: { ...shared, graded: guard } });
// @ts-expect-error an effect is superfluous, though it comes with the rest
bind(sound, { ...handlers, guards: both, effects: { ...handlers.effects, other: async () => {} } });
bind(sound, {
  ...handlers,
  guards: {
    graded: guard,
    // @ts-expect-error the matter's form has no such field
    complete: async ({ matter }) => void matter.form.unknown,
  },
});
