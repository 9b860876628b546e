import {
  beginSecondFactor,
  confirmSecondFactor,
  pendingFactor,
  recoveryCodes,
} from "../../contract/session.ts";
import { inTransaction } from "../db/index.ts";
import type { Http } from "../http/create.ts";
import { sessionOf } from "./me.ts";
import { beginEnrolment, confirmEnrolment } from "./second-factor.ts";
import { endSessionsOf } from "./sessions.ts";
import { assertCode, limitedBySteps, type SignInParts } from "./sign-in.ts";

/** A person enrols a device as second factor, or another in its stead. */
export function secondFactorRoutes(
  http: Http,
  { database, sealing, platformName }: SignInParts & { platformName: string },
): void {
  const db = database.kysely;
  http.post(
    "/api/v1/session/second-factor",
    {
      config: { access: "signed-in", audit: "second-factor.begun", beforeSecondFactor: true },
      schema: { summary: "开始绑定动态码", body: beginSecondFactor, response: { 200: pendingFactor } },
    },
    async (request) => {
      const { accountId, caller, secondFactor } = sessionOf(request.session);
      if (secondFactor) await assertCode(db, sealing, accountId, request.body.code);
      const shown = { issuer: platformName, label: caller.personName };
      return inTransaction(db, (tx) => beginEnrolment(tx, sealing, accountId, shown));
    },
  );
  http.post(
    "/api/v1/session/second-factor/confirm",
    {
      config: { access: "signed-in", audit: "second-factor.enrolled", beforeSecondFactor: true },
      schema: { summary: "确认绑定动态码", body: confirmSecondFactor, response: { 200: recoveryCodes } },
    },
    async (request) => {
      const { id, accountId } = sessionOf(request.session);
      const codes = await limitedBySteps(db, accountId, () =>
        inTransaction(db, async (tx) => {
          const given = await confirmEnrolment(tx, sealing, accountId, request.body.code);
          // Sessions opened with a password alone do not live on beside the factor.
          if (given !== null) await endSessionsOf(tx, accountId, id);
          return given;
        }),
      );
      return { codes };
    },
  );
}
