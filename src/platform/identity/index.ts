export {
  type AccountState,
  accountStates,
  createAccount,
  type IssuedActivation,
  linkExternally,
  lockAccount,
  type NewAccount,
  openAccount,
  personOfAccount,
  reactivate,
  resetSecondFactor,
  resumeAccount,
  setPassword,
  suspendAccount,
} from "./accounts.ts";
export { forgetLapsedAttempts } from "./attempts.ts";
export { forgetExternalSignIns } from "./external.ts";
export type { ExternalProvider } from "./external-routes.ts";
export { createIdentity, type Identity, type ResolveCaller } from "./identity.ts";
export { type PostsOf, postRoutes } from "./posts.ts";
export type { Sealing } from "./second-factor.ts";
export { forgetSessions } from "./sessions.ts";
