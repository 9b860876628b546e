import { z } from "zod";
import { calendarDay, calendarQuery } from "../contract/calendar.ts";
import { listOf, uuid } from "../contract/common.ts";
import {
  act,
  article,
  matter,
  matterQuery,
  matterSummary,
  type ProcedureInfo,
  procedureInfo,
  startMatter,
} from "../contract/matter.ts";
import { drafted } from "../contract/office.ts";
import { articleOf, articles } from "../law/articles.ts";
import { addDays } from "../law/calendar.ts";
import { chineseCitation } from "../law/citation.ts";
import type { Procedure } from "../law/language.ts";
import type { Database } from "../platform/db/index.ts";
import { callerOf } from "../platform/http/access.ts";
import type { Caller } from "../platform/http/caller.ts";
import type { Http } from "../platform/http/create.ts";
import { once } from "../platform/http/once.ts";
import { Problem } from "../platform/http/problem.ts";
import { actorTitleIn, mayOpen } from "./actors.ts";
import { assignmentRoutes } from "./assignment-routes.ts";
import { calendarDays, loadCalendar } from "./calendar.ts";
import { draftOf } from "./draft-view.ts";
import { formSchema } from "./forms.ts";
import type { Matters } from "./index.ts";
import { officeRoutes } from "./office-routes.ts";

const params = z.object({ id: uuid });
const longestStrip = 62;

/** The one way to do statutory business, and the law it runs on. */
export function mattersRoutes(
  http: Http,
  { matters, database }: { matters: Matters; database: Database },
): void {
  lawRoutes(http, { matters, database });
  officeRoutes(http, { matters, database });
  assignmentRoutes(http, { matters, database });
  http.post(
    "/api/v1/matters",
    {
      config: { access: "signed-in", audit: "matter.started", once: true },
      schema: { body: startMatter, response: { 201: matter, 202: drafted } },
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
      schema: { querystring: matterQuery, response: { 200: listOf(matterSummary) } },
    },
    async (request) => matters.list(callerOf(request), request.query),
  );
  http.get(
    "/api/v1/matters/:id",
    { config: { access: "signed-in", audit: null }, schema: { params, response: { 200: matter } } },
    async (request) => matters.get(callerOf(request), request.params.id),
  );
  http.post(
    "/api/v1/matters/:id/actions/:action",
    {
      config: { access: "signed-in", audit: "matter.step_taken", once: true },
      schema: {
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

function lawRoutes(http: Http, { matters, database }: { matters: Matters; database: Database }): void {
  http.get(
    "/api/v1/procedures",
    {
      config: { access: "anonymous", audit: null },
      schema: { response: { 200: z.object({ items: z.array(procedureInfo) }) } },
    },
    async (request) => ({
      items: [...matters.engine.procedures.values()].map((bound) =>
        procedureInWords(bound.procedure, request.caller),
      ),
    }),
  );
  http.get(
    "/api/v1/articles",
    {
      config: { access: "anonymous", audit: null },
      schema: { response: { 200: z.object({ items: z.array(article) }) } },
    },
    async () => ({ items: [...articles] }),
  );
  http.get(
    "/api/v1/articles/:n",
    {
      config: { access: "anonymous", audit: null },
      schema: { params: z.object({ n: z.coerce.number().int() }), response: { 200: article } },
    },
    async (request) => {
      const found = articleOf(request.params.n);
      if (found === undefined) throw new Problem("not_found", "办法共七十八条，没有这一条。");
      return found;
    },
  );
  http.get(
    "/api/v1/calendar",
    {
      config: { access: "anonymous", audit: null },
      schema: { querystring: calendarQuery, response: { 200: z.object({ items: z.array(calendarDay) }) } },
    },
    async (request) => {
      const { from, to } = request.query;
      if (to < from || to > addDays(from, longestStrip - 1)) {
        throw new Problem("bad_request", `止日须不早于起日，且最多查 ${longestStrip} 天。请改短后重试。`);
      }
      return { items: calendarDays(await loadCalendar(database.kysely), from, to) };
    },
  );
}

/** A procedure in words; `startable` says whether this caller's party and post may open it. */
function procedureInWords(procedure: Procedure, caller: Caller | null): ProcedureInfo {
  return {
    kind: procedure.kind,
    title: procedure.title,
    articles: [...procedure.articles],
    summary: procedure.summary,
    startable: caller !== null && mayOpen(caller, procedure.opens),
    subject: procedure.subject,
    form: formSchema(procedure.form),
    states: Object.entries(procedure.states).map(([name, { title }]) => ({ name, title })),
    steps: Object.entries(procedure.steps).flatMap(([name, step]) =>
      [step.from].flat().map((from) => ({
        name,
        title: step.title,
        from,
        to: step.to,
        by: actorTitleIn(procedure, step.by),
        article: chineseCitation(step.cites),
      })),
    ),
  };
}
