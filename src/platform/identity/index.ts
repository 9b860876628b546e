export {
  createAccount,
  type NewAccount,
  personOfAccount,
  setPassword,
  suspendAccount,
} from "./accounts.ts";
export { forgetLapsedAttempts } from "./attempts.ts";
export { createIdentity, type Identity, type ResolveCaller } from "./identity.ts";
export { type PostsOf, postRoutes } from "./posts.ts";
export { forgetSessions } from "./sessions.ts";
