import { z } from "zod";
import { enterExternally, signedIn } from "../../contract/session.ts";
import { inTransaction } from "../db/index.ts";
import type { Http } from "../http/create.ts";
import { Problem } from "../http/problem.ts";
import { takeActivation } from "./activation.ts";
import { wrongActivation } from "./activation-routes.ts";
import {
  beginExternal,
  completeExternal,
  discoverOnce,
  type ExternalSettings,
  externalMinutes,
  forgetExternal,
  linkedAccount,
  linkSubject,
  provenSubject,
  type Subject,
} from "./external.ts";
import type { Welcome } from "./me.ts";
import { type Account, enter, guess, type SignInParts } from "./sign-in.ts";

export interface ExternalProvider extends ExternalSettings {
  /** What the button at the sign-in calls it. */
  readonly name: string;
}

interface Parts extends SignInParts {
  readonly external: ExternalProvider | null;
}

type Activation = NonNullable<z.infer<typeof enterExternally>["activation"]>;
const base = "/api/v1/session/external";

/**
 * Sign-in by an OpenID provider (Authorization Code with PKCE). It only says who somebody is: the account must be
 * there and linked, its second factor is asked for, and its rights are those of the person's posts.
 */
export function externalRoutes(http: Http, parts: Parts, welcome: Welcome): void {
  const db = parts.database.kysely;
  const secure = http.publicUrl.startsWith("https:");
  const name = secure ? "__Secure-gongshu-external" : "gongshu-external";
  const cookie = { path: base, httpOnly: true, secure, sameSite: "lax" } as const;
  const kept = { ...cookie, maxAge: externalMinutes * 60 };
  const redirectUri = `${http.publicUrl}${base}/callback`;
  const discovered = parts.external === null ? null : discoverOnce(parts.external);
  const configuration = () => {
    if (discovered === null) throw new Problem("not_found", "本平台没有接入统一身份认证，请用平台账号登录。");
    return discovered();
  };

  http.get(
    base,
    {
      config: { access: "anonymous", audit: "session.external_begun" },
      schema: { summary: "到统一身份认证登录", response: { 302: z.undefined() } },
    },
    async (_request, reply) => {
      const { token, url } = await beginExternal(db, await configuration(), redirectUri);
      return reply.setCookie(name, token, kept).redirect(url);
    },
  );
  http.get(
    `${base}/callback`,
    {
      config: { access: "anonymous", audit: "session.external_returned" },
      schema: {
        summary: "从统一身份认证返回",
        querystring: z.record(z.string(), z.unknown()),
        response: { 302: z.undefined() },
      },
    },
    async (request, reply) => {
      const known = await configuration();
      const came = new URL(request.url, http.publicUrl);
      try {
        const token = await completeExternal(db, known, request.cookies[name] ?? "", came);
        return reply.setCookie(name, token, kept).redirect("/desk/?external=proven");
      } catch (err) {
        request.log.warn({ err }, "external sign-in refused");
        const denied = came.searchParams.get("error") === "access_denied";
        return reply.clearCookie(name, cookie).redirect(`/desk/?external=${denied ? "denied" : "failed"}`);
      }
    },
  );
  http.post(
    `${base}/enter`,
    {
      config: { access: "anonymous", audit: "session.opened", beforeSecondFactor: true },
      schema: { summary: "以统一身份登录", body: enterExternally, response: { 200: signedIn } },
    },
    async (request, reply) => {
      await configuration();
      const token = request.cookies[name] ?? "";
      const subject = await provenSubject(db, token);
      const { activation, code } = request.body;
      if (activation !== undefined) await link(subject, activation, request.ip);
      const account = await accountOf(subject);
      const entered = await enter(parts, account, code, request.session);
      await forgetExternal(db, token);
      reply.clearCookie(name, cookie);
      return welcome(request, reply, entered);
    },
  );

  async function accountOf(subject: Subject): Promise<Account> {
    const account = await linkedAccount(db, subject);
    if (account !== undefined) return account;
    throw new Problem(
      "external_login_unlinked",
      "您的统一身份还没有关联本平台的账号，或者账号已停用。请填写账号和激活码完成关联；没有激活码请联系安全管理员。",
    );
  }

  /** The activation code proves that the account is theirs; it is used up by the link. */
  async function link(subject: Subject, { username, code }: Activation, address: string): Promise<void> {
    await guess(db, { username, address, wrong: wrongActivation }, async (account) => {
      if (account === undefined) return false;
      return inTransaction(db, async (tx) => {
        if (!(await takeActivation(tx, account.id, code))) return false;
        await linkSubject(tx, account.id, subject);
        return true;
      });
    });
  }
}
