import { z } from "zod";
import { civilDate, instant, partyRef, personRef, uuid } from "./common.ts";
import { remarks } from "./remark.ts";

/** Stages of the review inside one office, in their order (处室负责人, 首席数据官). */
export const stage = z.enum(["section-head", "chief-data-officer"]);
export type Stage = z.infer<typeof stage>;

/** Where a draft is: before a stage, with its drafter again, or over. */
export const reviewStage = z.enum([
  "section-head",
  "chief-data-officer",
  "returned",
  "sent",
  "withdrawn",
  "lapsed",
]);
export type ReviewStage = z.infer<typeof reviewStage>;

export const opinionAct = z.enum([
  "drafted",
  "passed",
  "returned",
  "redrafted",
  "withdrawn",
  "lapsed",
  "handed-over",
]);
export type OpinionAct = z.infer<typeof opinionAct>;

/** One field that differs between what was written before and what is written now, by its title. */
export const change = z.object({ title: z.string(), before: z.string(), after: z.string() });
export type Change = z.infer<typeof change>;

export const officeRule = z.object({
  outgoing: z.array(stage),
  incoming: z.array(stage),
  signFirst: z.boolean(),
});
export type OfficeRule = z.infer<typeof officeRule>;

/** What the caller's office has set itself, with every former setting, newest first. */
export const office = z.object({
  party: partyRef,
  rule: officeRule,
  mayChange: z.boolean(),
  changes: z.array(officeRule.extend({ by: personRef, onBehalfOf: personRef.nullable(), at: instant })),
  staff: z.array(
    z.object({
      id: uuid,
      name: z.string(),
      postId: uuid,
      unit: z.string().nullable(),
      roles: z.array(z.string()),
    }),
  ),
});
export type Office = z.infer<typeof office>;

export const internalOpinion = z.object({
  act: opinionAct,
  stage: reviewStage,
  by: personRef.nullable(),
  unit: z.string().nullable(),
  onBehalfOf: personRef.nullable(),
  opinion: z.string().nullable(),
  at: instant,
  /** What this hand changed in the form and the reasons. */
  changes: z.array(change),
});

/** A step, or an opening, under review inside the office; no other office ever sees it. */
export const draft = z.object({
  id: uuid,
  version: z.number().int(),
  kind: z.string(),
  kindTitle: z.string(),
  action: z.string(),
  actionTitle: z.string(),
  article: z.string(),
  title: z.string(),
  /** Null of an opening that is no matter yet. */
  matter: uuid.nullable(),
  /** What it is about, as the procedure says: the id of an entry, a grant, a dataset. */
  subject: z.object({ type: z.string(), id: uuid }).nullable(),
  form: z.record(z.string(), z.unknown()),
  formSchema: z.record(z.string(), z.unknown()).nullable(),
  reasons: z.string().nullable(),
  reasonsRequired: z.boolean(),
  attachments: z.array(uuid),
  stage: reviewStage,
  stages: z.array(stage),
  draftedBy: personRef,
  since: instant,
  opinions: z.array(internalOpinion),
  /** What this caller may do with it now. */
  may: z.object({ pass: z.boolean(), return: z.boolean(), redraft: z.boolean(), withdraw: z.boolean() }),
  /** Whether passing it takes the step itself, there being no further stage. */
  last: z.boolean(),
});
export type Draft = z.infer<typeof draft>;

/** What a start answers where the office reviews it first. */
export const drafted = z.object({ draft });

export const draftSummary = draft.pick({
  id: true,
  version: true,
  kindTitle: true,
  actionTitle: true,
  title: true,
  matter: true,
  subject: true,
  stage: true,
  draftedBy: true,
  since: true,
  may: true,
});
export type DraftSummary = z.infer<typeof draftSummary>;

export const draftQuery = z.object({
  /** Waiting for the caller, the caller's own, or all of the office. */
  box: z.enum(["waiting", "own", "all"]).default("waiting"),
});

const text = z.string().trim().max(4000);

/** `form`, `reasons` where the stage mends them before passing on. */
export const passDraft = z.object({
  version: z.number().int(),
  opinion: text.optional(),
  form: z.record(z.string(), z.unknown()).optional(),
  reasons: text.optional(),
});
export const returnDraft = z.object({
  version: z.number().int(),
  opinion: text.min(1, "请写明退回的理由").meta({ title: "退回理由" }),
  remarks,
});
export const withdrawDraft = z.object({ version: z.number().int() });

/** The version of the draft that was passed, and the matter once its step is taken. */
export const passedDraft = z.object({ draft, matter: uuid.nullable() });

export const delegation = z.object({
  id: uuid,
  from: personRef,
  to: personRef,
  startsOn: civilDate,
  endsOn: civilDate,
  recordedBy: personRef,
  revokedAt: instant.nullable(),
  state: z.enum(["coming", "running", "over", "revoked"]),
  mayRevoke: z.boolean(),
});
export type Delegation = z.infer<typeof delegation>;

export const recordDelegation = z.object({
  /** The post that is lent, and to whom. */
  post: uuid,
  to: uuid,
  startsOn: civilDate,
  endsOn: civilDate,
});

/** Gives a matter to a person or a unit of the office; neither gives it back to nobody's. */
export const assign = z.object({
  version: z.number().int(),
  /** Whose it was when the caller saw it. */
  current: uuid.nullable(),
  person: uuid.nullable().default(null),
  unit: z.string().trim().min(1).max(100).nullable().default(null),
  note: z.string().trim().max(500).optional(),
});

export const comment = z.object({
  id: uuid,
  text: z.string(),
  by: personRef,
  unit: z.string().nullable(),
  onBehalfOf: personRef.nullable(),
  at: instant,
});
export const writeComment = z.object({
  text: z.string().trim().min(1, "请写批注").max(2000, "批注最多 2000 字").meta({ title: "批注" }),
});

export const assignmentRecord = z.object({
  act: z.enum(["signed", "assigned", "released", "handed-over"]),
  unit: z.string().nullable(),
  person: z.string().nullable(),
  note: z.string().nullable(),
  by: personRef,
  onBehalfOf: personRef.nullable(),
  at: instant,
});

/** The inside of the caller's own office on a matter's page. */
export const officeView = z.object({
  /** The office has the matter now. */
  holds: z.boolean(),
  signedFor: z.object({ by: z.string(), at: instant }).nullable(),
  mustSign: z.boolean(),
  assigned: z.object({ unit: z.string().nullable(), person: personRef.nullable() }).nullable(),
  /** Whom the caller may give it to; empty where it may give it to nobody. */
  assignable: z.array(z.object({ id: uuid, name: z.string(), unit: z.string().nullable() })),
  mayAssignUnit: z.boolean(),
  mayRelease: z.boolean(),
  records: z.array(assignmentRecord),
  draft: draft.nullable(),
  comments: z.array(comment),
});
export type OfficeView = z.infer<typeof officeView>;

/** What nobody can go on with: ids of open matters without anybody who may act, or given to who has left; of drafts. */
export const orphans = z.object({
  matters: z.array(uuid),
  assignments: z.array(uuid),
  drafts: z.array(uuid),
});
export type Orphans = z.infer<typeof orphans>;
