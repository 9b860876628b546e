import { z } from "zod";
import { type Me, me, signedIn, signIn } from "../../contract/session.ts";
import { type Database, inTransaction } from "../db/index.ts";
import type { Session } from "../http/access.ts";
import type { Caller } from "../http/caller.ts";
import type { Http } from "../http/create.ts";
import { cookieName, type Identify } from "../http/gate.ts";
import { Problem } from "../http/problem.ts";
import { normalised } from "./accounts.ts";
import { type Attempt, allowedFailures, countAttempt, forgetAttempts } from "./attempts.ts";
import { passwordMatches } from "./passwords.ts";
import { absoluteMinutes, csrfTokenOf, endSession, findSession, openSession } from "./sessions.ts";

/**
 * The person in the post they act in: the one asked for, else their first. Null when they hold none (any more).
 * Filled by the parties chapter; asked anew at every request, so a post that ends takes effect at once.
 */
export type ResolveCaller = (personId: string, postId: string | null) => Promise<Caller | null>;

export interface Identity {
  readonly identify: Identify;
  readonly routes: (http: Http) => Promise<void>;
}

export function createIdentity(database: Database, resolveCaller: ResolveCaller): Identity {
  const identify: Identify = async (token) => {
    const live = await findSession(database.kysely, token);
    if (live === null) return null;
    const caller = await resolveCaller(live.personId, live.postId);
    return caller === null ? null : { id: live.id, caller, csrfToken: csrfTokenOf(token) };
  };
  return { identify, routes: async (http) => sessionRoutes(http, database, resolveCaller) };
}

function sessionRoutes(http: Http, database: Database, resolveCaller: ResolveCaller): void {
  const name = cookieName(http.publicUrl);
  const cookie = {
    path: "/",
    httpOnly: true,
    secure: http.publicUrl.startsWith("https:"),
    sameSite: "lax",
  } as const;

  http.post(
    "/api/v1/session",
    {
      config: { access: "anonymous", audit: "session.opened" },
      schema: { summary: "登录", body: signIn, response: { 200: signedIn } },
    },
    async (request, reply) => {
      const { token, session } = await enter(database, resolveCaller, request.body, request.session);
      request.caller = session.caller;
      reply.setCookie(name, token, { ...cookie, maxAge: absoluteMinutes * 60 });
      return { token, me: meOf(session) };
    },
  );
  http.get(
    "/api/v1/session",
    {
      config: { access: "signed-in", audit: null },
      schema: { summary: "当前登录的人员与岗位", response: { 200: me } },
    },
    async (request) => meOf(sessionOf(request.session)),
  );
  http.delete(
    "/api/v1/session",
    {
      config: { access: "signed-in", audit: "session.ended" },
      schema: { summary: "退出登录", response: { 204: z.undefined() } },
    },
    async (request, reply) => {
      await endSession(database.kysely, sessionOf(request.session).id);
      return reply.clearCookie(name, cookie).code(204).send();
    },
  );
}

/** Signs in: same answers, same work, whether the account exists or not. */
async function enter(
  database: Database,
  resolveCaller: ResolveCaller,
  given: z.infer<typeof signIn>,
  former: Session | null,
): Promise<{ token: string; session: Session }> {
  const db = database.kysely;
  const username = normalised(given.username);
  const attempt = await countAttempt(db, username);
  if (!attempt.admitted) throw locked(attempt);
  const account = await db
    .selectFrom("platform.account")
    .select(["id", "password_hash", "person_id"])
    .where("username", "=", username)
    .where("suspended_at", "is", null)
    .executeTakeFirst();
  const matches = await passwordMatches(account?.password_hash, given.password);
  if (!matches || account === undefined) {
    if (attempt.last) throw locked(attempt);
    throw new Problem(
      "wrong_credentials",
      `账号或口令不对，请核对后重试；连续 ${allowedFailures} 次不对将锁定账号。`,
    );
  }
  await forgetAttempts(db, username);
  const caller = await resolveCaller(account.person_id, null);
  if (caller === null)
    throw new Problem("forbidden", "您目前没有任何岗位，不能办理业务；请联系本单位管理员。");
  const { id, token } = await inTransaction(db, (tx) => openSession(tx, account.id, former?.id ?? null));
  return { token, session: { id, caller, csrfToken: csrfTokenOf(token) } };
}

const clock = new Intl.DateTimeFormat("zh-CN", {
  timeZone: "Asia/Shanghai",
  hour: "2-digit",
  minute: "2-digit",
});

const locked = ({ until }: Attempt): Problem =>
  new Problem(
    "account_locked",
    `口令连续 ${allowedFailures} 次不对，账号已锁定至 ${clock.format(until)}；请届时再试，或联系管理员。`,
  );

export function sessionOf(session: Session | null): Session {
  if (session === null) throw new Problem("not_signed_in", "请登录后再办理。");
  return session;
}

export function meOf({ caller, csrfToken }: Session): Me {
  return {
    person: { id: caller.personId, name: caller.personName },
    party: { id: caller.party.id, name: caller.party.name, kind: caller.party.kind },
    post: { id: caller.postId, unit: caller.unit },
    roles: [...caller.roles],
    actingFor: caller.actingFor ?? null,
    csrfToken,
  };
}
