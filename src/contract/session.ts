import { z } from "zod";
import { civilDate, partyRef, personRef, uuid } from "./common.ts";
import { partyKind, partyLevel, role } from "./roles.ts";

export const signIn = z.object({
  username: z.string().min(1).max(64).meta({ title: "账号" }),
  password: z.string().min(1).max(256).meta({ title: "口令" }),
  /** Of the device or a recovery code, where the account has a second factor. */
  code: z.string().min(1).max(32).optional().meta({ title: "动态码" }),
});

const activationCode = z.string().min(1).max(32).meta({ title: "激活码" });

/** A person takes over their account with the code they were given. */
export const activate = z.object({
  username: z.string().min(1).max(64).meta({ title: "账号" }),
  code: activationCode,
  password: z.string().min(1).max(256).meta({ title: "新口令" }),
});

/** After signing in at the OpenID provider; `activation` links the subject to the account it is a code of. */
export const enterExternally = z.object({
  code: z.string().min(1).max(32).optional(),
  activation: z.object({ username: z.string().min(1).max(64), code: activationCode }).optional(),
});

/** `code`: of the present device or a recovery code, where there is a second factor already. */
export const beginSecondFactor = z.object({ code: z.string().min(1).max(32).optional() });
/** `secret` in base32 for typing, `uri` for scanning (otpauth). */
export const pendingFactor = z.object({ secret: z.string(), uri: z.string() });
export type PendingFactor = z.infer<typeof pendingFactor>;
export const confirmSecondFactor = z.object({ code: z.string().min(1).max(32).meta({ title: "动态码" }) });
/** Shown this one time. */
export const recoveryCodes = z.object({ codes: z.array(z.string()) });

/** The caller as the desk and the portal show it: a person acting in one post. */
export const me = z.object({
  person: personRef,
  party: partyRef.extend({ kind: partyKind, level: partyLevel }),
  post: z.object({ id: uuid, unit: z.string().nullable() }),
  roles: z.array(role),
  /** The colleague whose post this is, where the person acts for one. */
  actingFor: personRef.nullable(),
  /** `missing`: the post needs one and nothing else is open until it is enrolled. */
  secondFactor: z.object({ enrolled: z.boolean(), missing: z.boolean() }),
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
  /** What the OpenID provider is called at the sign-in; null where there is none. */
  externalLogin: z.string().nullable(),
  version: z.string(),
});
export type PlatformInfo = z.infer<typeof platformInfo>;

export const moveClock = z.object({ at: z.iso.datetime({ offset: true }) });
