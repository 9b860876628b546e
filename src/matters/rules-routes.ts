import { z } from "zod";
import { calendarDay, calendarQuery } from "../contract/calendar.ts";
import { article, parameterInfo, procedureInfo } from "../contract/matter.ts";
import { articleOf, articles } from "../law/articles.ts";
import { addDays } from "../law/calendar.ts";
import type { Database } from "../platform/db/index.ts";
import type { Http } from "../platform/http/create.ts";
import { Problem } from "../platform/http/problem.ts";
import { calendarDays, loadCalendar } from "./calendar.ts";
import type { Matters } from "./index.ts";
import { parametersInWords, procedureInWords } from "./rules.ts";

const longestStrip = 62;

/** The law that the platform runs on, for everybody: procedures, articles, the city's numbers, the calendar. */
export function rulesRoutes(
  http: Http,
  { matters, database }: { matters: Matters; database: Database },
): void {
  const { procedures, parameters } = matters.engine;
  http.get(
    "/api/v1/procedures",
    {
      config: { access: "anonymous", audit: null },
      schema: { summary: "事项清单", response: { 200: z.object({ items: z.array(procedureInfo) }) } },
    },
    async (request) => ({
      items: [...procedures.values()].map((bound) =>
        procedureInWords(bound.procedure, parameters, request.caller),
      ),
    }),
  );
  http.get(
    "/api/v1/parameters",
    {
      config: { access: "anonymous", audit: null },
      schema: { summary: "平台参数及其依据", response: { 200: z.object({ items: z.array(parameterInfo) }) } },
    },
    async () => ({ items: parametersInWords(parameters) }),
  );
  http.get(
    "/api/v1/articles",
    {
      config: { access: "anonymous", audit: null },
      schema: { summary: "各条摘要", response: { 200: z.object({ items: z.array(article) }) } },
    },
    async () => ({ items: [...articles] }),
  );
  http.get(
    "/api/v1/articles/:n",
    {
      config: { access: "anonymous", audit: null },
      schema: {
        summary: "一条的摘要和据此办理的事项",
        params: z.object({ n: z.coerce.number().int() }),
        response: { 200: article },
      },
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
      schema: {
        summary: "工作日历",
        querystring: calendarQuery,
        response: { 200: z.object({ items: z.array(calendarDay) }) },
      },
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
