import { z } from "zod";
import { listOf, uuid } from "../contract/common.ts";
import { act, matter, matterQuery, matterSummary, startMatter } from "../contract/matter.ts";
import { drafted } from "../contract/office.ts";
import type { Database } from "../platform/db/index.ts";
import { callerOf } from "../platform/http/access.ts";
import type { Http } from "../platform/http/create.ts";
import { once } from "../platform/http/once.ts";
import { assignmentRoutes } from "./assignment-routes.ts";
import { calendarRoutes } from "./calendar-routes.ts";
import { draftOf } from "./draft-view.ts";
import type { Matters } from "./index.ts";
import { listRoutes } from "./list-routes.ts";
import { officeRoutes } from "./office-routes.ts";
import { rulesRoutes } from "./rules-routes.ts";

const params = z.object({ id: uuid });

/** The one way to do statutory business, and the law it runs on. */
export function mattersRoutes(
  http: Http,
  { matters, database }: { matters: Matters; database: Database },
): void {
  rulesRoutes(http, { matters, database });
  officeRoutes(http, { matters, database });
  assignmentRoutes(http, { matters, database });
  listRoutes(http, { matters, database });
  calendarRoutes(http, { matters, database });
  http.post(
    "/api/v1/matters",
    {
      config: { access: "signed-in", audit: "matter.started", once: true },
      schema: { summary: "发起事项", body: startMatter, response: { 201: matter, 202: drafted } },
    },
    async (request, reply) => {
      const caller = callerOf(request);
      const started = await once(database, request, z.union([matter, drafted]), async (tx) => {
        const { subject, ...body } = request.body;
        const input = subject === undefined ? body : { ...body, subject };
        const submitted = await matters.submit(caller, input, tx);
        if ("matter" in submitted) return matters.get(caller, submitted.matter, tx);
        return { draft: await draftOf(matters.engine, tx, caller, submitted.draft) };
      });
      return "draft" in started ? reply.code(202).send(started) : reply.code(201).send(started);
    },
  );
  http.get(
    "/api/v1/matters",
    {
      config: { access: "signed-in", audit: null },
      schema: { summary: "办件列表", querystring: matterQuery, response: { 200: listOf(matterSummary) } },
    },
    async (request) => matters.list(callerOf(request), request.query),
  );
  http.get(
    "/api/v1/matters/:id",
    {
      config: { access: "signed-in", audit: null },
      schema: { summary: "一个办件", params, response: { 200: matter } },
    },
    async (request) => matters.get(callerOf(request), request.params.id),
  );
  http.post(
    "/api/v1/matters/:id/actions/:action",
    {
      config: { access: "signed-in", audit: "matter.step_taken", once: true },
      schema: {
        summary: "办理一个环节",
        params: params.extend({ action: z.string().max(64) }),
        body: act,
        response: { 200: matter },
      },
    },
    async (request) => {
      const caller = callerOf(request);
      const { id, action } = request.params;
      return once(database, request, matter, async (tx) => {
        await matters.act(caller, id, action, request.body, tx);
        return matters.get(caller, id, tx);
      });
    },
  );
}
