import { z } from "zod";
import type { JsonObject } from "../contract/json.ts";
import type { EffectNames, GuardNames, Procedure, Step } from "../law/language.ts";
import type { Db, Tx } from "../platform/db/tables.ts";
import { OperatorError } from "../platform/operator-error.ts";
import type { Context, Effect, Facts, Guard, InternalReturn, MatterView, Opening } from "./context.ts";

/** What a chapter adds to a declaration to make it run. A missing or superfluous guard or effect does not compile. */
export interface Handlers<P extends Procedure> {
  /** Title of the matter, such as 市民政局申请共享“户籍人口登记”. */
  readonly title: (opening: Opening<z.infer<P["form"]>>) => Promise<string>;
  /** Party id of the providing department, where the procedure has one. */
  readonly provider?: (opening: Opening<z.infer<P["form"]>>) => Promise<string | null>;
  /** Title of the subject; null where the caller may not know of it, answered with 404. */
  readonly subjectTitle?: (opening: Opening<z.infer<P["form"]>>) => Promise<string | null>;
  readonly guards: Readonly<Record<GuardNames<P>, Guard<z.infer<P["form"]>>>>;
  readonly effects: Readonly<Record<EffectNames<P>, Effect<z.infer<P["form"]>>>>;
  readonly facts?: Facts<z.infer<P["form"]>>;
  /** What codes in the forms mean, such as the names of columns; for documents. */
  readonly names?: (
    db: Db | Tx,
    subject: string,
    form: z.infer<P["form"]>,
  ) => Promise<ReadonlyMap<string, string>>;
  /** Keeps what was said of single places of the subject when a draft was sent back inside its office. */
  readonly remarked?: (returned: InternalReturn) => Promise<void>;
}

/** A procedure that can run. */
export interface BoundProcedure {
  readonly procedure: Procedure;
  readonly title: (opening: Opening) => Promise<string>;
  readonly provider: (opening: Opening) => Promise<string | null>;
  readonly subjectTitle: ((opening: Opening) => Promise<string | null>) | null;
  readonly guards: ReadonlyMap<string, Guard>;
  readonly effects: ReadonlyMap<string, Effect>;
  readonly facts: Facts;
  readonly names: (
    db: Db | Tx,
    subject: string | null,
    form: JsonObject,
  ) => Promise<ReadonlyMap<string, string>>;
  /** Null where the subject has no places to speak of. */
  readonly remarked: ((returned: InternalReturn) => Promise<void>) | null;
}

/** TypeScript lets superfluous properties pass where they come by a spread; named `never`, they do not. */
interface NoneBeside<P extends Procedure, G extends string, E extends string> {
  readonly guards: Readonly<Record<G, unknown>> & Readonly<Record<Exclude<G, GuardNames<P>>, never>>;
  readonly effects: Readonly<Record<E, unknown>> & Readonly<Record<Exclude<E, EffectNames<P>>, never>>;
}

/** Joins a declaration and its handlers. @throws OperatorError where one is missing or superfluous at run time */
export function bind<const P extends Procedure, G extends string, E extends string>(
  procedure: P,
  handlers: Handlers<P> & NoneBeside<P, G, E>,
): BoundProcedure {
  const { form }: { readonly form: P["form"] } = procedure;
  const typed = (value: JsonObject): z.infer<P["form"]> => z.parse(form, value);
  const ofMatter = (matter: MatterView): MatterView<z.infer<P["form"]>> => ({
    ...matter,
    form: typed(matter.form),
  });
  const ofContext = (context: Context): Context<z.infer<P["form"]>> => ({
    ...context,
    matter: ofMatter(context.matter),
  });
  const ofOpening = (opening: Opening): Opening<z.infer<P["form"]>> => ({
    ...opening,
    form: typed(opening.form),
  });
  const guards: Readonly<Record<string, Guard<z.infer<P["form"]>>>> = handlers.guards;
  const effects: Readonly<Record<string, Effect<z.infer<P["form"]>>>> = handlers.effects;
  const { provider, subjectTitle, facts, names } = handlers;
  const bound: BoundProcedure = {
    procedure,
    title: (opening) => handlers.title(ofOpening(opening)),
    provider: async (opening) => (provider === undefined ? null : provider(ofOpening(opening))),
    subjectTitle: subjectTitle === undefined ? null : (opening) => subjectTitle(ofOpening(opening)),
    guards: new Map(
      Object.entries(guards).map(([name, guard]) => [name, (context) => guard(ofContext(context))]),
    ),
    effects: new Map(
      Object.entries(effects).map(([name, effect]) => [name, (context) => effect(ofContext(context))]),
    ),
    facts: async (db, matter, caller) => (facts === undefined ? [] : facts(db, ofMatter(matter), caller)),
    names: async (db, subject, form) =>
      names === undefined ? new Map() : names(db, subject ?? "", typed(form)),
    remarked: handlers.remarked ?? null,
  };
  assertComplete(bound);
  return bound;
}

function assertComplete({ procedure, guards, effects }: BoundProcedure): void {
  const steps = [procedure.opens, ...Object.values(procedure.steps)];
  const faults = [
    ...differences("核对", new Set(steps.flatMap((step) => step.guards ?? [])), guards),
    ...differences("办理结果", new Set(steps.flatMap((step) => step.effects ?? [])), effects),
    ...Object.entries(procedure.steps).flatMap(([name, step]) => faultsOf(procedure, name, step)),
  ];
  if (faults.length === 0) return;
  throw new OperatorError(
    `事项“${procedure.title}”（${procedure.kind}）的声明与程序对不上，平台没有启动：\n${faults.join("\n")}\n请改正声明中的名称，或者补上、去掉相应的程序，再启动。`,
  );
}

/** What the types cannot tell of a step that stops or moves a limit. */
function faultsOf(procedure: Procedure, name: string, step: Step<string>): string[] {
  const faults: string[] = [];
  if (step.extends !== undefined) {
    if (procedure.deadlines[step.extends]?.extension === undefined)
      faults.push(`step ${name} extends ${step.extends}, which has no extension`);
    if (step.reasons !== "required") faults.push(`step ${name} extends without reasons`);
  }
  if (step.supplement === true && procedure.states[step.to]?.holder !== "starter")
    faults.push(`step ${name} asks for a supplement, but not of the starter`);
  return faults;
}

function differences(
  what: string,
  named: ReadonlySet<string>,
  bound: ReadonlyMap<string, unknown>,
): string[] {
  const missing = [...named].filter((name) => !bound.has(name));
  const superfluous = [...bound.keys()].filter((name) => !named.has(name));
  return [
    ...missing.map((name) => `  声明点名的${what} ${name} 没有相应的程序`),
    ...superfluous.map((name) => `  程序中的${what} ${name} 没有任何环节点名`),
  ];
}
