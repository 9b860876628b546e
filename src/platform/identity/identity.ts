import { z } from "zod";
import { me, signedIn, signIn } from "../../contract/session.ts";
import type { Http } from "../http/create.ts";
import { cookieName, type Identify } from "../http/gate.ts";
import { type ActivationParts, activationRoutes } from "./activation-routes.ts";
import { type ExternalProvider, externalRoutes } from "./external-routes.ts";
import { meOf, sessionOf, type Welcome } from "./me.ts";
import { secondFactorRoutes } from "./second-factor-routes.ts";
import { absoluteMinutes, csrfTokenOf, endSession, findSession } from "./sessions.ts";
import { byPassword, enter, type SignInParts } from "./sign-in.ts";

export type { ResolveCaller } from "./sign-in.ts";

export interface Identity {
  readonly identify: Identify;
  readonly routes: (http: Http) => Promise<void>;
}

export interface IdentityParts extends SignInParts, ActivationParts {
  /** What authenticators show the account under. */
  readonly platformName: string;
  /** The OpenID provider whose subjects may sign in; null: local accounts only. */
  readonly external: ExternalProvider | null;
}

export function createIdentity(parts: IdentityParts): Identity {
  const { database, resolveCaller, needsSecondFactor } = parts;
  const identify: Identify = async (token) => {
    const live = await findSession(database.kysely, token);
    if (live === null) return null;
    const caller = await resolveCaller(live.personId, live.postId);
    if (caller === null) return null;
    const { id, accountId, secondFactor } = live;
    const mustEnrol = !secondFactor && needsSecondFactor(caller);
    return { id, accountId, caller, csrfToken: csrfTokenOf(token), secondFactor, mustEnrol };
  };
  return {
    identify,
    routes: async (http) => {
      const welcome = sessionRoutes(http, parts);
      activationRoutes(http, parts);
      secondFactorRoutes(http, parts);
      externalRoutes(http, parts, welcome);
    },
  };
}

function sessionRoutes(http: Http, parts: IdentityParts): Welcome {
  const db = parts.database.kysely;
  const name = cookieName(http.publicUrl);
  const cookie = {
    path: "/",
    httpOnly: true,
    secure: http.publicUrl.startsWith("https:"),
    sameSite: "lax",
  } as const;
  const welcome: Welcome = (request, reply, { token, session }) => {
    request.caller = session.caller;
    reply.setCookie(name, token, { ...cookie, maxAge: absoluteMinutes * 60 });
    return { token, me: meOf(session) };
  };

  http.post(
    "/api/v1/session",
    {
      config: { access: "anonymous", audit: "session.opened", beforeSecondFactor: true },
      schema: { summary: "登录", body: signIn, response: { 200: signedIn } },
    },
    async (request, reply) => {
      const { username, password, code } = request.body;
      const account = await byPassword(db, { username, password, address: request.ip });
      return welcome(request, reply, await enter(parts, account, code, request.session));
    },
  );
  http.get(
    "/api/v1/session",
    {
      config: { access: "anonymous", audit: null, beforeSecondFactor: true },
      schema: {
        summary: "当前登录的人员与岗位；浏览器没有登录的，应答 204",
        security: [{}, { bearer: [] }, { cookie: [] }],
        response: { 200: me, 204: z.undefined() },
      },
    },
    async (request, reply) => {
      // A page asks this to learn whether anybody is signed in; a program has a token and is told that it has ended. Other
      // credentials are those of a proxy before the platform.
      const { session, headers } = request;
      const isProgram = /^Bearer\b/i.test(headers.authorization ?? "");
      if (session === null && !isProgram) return reply.code(204).send();
      return meOf(sessionOf(session));
    },
  );
  http.delete(
    "/api/v1/session",
    {
      config: { access: "signed-in", audit: "session.ended", beforeSecondFactor: true },
      schema: { summary: "退出登录", response: { 204: z.undefined() } },
    },
    async (request, reply) => {
      await endSession(db, sessionOf(request.session).id);
      return reply.clearCookie(name, cookie).code(204).send();
    },
  );
  return welcome;
}
