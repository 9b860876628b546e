import { z } from "zod";
import { uuid } from "../contract/common.ts";
import { matter } from "../contract/matter.ts";
import { assign, writeComment } from "../contract/office.ts";
import type { Database } from "../platform/db/index.ts";
import { callerOf } from "../platform/http/access.ts";
import type { Http } from "../platform/http/create.ts";
import { once } from "../platform/http/once.ts";
import { assignTo, signFor } from "./assignment.ts";
import { comment } from "./comments.ts";
import type { Matters } from "./index.ts";

const params = z.object({ id: uuid });

/** What an office does with a matter among its own people: sign for it, give it out, comment on it. */
export function assignmentRoutes(
  http: Http,
  { matters, database }: { matters: Matters; database: Database },
): void {
  http.post(
    "/api/v1/matters/:id/sign-for",
    {
      config: { access: "signed-in", audit: "matter.signed_for", once: true },
      schema: { summary: "签收", params, body: z.object({}), response: { 200: matter } },
    },
    async (request) => {
      const caller = callerOf(request);
      const { id } = request.params;
      return once(database, request, matter, async (tx) => {
        await signFor(tx, caller, id);
        return matters.get(caller, id, tx);
      });
    },
  );
  http.post(
    "/api/v1/matters/:id/assign",
    {
      config: { access: "signed-in", audit: "matter.assigned", once: true },
      schema: { summary: "分办", params, body: assign, response: { 200: matter } },
    },
    async (request) => {
      const caller = callerOf(request);
      const { id } = request.params;
      return once(database, request, matter, async (tx) => {
        await assignTo(matters.engine, tx, caller, id, request.body);
        return matters.get(caller, id, tx);
      });
    },
  );
  http.post(
    "/api/v1/matters/:id/comments",
    {
      config: { access: "signed-in", audit: "matter.commented", once: true },
      schema: { summary: "写内部意见", params, body: writeComment, response: { 200: matter } },
    },
    async (request) => {
      const caller = callerOf(request);
      const { id } = request.params;
      return once(database, request, matter, async (tx) => {
        await comment(tx, caller, id, request.body.text);
        return matters.get(caller, id, tx);
      });
    },
  );
}
