import type { FastifyRequest } from "fastify";
import type { Role } from "../../contract/roles.ts";
import type { Caller } from "./caller.ts";
import { Problem } from "./problem.ts";

/** Who may call a route. Roles admit whoever holds one of them in the post acted in; rows are the chapter's `policy.ts`. */
export type Access = "anonymous" | "signed-in" | readonly Role[];

/** A live session, as the identity module finds it for a token. */
export interface Session {
  readonly id: string;
  readonly accountId: string;
  readonly caller: Caller;
  /** What a browser must send back as `X-CSRF-Token` with every mutation under its cookie. */
  readonly csrfToken: string;
  /** Whether the account has a second factor. */
  readonly secondFactor: boolean;
  /** The post needs a second factor and the account has none: nothing but enrolling one is open. */
  readonly mustEnrol: boolean;
}

declare module "fastify" {
  interface FastifyContextConfig {
    /** Required of every route: without it the platform does not boot. */
    access?: Access;
    /** Name of the act in the log, such as `session.opened`; `null` only where nothing is changed. */
    audit?: string | null;
    /** The handler runs under `once`, so an `Idempotency-Key` is honoured; elsewhere it is refused. */
    once?: true;
    /** Open also to a session that must enrol a second factor first. */
    beforeSecondFactor?: true;
  }
  interface FastifyRequest {
    session: Session | null;
    caller: Caller | null;
  }
}

/** The caller of a route that is not anonymous. @throws Problem `not_signed_in` */
export function callerOf(request: FastifyRequest): Caller {
  if (request.caller === null) throw new Problem("not_signed_in", "请登录后再办理。");
  return request.caller;
}

const safeMethods: ReadonlySet<string> = new Set(["GET", "HEAD", "OPTIONS"]);
export const mutates = (method: string): boolean => !safeMethods.has(method);
