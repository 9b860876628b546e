import { z } from "zod";
import { civilDate, instant, partyRef, personRef, uuid } from "./common.ts";
import { role } from "./roles.ts";

export const heldPost = z.object({
  id: uuid,
  party: partyRef,
  unit: z.string().nullable(),
  roles: z.array(role),
  from: instant,
  /** Null: held now. */
  until: instant.nullable(),
});
export type HeldPost = z.infer<typeof heldPost>;

/** Asked for by one administrator, waiting for another to confirm it. */
export const personRequest = z.object({
  id: uuid,
  act: z.enum(["activation", "external-link"]),
  /** Of the OpenID provider, where a link is asked for. */
  subject: z.string().nullable(),
  reason: z.string(),
  by: personRef,
  at: instant,
  /** The last day on which it may be confirmed. */
  until: civilDate,
  /** Why it can no longer be confirmed: its days are over, or who asked is 安全管理员 no more. */
  lapsed: z.enum(["expired", "asker-left"]).nullable(),
});
export type PersonRequest = z.infer<typeof personRequest>;

/** A person with account and posts as administrators see them. A person without an account signs in nowhere. */
export const person = z.object({
  id: uuid,
  name: z.string(),
  username: z.string().nullable(),
  suspended: z.boolean(),
  awaitsActivation: z.boolean(),
  secondFactor: z.boolean(),
  externalLogin: z.boolean(),
  posts: z.array(heldPost),
  /** For administrators only. */
  requests: z.array(personRequest),
});
export type Person = z.infer<typeof person>;

export const personAct = z.enum([
  "opened",
  "suspended",
  "restored",
  "post-granted",
  "post-ended",
  "activation-asked",
  "link-asked",
  "request-declined",
  "activation-issued",
  "second-factor-reset",
  "external-linked",
]);
export type PersonAct = z.infer<typeof personAct>;

/** An act of an administrator on record. */
export const recordedAct = z.object({
  id: uuid,
  person: personRef,
  act: personAct,
  detail: z.string(),
  reason: z.string().nullable(),
  by: personRef,
  at: instant,
  receipt: z.string(),
});
export type RecordedAct = z.infer<typeof recordedAct>;

export const openPerson = z.object({
  name: z.string().trim().min(1, "请填写姓名").max(50).meta({ title: "姓名" }),
  username: z
    .string()
    .trim()
    .regex(/^[a-z0-9][a-z0-9._-]{2,31}$/i, "账号用 3 至 32 个字母、数字、点、横线，以字母或数字开头")
    .meta({ title: "账号" }),
});
export const actReason = z.object({
  reason: z.string().trim().min(1, "请说明理由").max(500).meta({ title: "理由" }),
});
/** What lies with a person in one office, and who could go on with it there. */
export const inHand = z.object({
  office: partyRef,
  /** Posts held there; with the last one the office is left. */
  posts: z.number().int(),
  matters: z.number().int(),
  drafts: z.number().int(),
  /** Client keys that the person issued: revoked when they leave. */
  keys: z.number().int(),
  candidates: z.array(personRef.extend({ unit: z.string().nullable() })),
});
export type InHand = z.infer<typeof inHand>;
export const inHandList = z.object({ items: z.array(inHand) });

/** `successors`: who goes on, by office; where none is named the office gives the work out anew. */
export const leave = actReason.extend({ successors: z.record(uuid, uuid).default({}) });
export const grantPost = z.object({
  party: uuid.meta({ title: "单位" }),
  unit: z.string().trim().min(1).max(100).nullable().meta({ title: "处室" }),
  roles: z.array(role).min(1, "请至少选择一项岗位").max(6).meta({ title: "岗位" }),
});
export const linkExternalLogin = z.object({
  subject: z.string().trim().min(1, "请填写统一身份标识").max(255).meta({ title: "统一身份标识" }),
});
/** What one administrator asks for and another confirms. */
export const askForPerson = z.discriminatedUnion("act", [
  actReason.extend({ act: z.literal("activation") }),
  actReason.extend({ act: z.literal("external-link"), subject: linkExternalLogin.shape.subject }),
]);

/** The code is told this one time. */
export const issuedActivation = z.object({ person: uuid, code: z.string(), expiresAt: instant });
export type IssuedActivation = z.infer<typeof issuedActivation>;
