import { z } from "zod";
import { civilDate, instant, int64, partyRef, personRef, uuid } from "./common.ts";
import { change, officeView } from "./office.ts";
import { supervision } from "./supervision.ts";

/** One deadline of a matter. `statutory` is the law's, `promised` the city's parameter; a silent law has none. */
export const deadline = z.object({
  name: z.string(),
  title: z.string(),
  kind: z.enum(["statutory", "promised"]),
  receivedAt: instant,
  dueOn: civilDate,
  workingDays: z.number().int(),
  /** Working days left: excludes today, includes the due day; negative once overdue. */
  daysLeft: z.number().int(),
  article: z.string(),
  /** What being late means, such as 第七十三条第五项; null where the declaration has no such limit any more. */
  lateArticle: z.string().nullable(),
  /** Green has time, yellow ends soon, red is late; null where the clock does not run. */
  light: z.enum(["green", "yellow", "red"]).nullable(),
  /** `stopped`: a supplement was asked for (补正), on receipt it starts anew as another deadline. */
  state: z.enum(["open", "met", "met-late", "stopped", "cancelled"]),
  overdue: z.boolean(),
  /** Working days by which it was extended, both due dates being on record; null where it was not. */
  extendedBy: z.number().int().nullable(),
  /** The due date falls in a year whose official calendar is not loaded. */
  provisional: z.boolean(),
});
export type Deadline = z.infer<typeof deadline>;

/** Where the law gives no number of days, in words to show: 未规定. */
export const stepDeadlines = z.object({
  statutory: z.object({ workingDays: z.number().int(), article: z.string() }).nullable(),
  promised: z.object({ workingDays: z.number().int(), parameter: z.string() }).nullable(),
});

export const attachment = z.object({
  id: uuid,
  name: z.string(),
  bytes: int64,
  mediaType: z.string(),
  sm3: z.string(),
});
export type Attachment = z.infer<typeof attachment>;

export const historyEntry = z.object({
  seq: z.number().int(),
  action: z.string(),
  title: z.string(),
  article: z.string(),
  from: z.string(),
  to: z.string(),
  by: personRef.nullable(),
  party: partyRef.nullable(),
  onBehalfOf: personRef.nullable(),
  at: instant,
  wallAt: instant,
  reasons: z.string().nullable(),
  form: z.record(z.string(), z.unknown()),
  /** JSON Schema of what the step stated, for its titles; null where it states nothing or is the opening. */
  formSchema: z.record(z.string(), z.unknown()).nullable(),
  /** Where this was stated before, in the matter or its opening: what is different now. */
  changes: z.array(change),
  /** Receipt of the ledger leaf, to check with `/ledger/v1/proof/inclusion?receipt=`. */
  receipt: z.string().nullable(),
});
export type HistoryEntry = z.infer<typeof historyEntry>;

/** An action open to the caller now; `form` is the JSON Schema (2020-12) to render. */
export const action = z.object({
  name: z.string(),
  title: z.string(),
  article: z.string(),
  /** How to draw it: the step that goes on, one that sends back, one that refuses. */
  tone: z.enum(["primary", "default", "danger"]),
  reasonsRequired: z.boolean(),
  /** JSON Schema of the step's form, null when it has none. */
  form: z.record(z.string(), z.unknown()).nullable(),
  /** What the matter states already of the fields that the step amends. */
  stated: z.record(z.string(), z.unknown()),
  /** Name of a richer form component the desk may use instead of the generic one. */
  widget: z.string().nullable(),
  confirm: z.string().nullable(),
});
export type Action = z.infer<typeof action>;

/** One station of the path drawn left of the matter. */
export const pathStation = z.object({
  state: z.string(),
  title: z.string(),
  article: z.string(),
  holder: z.string(),
  phase: z.enum(["done", "now", "next"]),
  at: instant.nullable(),
  doneBy: z.string().nullable(),
  deadlines: stepDeadlines,
});

export const matterSummary = z.object({
  id: uuid,
  /** Number of the year, such as 某数享〔2026〕117号. */
  number: z.string(),
  kind: z.string(),
  kindTitle: z.string(),
  title: z.string(),
  article: z.string(),
  state: z.string(),
  stateTitle: z.string(),
  closed: z.boolean(),
  version: z.number().int(),
  starter: partyRef,
  holder: partyRef.nullable(),
  receivedAt: instant,
  deadlines: z.array(deadline),
  /** Notices of supervision given so far. */
  urged: z.number().int(),
  ordered: z.number().int(),
});
export type MatterSummary = z.infer<typeof matterSummary>;

export const matter = matterSummary.extend({
  startedBy: personRef,
  subject: z.object({ type: z.string(), id: uuid, title: z.string() }).nullable(),
  form: z.record(z.string(), z.unknown()),
  formSchema: z.record(z.string(), z.unknown()),
  /** Words for what the form names by a code, such as the entries of a project. */
  names: z.record(z.string(), z.string()),
  /** Facts the chapter adds for the reader, such as the resulting grant; label and value, in order. */
  facts: z.array(z.object({ label: z.string(), value: z.string(), article: z.string().nullable() })),
  path: z.array(pathStation),
  history: z.array(historyEntry),
  actions: z.array(action),
  /** Why a step that is the caller's party's is not the caller's, in whole sentences. */
  withheld: z.array(z.string()),
  supervisions: z.array(supervision),
  /** What the caller, as the supervising bureau, may issue now. */
  supervisable: z.array(z.enum(["urge", "order"])),
  attachments: z.array(attachment),
  /** The inside of the caller's own office; null to whoever belongs to none. */
  office: officeView.nullable(),
  /** 窗口代录: the officer who entered it from paper, and the agent who brought it; null where the applicant did it. */
  window: z.object({ office: partyRef, by: personRef, at: instant, agent: z.string().nullable() }).nullable(),
});
export type Matter = z.infer<typeof matter>;

export const startMatter = z.object({
  kind: z.string(),
  subject: uuid.optional(),
  form: z.record(z.string(), z.unknown()).default({}),
  attachments: z.array(uuid).max(20).default([]),
});

export const act = z.object({
  /** The version the caller saw; another one answers 409 `stale_version`. */
  version: z.number().int(),
  form: z.record(z.string(), z.unknown()).default({}),
  reasons: z.string().max(4000).optional(),
  attachments: z.array(uuid).max(20).default([]),
});

/**
 * Which matters. `todo`: with the caller's party; `started`: of the caller's party; `overdue`: late ones that the
 * caller may see, for a bureau those of its level; `all`: whatever it may see.
 */
export const matterFilter = z.object({
  box: z.enum(["todo", "started", "overdue", "all"]).default("todo"),
  /** Of the to-do box: the caller's own, their unit's, nobody's yet. */
  scope: z.enum(["mine", "unit", "unassigned"]).optional(),
  kind: z.string().max(64).optional(),
  state: z.string().max(64).optional(),
  overdue: z.union([z.boolean(), z.stringbool()]).optional(),
  light: z.enum(["green", "yellow", "red"]).optional(),
  /** Next due day, both included. */
  dueFrom: civilDate.optional(),
  dueTo: civilDate.optional(),
  /** Starter, provider or present holder. */
  party: uuid.optional(),
  /** Words that stand in number, title, subject or the names of starter and provider. */
  q: z.string().max(100).optional(),
});

/** Conditions of the list that a person has named. */
export const savedView = z.object({
  id: uuid,
  name: z.string().trim().min(1, "请填写名称").max(40),
  query: matterFilter,
});
export type SavedView = z.infer<typeof savedView>;

export const matterQuery = z.object({
  ...matterFilter.shape,
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().optional(),
});

/** A limit as the procedure declares it: the law's number, or that the law is silent, and the city's beside it. */
export const procedureDeadline = z.object({
  title: z.string(),
  over: z.array(z.string()),
  statutory: z.object({ workingDays: z.number().int(), article: z.string() }).nullable(),
  /** Why there is no statutory number; null where there is one. */
  silence: z.string().nullable(),
  promised: z.object({ workingDays: z.number().int(), parameter: z.string() }).nullable(),
  /** Article of what being late means. */
  overdue: z.string(),
});

/** A number the city has set for itself; `article` is the one it helps to carry out, not where it is written. */
export const parameterInfo = z.object({
  name: z.string(),
  title: z.string(),
  unit: z.enum(["working-days", "days", "time-of-day", "date"]),
  value: z.union([z.number(), z.string()]),
  article: z.string(),
});
export type ParameterInfo = z.infer<typeof parameterInfo>;

/** A procedure as `/api/v1/procedures` shows it. */
export const procedureInfo = z.object({
  kind: z.string(),
  title: z.string(),
  articles: z.array(z.number().int()),
  summary: z.string(),
  startable: z.boolean(),
  /** Whether an office takes it on paper at its window and enters it for the applicant. */
  onPaper: z.boolean(),
  /** What the matter must be about: its id is the `subject` of the start. */
  subject: z.enum(["entry", "grant", "dataset"]).nullable(),
  form: z.record(z.string(), z.unknown()),
  /** `public`: by people and companies, not by offices; `provider`: by whose entry it is about. */
  opens: z.object({
    by: z.string(),
    public: z.boolean(),
    provider: z.boolean(),
    to: z.string(),
    article: z.string(),
  }),
  states: z.array(
    z.object({
      name: z.string(),
      title: z.string(),
      holder: z.string().nullable(),
      final: z.enum(["done", "refused", "withdrawn"]).nullable(),
    }),
  ),
  deadlines: z.array(procedureDeadline),
  /** What the platform does by itself once a matter has been in a state for so many working days. */
  timers: z.array(
    z.object({
      title: z.string(),
      in: z.string(),
      workingDays: z.number().int(),
      /** Where the law states the number; null where it is the city's. */
      article: z.string().nullable(),
      steps: z.array(z.string()),
    }),
  ),
  /** Pairs of steps that one person may not both take, by title. */
  differentPersons: z.array(z.tuple([z.string(), z.string()])),
  feedbackTo: z.string(),
  steps: z.array(
    z.object({
      name: z.string(),
      title: z.string(),
      from: z.string(),
      to: z.string(),
      by: z.string(),
      article: z.string(),
      reasonsRequired: z.boolean(),
    }),
  ),
});
export type ProcedureInfo = z.infer<typeof procedureInfo>;

/** An article of the Measures in our own words (`/api/v1/articles/{n}`), for the law tag's popover. */
export const article = z.object({
  number: z.number().int(),
  title: z.string(),
  summary: z.string(),
  deadline: z.string().nullable(),
});
export type Article = z.infer<typeof article>;
