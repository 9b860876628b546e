import { z } from "zod";
import { instant, listQuery, partyRef, uuid } from "./common.ts";
import { attachment } from "./matter.ts";

/** Registers in which units keep records that the Measures ask for; each is declared in `ch2-parties/registers`. */
export const registerName = z.enum([
  "library",
  "grading-rules",
  "meetings",
  "experts",
  "opinions",
  "duties",
  "maintenance",
  "processing",
  "assessments",
  "reorganisations",
  "budgets",
]);
export type RegisterName = z.infer<typeof registerName>;

/** A register as the desk draws it: `columns` are the fields that its list shows. */
export const registerInfo = z.object({
  name: registerName,
  title: z.string(),
  article: z.string(),
  summary: z.string(),
  mayKeep: z.boolean(),
  form: z.record(z.string(), z.unknown()),
  columns: z.array(z.string()),
});
export type RegisterInfo = z.infer<typeof registerInfo>;

export const record = z.object({
  id: uuid,
  register: registerName,
  title: z.string(),
  version: z.number().int(),
  content: z.record(z.string(), z.unknown()),
  keeper: partyRef,
  changedAt: instant,
  ended: z.boolean(),
  /** Whether the caller may enter a new version or end it. */
  mayChange: z.boolean(),
});
export type RegisterRecord = z.infer<typeof record>;

/** What was on record when; `receipt` proves that it was. */
export const recordVersion = z.object({
  version: z.number().int(),
  at: instant,
  by: z.string(),
  reason: z.string().nullable(),
  ended: z.boolean(),
  content: z.record(z.string(), z.unknown()),
  receipt: z.string(),
  attachments: z.array(attachment),
});

export const recordDetail = record.extend({
  form: z.record(z.string(), z.unknown()),
  /** Matters the record speaks of, as far as the caller may see them. */
  matters: z.array(z.object({ id: uuid, number: z.string(), title: z.string() })),
  history: z.array(recordVersion),
});
export type RecordDetail = z.infer<typeof recordDetail>;

export const recordQuery = listQuery.extend({
  register: registerName,
  /** Records that speak of this matter. */
  matter: uuid.optional(),
  q: z.string().max(100).optional(),
});
export const exportQuery = z.object({ register: registerName });

const given = z.object({
  form: z.record(z.string(), z.unknown()),
  attachments: z.array(uuid).max(20).default([]),
});
export const enterRecord = given.extend({ register: registerName });
export const changeRecord = given.extend({
  version: z.number().int(),
  reason: z.string().trim().min(1, "请写明为什么修改").max(1000),
});
export const endRecord = z.object({
  version: z.number().int(),
  reason: z.string().trim().min(1, "请写明为什么终止").max(1000),
});
