import type { Mutation } from "./mutation.ts";

const identity = "src/platform/identity/identity.test.ts";
const lockout = "src/platform/identity/lockout.test.ts";
const external = "src/platform/identity/external.test.ts";

/** Signing in, locks, activation and sign-in by an OpenID provider (security of the platform, Art. 60). */
export const signIn: readonly Mutation[] = [
  {
    id: "A60.9",
    guard: "an account is locked after five failures",
    file: "src/platform/identity/sign-in.ts",
    find: "  if (!attempt.admitted) throw locked(attempt);\n",
    replace: "",
    test: { file: lockout, title: "A60.9 after five failures" },
  },
  {
    id: "A60.9",
    guard: "knocking does not prolong a lock",
    file: "src/platform/identity/attempts.ts",
    find: "when a.lapses_at > platform.wall_now() and a.failures >=",
    replace: "when false and a.failures >=",
    test: { file: lockout, title: "A60.9 the lock ends by itself" },
  },
  {
    id: "A60.9",
    guard: "an address is locked after a hundred failures",
    file: "src/platform/identity/sign-in.ts",
    find: "  if (!fromAddress.admitted) throw addressLocked(fromAddress);\n",
    replace: "",
    test: { file: lockout, title: "A60.9 after a hundred failures" },
  },
  {
    id: "A60.9",
    guard: "a good account buys an address no more guesses",
    file: "src/platform/identity/sign-in.ts",
    find: "await takeBackAttempt(db, byAddress);",
    replace: "await forgetAttempts(db, byAddress);",
    test: { file: lockout, title: "A60.9 a good account among them" },
  },
  {
    id: "A60.9",
    guard: "an activation code expires",
    file: "src/platform/identity/activation.ts",
    find: '    .where("expires_at", ">", sql<Date>`platform.wall_now()`)\n',
    replace: "",
    test: { file: identity, title: "A60.9 is nobody else's, and expires" },
  },
  {
    id: "A60.9",
    guard: "no session begins for a suspended account",
    file: "src/platform/identity/sign-in.ts",
    find: '    .where("suspended_at", "is", null)\n',
    replace: "",
    test: { file: identity, title: "A60.9 by suspension, at the next request" },
  },
  {
    id: "A60.9",
    guard: "a session left idle ends",
    file: "src/platform/identity/sessions.ts",
    find: "and s.last_used_at > platform.wall_now() -",
    replace: "and s.last_used_at >= platform.wall_now() - 1000 *",
    test: { file: identity, title: "A60.9 by time" },
  },
  {
    id: "A60.9",
    guard: "a change under the cookie carries the page's token",
    file: "src/platform/http/gate.ts",
    find: "    if (forged)\n",
    replace: "    if (false)\n",
    test: { file: identity, title: "A60.9 a mutation under the cookie" },
  },
  {
    id: "A60.9",
    guard: "a subject nobody is linked to opens nothing",
    file: "src/platform/identity/external.ts",
    find: '    .where("login.subject", "=", subject)\n',
    replace: "",
    test: { file: external, title: "A60.9 makes no account" },
  },
  {
    id: "A60.9",
    guard: "a subject is linked by the account's activation code only",
    file: "src/platform/identity/external-routes.ts",
    find: "        if (!(await takeActivation(tx, account.id, code))) return false;\n",
    replace: "",
    test: { file: external, title: "A60.9 an activation code links" },
  },
  {
    id: "A60.9",
    guard: "a subject is one account's only",
    file: "src/platform/identity/external.ts",
    find: "  if (linked === undefined)\n",
    replace: "  if (false)\n",
    test: { file: external, title: "A60.9 a subject is one account's only" },
  },
  {
    id: "A60.9",
    guard: "a suspended account stays shut at the provider too",
    file: "src/platform/identity/external.ts",
    find: '    .where("account.suspended_at", "is", null)\n',
    replace: "",
    test: { file: external, title: "A60.9 a suspended account stays shut" },
  },
  {
    id: "A60.9",
    guard: "what is proven opens one session",
    file: "src/platform/identity/external-routes.ts",
    find: "      await forgetExternal(db, token);\n",
    replace: "",
    test: { file: external, title: "A60.9 what is proven opens one session" },
  },
];
