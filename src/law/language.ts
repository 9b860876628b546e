import type { z } from "zod";
import type { PromiseName } from "./parameters.ts";

/**
 * A place in the Measures: article, paragraph, item. `27¶2(2)` is item 2 of paragraph 2 of Article 27; where an
 * article has one paragraph only it is not counted, as the law is cited: `24(3)`.
 */
export type Citation =
  | `${number}`
  | `${number}¶${number}`
  | `${number}(${number})`
  | `${number}¶${number}(${number})`;

/** A number of working days that the Measures themselves state. Day after receipt is day 1. */
export interface WorkingDays {
  readonly days: number;
  readonly cites: Citation;
}

/** The Measures state no number here. No configured number may pose as the law's. */
export interface Silence {
  readonly silent: string;
}

/** A number that the city sets for itself (承诺时限), by name in `parameters.ts`. */
export interface Promised {
  readonly parameter: PromiseName;
}

export const workingDays = (days: number, cites: Citation): WorkingDays => ({ days, cites });
export const silent = (why: string): Silence => ({ silent: why });
export const promised = (parameter: PromiseName): Promised => ({ parameter });

/**
 * Who acts, seen from the matter. The party is resolved when the step is taken:
 * `same-level-authority` is the data bureau of the region of the provider (design: readings of the law),
 * replaced by the next level where that bureau is itself the provider; `staffing-office` is the 机构编制部门 of that
 * region, else the city's; `platform` acts by timer.
 */
export type Actor =
  | "department"
  | "public"
  | "starter"
  | "provider"
  | "same-level-authority"
  | "municipal-authority"
  | "service-agency"
  | "staffing-office"
  | "platform";

/** A station of the matter: who holds it, or that it is over. */
export type State =
  | { readonly title: string; readonly holder: Actor; readonly final?: never }
  | { readonly title: string; readonly final: "done" | "refused" | "withdrawn"; readonly holder?: never };

/**
 * A deadline runs while the matter is in one of the states of `over`, counted from its arrival in the first of them;
 * it is met by leaving them and starts anew on coming back.
 */
export interface DeadlineRule<S extends string> {
  readonly title: string;
  readonly over: readonly S[];
  /** Runs only where the opening's form says one of these, such as the kind of change of Art. 13. */
  readonly when?: { readonly field: string; readonly in: readonly string[] };
  /** Counted from a day that the opening's form states, such as that of a change, not from the arrival. */
  readonly from?: { readonly field: string };
  readonly statutory: WorkingDays | Silence;
  readonly promised?: Promised;
  /** By how much a step that `extends` it may move it, once. Without it nothing may. */
  readonly extension?: WorkingDays | Promised;
  /** Due on the day that this field of the opening's form sets, such as a task's; shown beside the promises. */
  readonly dated?: { readonly field: string; readonly serves: Citation };
  /** What being late means, such as Art. 73(5). */
  readonly overdue: Citation;
}

/**
 * The platform itself takes a step once the matter has been in a state for that many working days, at the midnight
 * (Shanghai) that ends the last of them: the first of `steps` that no guard refuses.
 */
export interface TimerRule<S extends string, Name extends string> {
  readonly title: string;
  readonly in: S;
  readonly after: WorkingDays | Promised;
  readonly steps: readonly Name[];
}

export interface Step<S extends string> {
  readonly title: string;
  readonly cites: Citation;
  readonly from: S | readonly S[];
  readonly to: S;
  readonly by: Actor;
  /** Object schema of what the step must state; its `meta({title})` are the labels on screen. */
  readonly form?: z.ZodObject;
  /** A step that must state reasons cannot be sent without them. */
  readonly reasons?: "required";
  readonly guards?: readonly string[];
  readonly effects?: readonly string[];
  readonly tone?: "primary" | "default" | "danger";
  /** The sentence of the confirmation dialog, for steps that cannot be undone. */
  readonly confirm?: string;
  /** A richer form of the desk, by name. */
  readonly widget?: string;
  /**
   * Sends the matter back for supplement (补正): only once at each station. The limits that run are stopped; on
   * receipt they start anew. The Measures are silent on it; this is the reading of the design.
   */
  readonly supplement?: true;
  /**
   * What it states replaces what the opening stated of the same fields; what is left out stays as it was. The opening
   * keeps its own words on record.
   */
  readonly amends?: true;
  /** Extends the running limit of that name by its `extension`: with reasons, once. */
  readonly extends?: string;
}

export interface Opening<S extends string> {
  readonly by: "department" | "provider" | "public";
  /** The office whose window takes it on paper and enters it for the applicant. */
  readonly window?: Actor;
  readonly to: S;
  readonly cites: Citation;
  readonly guards?: readonly string[];
  readonly effects?: readonly string[];
}

/** Letters (notice, reasons, order) and forms with ruled cells, as offices know them. */
export type DocumentKind =
  | "application-form"
  | "approval-form"
  | "secrecy-review"
  | "impact-assessment"
  | "certificate"
  | "notice"
  | "reasons"
  | "order";

/**
 * An official document that a procedure issues: once for every step of `after` that was taken, while the matter is in
 * one of the states of `in`. A notice to mend what has long been mended is not issued.
 */
export interface DocumentRule<Name extends string, S extends string = string> {
  readonly title: string;
  readonly kind: DocumentKind;
  /** Left out where another law demands it: then `basis` names that law. */
  readonly cites?: Citation;
  readonly basis?: string;
  /** The issuing office, or the applicant whose form it is. */
  readonly by: Actor;
  /** 主送: an actor, or in words whoever is no party of the matter. Forms stay in the file and have none. */
  readonly to?: Actor | { readonly words: string };
  readonly after: readonly (Name | "opens")[];
  readonly in: readonly S[] | "any";
  /** What a letter says before the particulars of the step, and after them. */
  readonly says?: string;
  readonly closing?: string;
  /** The decision rests on it: once the matter is done, a faulty one is replaced and none is revoked. */
  readonly foundation?: true;
  /** What only this document states; filled in when it is issued. */
  readonly form?: z.ZodObject;
}

/**
 * A procedure of the Measures as data. `numbering` is the kind in the number of a
 * matter, after the prefix of the city: 享 in 某数享〔2026〕117号; `subject` the type of thing it is about;
 * `form` what the opening must state; `differentPersons` the pairs of steps that one person may not both take
 * (the pseudo-step `opens` is the opening); `feedbackTo` who is told of every final state.
 */
export interface Procedure<S extends string = string, Name extends string = string> {
  readonly kind: string;
  readonly title: string;
  readonly articles: readonly number[];
  readonly summary: string;
  readonly numbering: string;
  readonly subject: "entry" | "grant" | "dataset" | null;
  readonly form: z.ZodObject;
  readonly opens: Opening<S>;
  readonly states: Readonly<Record<S, State>>;
  readonly steps: Readonly<Record<Name, Step<S>>>;
  readonly deadlines: Readonly<Record<string, DeadlineRule<S>>>;
  readonly timers?: Readonly<Record<string, TimerRule<S, Name>>>;
  readonly differentPersons?: readonly (readonly [Name | "opens", Name])[];
  readonly feedbackTo: Actor | readonly Actor[];
  /** The step of the platform that ends it once the thing that it is about is gone. */
  readonly endsWithSubject?: Name;
  /** What the screen calls its actors, where the usual words do not fit. */
  readonly actors?: Readonly<Partial<Record<Actor, string>>>;
  readonly documents?: Readonly<Record<string, DocumentRule<Name, S>>>;
}

type Declared<P extends Procedure> = Procedure<keyof P["states"] & string, keyof P["steps"] & string>;

/** Declares a procedure; an undeclared state or step named anywhere in it does not compile. */
export function procedure<const P extends Procedure>(declaration: P & Declared<P>): P {
  return declaration;
}

type Named<T, Key extends "guards" | "effects"> = T extends {
  readonly [K in Key]: readonly (infer N extends string)[];
}
  ? N
  : never;

/** Names of the guards a procedure declares, at its opening and its steps. */
export type GuardNames<P extends Procedure> =
  | Named<P["opens"], "guards">
  | Named<P["steps"][keyof P["steps"]], "guards">;
export type EffectNames<P extends Procedure> =
  | Named<P["opens"], "effects">
  | Named<P["steps"][keyof P["steps"]], "effects">;
