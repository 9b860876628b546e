import type { z } from "zod";
import type { Me, signedIn } from "../../contract/session.ts";
import type { Session } from "../http/access.ts";
import { Problem } from "../http/problem.ts";
import type { Entered } from "./sign-in.ts";

/** Answers a sign-in: sets the cookie and says who is there. */
export type Welcome = (
  request: { caller: Session["caller"] | null },
  reply: { setCookie(name: string, value: string, options: object): unknown },
  entered: Entered,
) => z.infer<typeof signedIn>;

export function sessionOf(session: Session | null): Session {
  if (session === null) throw new Problem("not_signed_in", "请登录后再办理。");
  return session;
}

export function meOf({ caller, csrfToken, secondFactor, mustEnrol }: Session): Me {
  return {
    person: { id: caller.personId, name: caller.personName },
    party: {
      id: caller.party.id,
      name: caller.party.name,
      kind: caller.party.kind,
      level: caller.party.level,
    },
    post: { id: caller.postId, unit: caller.unit },
    roles: [...caller.roles],
    actingFor: caller.actingFor ?? null,
    secondFactor: { enrolled: secondFactor, missing: mustEnrol },
    csrfToken,
  };
}
