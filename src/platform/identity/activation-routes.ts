import { z } from "zod";
import { activate } from "../../contract/session.ts";
import { inTransaction } from "../db/index.ts";
import type { Http } from "../http/create.ts";
import { Problem } from "../http/problem.ts";
import { setPassword } from "./accounts.ts";
import { takeActivation } from "./activation.ts";
import { passwordFault } from "./password-rule.ts";
import { guess, type SignInParts } from "./sign-in.ts";

export const wrongActivation =
  "账号或激活码不对、已经用过或者已经过期，请核对后重试；仍不行请联系管理员重发激活码。";

export interface ActivationParts extends Pick<SignInParts, "database"> {
  /** Filled by the parties chapter: a password must not hold the name. */
  readonly nameOf: (personId: string) => Promise<string>;
}

/** A person takes over their account: the code they were given, once, for a password only they know. */
export function activationRoutes(http: Http, { database, nameOf }: ActivationParts): void {
  const db = database.kysely;
  http.post(
    "/api/v1/session/activation",
    {
      config: { access: "anonymous", audit: "account.activated" },
      schema: { summary: "用激活码设置口令", body: activate, response: { 204: z.undefined() } },
    },
    async (request, reply) => {
      const { username, code, password } = request.body;
      assertGood(password, [username.trim()]);
      const where = { username, address: request.ip, wrong: wrongActivation };
      await guess(db, where, async (account) => {
        if (account === undefined) return false;
        return inTransaction(db, async (tx) => {
          if (!(await takeActivation(tx, account.id, code))) return false;
          assertGood(password, [await nameOf(account.personId)]);
          await setPassword(tx, account.personId, password);
          return true;
        });
      });
      return reply.code(204).send();
    },
  );
}

/** @throws Problem `password_refused` */
function assertGood(password: string, names: readonly string[]): void {
  const detail = passwordFault(password, names);
  if (detail === null) return;
  throw new Problem("password_refused", detail, { errors: [{ pointer: "/password", detail }] });
}
