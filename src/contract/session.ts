import { z } from "zod";
import { civilDate, partyRef, personRef, uuid } from "./common.ts";
import { partyKind, role } from "./roles.ts";

export const signIn = z.object({
  username: z.string().min(1).max(64).meta({ title: "账号" }),
  password: z.string().min(1).max(256).meta({ title: "口令" }),
});

/** The caller as the desk and the portal show it: a person acting in one post. */
export const me = z.object({
  person: personRef,
  party: partyRef.extend({ kind: partyKind }),
  post: z.object({ id: uuid, unit: z.string().nullable() }),
  roles: z.array(role),
  /** The colleague whose post this is, where the person acts for one. */
  actingFor: personRef.nullable(),
  /** Must be sent back as `X-CSRF-Token` with every mutation made under the cookie. */
  csrfToken: z.string(),
});
export type Me = z.infer<typeof me>;

/** A post the person may act in now. */
export const postChoice = z.object({
  id: uuid,
  party: partyRef,
  unit: z.string().nullable(),
  roles: z.array(role),
  actingFor: personRef.nullable(),
});
export type PostChoice = z.infer<typeof postChoice>;
export const choosePost = z.object({ post: uuid });

/** `token` serves as `Authorization: Bearer`; browsers use the cookie set beside it. */
export const signedIn = z.object({ token: z.string(), me });

/** What every page needs to know of the platform it talks to. */
export const platformInfo = z.object({
  kind: z.enum(["demonstration", "production"]),
  cityName: z.string(),
  platformName: z.string(),
  /** The city's measures by name, the day they were issued on and the last day they are in force. */
  measures: z.object({ title: z.string(), issuedOn: civilDate, inForceUntil: civilDate }),
  /** Who answers for the platform (主办) and who runs it (承办). */
  authority: z.string(),
  serviceAgency: z.string(),
  /** Area of the generated identity numbers of a demonstration. */
  demonstrationArea: z.string(),
  lawTime: z.iso.datetime({ offset: true }),
  wallTime: z.iso.datetime({ offset: true }),
  publicUrl: z.string(),
  version: z.string(),
});
export type PlatformInfo = z.infer<typeof platformInfo>;

export const moveClock = z.object({ at: z.iso.datetime({ offset: true }) });
