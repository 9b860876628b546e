import type { ParameterInfo, ProcedureInfo } from "../contract/matter.ts";
import { chineseCitation } from "../law/citation.ts";
import type { DeadlineRule, Procedure, TimerRule } from "../law/language.ts";
import { type Parameters, promisedDays } from "../law/parameters.ts";
import type { Caller } from "../platform/http/caller.ts";
import { actorTitleIn, mayOpen } from "./actors.ts";
import { formSchema } from "./forms.ts";

/** A procedure in words; `startable` says whether this caller's party and post may open it. */
export function procedureInWords(
  procedure: Procedure,
  parameters: Parameters,
  caller: Caller | null,
): ProcedureInfo {
  const { opens, states, steps, deadlines, timers, differentPersons } = procedure;
  const stepTitle = (name: string): string => (name === "opens" ? "发起" : (steps[name]?.title ?? name));
  return {
    kind: procedure.kind,
    title: procedure.title,
    articles: [...procedure.articles],
    summary: procedure.summary,
    startable: caller !== null && mayOpen(caller, opens),
    onPaper: opens.window !== undefined,
    subject: procedure.subject,
    form: formSchema(procedure.form),
    opens: {
      by: actorTitleIn(procedure, opens.by),
      public: opens.by === "public",
      provider: opens.by === "provider",
      to: opens.to,
      article: chineseCitation(opens.cites),
    },
    states: Object.entries(states).map(([name, { title, holder, final }]) => ({
      name,
      title,
      holder: holder === undefined ? null : actorTitleIn(procedure, holder),
      final: final ?? null,
    })),
    deadlines: Object.values(deadlines).map((rule) => deadlineInWords(rule, parameters)),
    timers: Object.values(timers ?? {}).map((rule) => ({
      title: rule.title,
      in: rule.in,
      ...daysAfter(rule, parameters),
      steps: rule.steps.map(stepTitle),
    })),
    differentPersons: (differentPersons ?? []).map(([one, other]) => [stepTitle(one), stepTitle(other)]),
    feedbackTo: [procedure.feedbackTo]
      .flat()
      .map((actor) => actorTitleIn(procedure, actor))
      .join("、"),
    steps: Object.entries(steps).flatMap(([name, step]) =>
      [step.from].flat().map((from) => ({
        name,
        title: step.title,
        from,
        to: step.to,
        by: actorTitleIn(procedure, step.by),
        article: chineseCitation(step.cites),
        reasonsRequired: step.reasons === "required",
      })),
    ),
  };
}

function deadlineInWords(
  { title, over, statutory, promised, overdue }: DeadlineRule<string>,
  parameters: Parameters,
): ProcedureInfo["deadlines"][number] {
  const law = "days" in statutory ? statutory : null;
  return {
    title,
    over: [...over],
    statutory: law === null ? null : { workingDays: law.days, article: chineseCitation(law.cites) },
    silence: "silent" in statutory ? statutory.silent : null,
    promised:
      promised === undefined
        ? null
        : {
            workingDays: promisedDays(parameters, promised.parameter),
            parameter: parameters[promised.parameter].title,
          },
    overdue: chineseCitation(overdue),
  };
}

const daysAfter = ({ after }: TimerRule<string, string>, parameters: Parameters) =>
  "days" in after
    ? { workingDays: after.days, article: chineseCitation(after.cites) }
    : { workingDays: promisedDays(parameters, after.parameter), article: null };

/** The city's numbers in words, by the article they serve. */
export const parametersInWords = (parameters: Parameters): ParameterInfo[] =>
  Object.entries(parameters).map(([name, { title, unit, value, serves }]) => ({
    name,
    title,
    unit,
    value,
    article: chineseCitation(serves),
  }));
