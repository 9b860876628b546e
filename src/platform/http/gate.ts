import { timingSafeEqual } from "node:crypto";
import type { FastifyRequest } from "fastify";
import { mutates, type Session } from "./access.ts";
import { Problem } from "./problem.ts";

/** Finds the live session of a token, or null: unknown, expired, ended, or of a suspended account. */
export type Identify = (token: string) => Promise<Session | null>;

/** Cookie names with `__Host-` are accepted by browsers only from this very host, over https, for the whole site. */
export const cookieName = (publicUrl: string): string =>
  publicUrl.startsWith("https:") ? "__Host-gongshu" : "gongshu";

/** The hook every request passes before its body is read: who asks, and may they call this route at all. */
export function gate(options: { identify: Identify; cookie: string }) {
  return async (request: FastifyRequest): Promise<void> => {
    const { access, beforeSecondFactor = false } = request.routeOptions.config;
    // Only the "not found" answer has no access; pages and assets are the same for everyone.
    if (access === undefined) return;
    if (access === "anonymous" && !request.url.startsWith("/api/")) return;

    const presented = credential(request, options.cookie);
    refuseCrossSite(request, presented);
    const session = presented === null ? null : await options.identify(presented.token);
    const forged =
      presented?.via === "cookie" &&
      session !== null &&
      mutates(request.method) &&
      !tokenMatches(request, session);
    if (access === "anonymous") {
      if (!forged && (beforeSecondFactor || session?.mustEnrol !== true)) admit(request, session);
      return;
    }
    if (session === null) throw new Problem("not_signed_in", "未登录或登录已过期，请重新登录。");
    if (forged)
      throw new Problem("csrf_failed", "请求缺少有效的页面令牌（X-CSRF-Token），请刷新页面后重试。");
    if (session.mustEnrol && !beforeSecondFactor)
      throw new Problem(
        "second_factor_missing",
        "您的岗位须绑定动态码后才能办理。请在“我的账号”中用手机上的身份验证器扫码绑定。",
      );
    if (access !== "signed-in" && !access.some((role) => session.caller.roles.includes(role)))
      throw new Problem("forbidden", "您的岗位没有办理此项的权限；如确需办理，请联系本单位管理员。");
    admit(request, session);
  };
}

function admit(request: FastifyRequest, session: Session | null): void {
  request.session = session;
  request.caller = session?.caller ?? null;
}

interface Credential {
  readonly token: string;
  readonly via: "bearer" | "cookie";
}

function credential(request: FastifyRequest, cookie: string): Credential | null {
  const bearer = /^Bearer ([\w-]{1,200})$/.exec(request.headers.authorization ?? "")?.[1];
  if (bearer !== undefined) return { token: bearer, via: "bearer" };
  const token = request.cookies[cookie];
  return token === undefined ? null : { token, via: "cookie" };
}

/** Browsers say where a request comes from; another site has no business changing anything here, not even signing in. */
function refuseCrossSite(request: FastifyRequest, presented: Credential | null): void {
  if (!mutates(request.method) || presented?.via === "bearer") return;
  if (request.headers["sec-fetch-site"] === "cross-site")
    throw new Problem("csrf_failed", "请求来自其他网站，已拒绝；请在本平台页面上办理。");
}

function tokenMatches(request: FastifyRequest, session: Session): boolean {
  const sent = Buffer.from(String(request.headers["x-csrf-token"] ?? ""));
  const expected = Buffer.from(session.csrfToken);
  return sent.length === expected.length && timingSafeEqual(sent, expected);
}
