import { z } from "zod";
import { uuid } from "../contract/common.ts";
import { decideMany, decisionsOutcome } from "../contract/decisions.ts";
import { matter, matterFilter, savedView } from "../contract/matter.ts";
import { supervise, superviseAnswer } from "../contract/supervision.ts";
import { civilDate } from "../law/deadlines.ts";
import { lawNow } from "../platform/clocks/index.ts";
import type { Database } from "../platform/db/index.ts";
import { callerOf } from "../platform/http/access.ts";
import type { Http } from "../platform/http/create.ts";
import { once } from "../platform/http/once.ts";
import { decideAll } from "./batch.ts";
import { csvOf, xlsxOf } from "./export.ts";
import type { Matters } from "./index.ts";
import { dropView, saveView, viewsOf } from "./saved-views.ts";
import { answerSupervision, issue } from "./supervision.ts";

const views = z.object({ items: z.array(savedView) });
const formats = {
  csv: { type: "text/csv; charset=utf-8", write: csvOf },
  xlsx: { type: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", write: xlsxOf },
} as const;

/** What is done with lists of matters: many decided at once, conditions kept, lists taken along; and supervision. */
export function listRoutes(
  http: Http,
  { matters, database }: { matters: Matters; database: Database },
): void {
  http.post(
    "/api/v1/matters/decisions",
    {
      config: { access: "signed-in", audit: "matter.decided_together", once: true },
      schema: { summary: "批量办理", body: decideMany, response: { 200: decisionsOutcome } },
    },
    async (request) => decideAll({ matters, database }, request, callerOf(request), request.body),
  );
  http.get(
    "/api/v1/matters/export",
    {
      config: { access: "signed-in", audit: null },
      schema: {
        summary: "导出办件列表",
        querystring: matterFilter.extend({ format: z.enum(["csv", "xlsx"]).default("xlsx") }),
      },
    },
    async (request, reply) => {
      const { format, ...query } = request.query;
      const { type, write } = formats[format];
      const day = civilDate(await lawNow(database.kysely));
      const name = encodeURIComponent(`办件清单 ${day}.${format}`);
      return reply
        .type(type)
        .header("content-disposition", `attachment; filename*=UTF-8''${name}`)
        .send(await write(matters, callerOf(request), query));
    },
  );
  viewRoutes(http, database);
  supervisionRoutes(http, { matters, database });
}

function viewRoutes(http: Http, database: Database): void {
  http.get(
    "/api/v1/matters/views",
    {
      config: { access: "signed-in", audit: null },
      schema: { summary: "本人保存的筛选", response: { 200: views } },
    },
    async (request) => ({ items: await viewsOf(database.kysely, callerOf(request)) }),
  );
  http.post(
    "/api/v1/matters/views",
    {
      config: { access: "signed-in", audit: "view.saved" },
      schema: { summary: "保存筛选", body: savedView.omit({ id: true }), response: { 201: views } },
    },
    async (request, reply) => {
      await saveView(database.kysely, callerOf(request), request.body);
      return reply.code(201).send({ items: await viewsOf(database.kysely, callerOf(request)) });
    },
  );
  http.delete(
    "/api/v1/matters/views/:view",
    {
      config: { access: "signed-in", audit: "view.dropped" },
      schema: { summary: "删除保存的筛选", params: z.object({ view: uuid }), response: { 200: views } },
    },
    async (request) => {
      await dropView(database.kysely, callerOf(request), request.params.view);
      return { items: await viewsOf(database.kysely, callerOf(request)) };
    },
  );
}

function supervisionRoutes(
  http: Http,
  { matters, database }: { matters: Matters; database: Database },
): void {
  const params = z.object({ id: uuid });
  http.post(
    "/api/v1/matters/:id/supervisions",
    {
      config: { access: "signed-in", audit: "matter.supervised", once: true },
      schema: { summary: "催办、督办", params, body: supervise, response: { 201: matter } },
    },
    async (request, reply) => {
      const caller = callerOf(request);
      const { id } = request.params;
      const seen = await once(database, request, matter, async (tx) => {
        await issue(matters.engine, tx, caller, id, request.body);
        return matters.get(caller, id, tx);
      });
      return reply.code(201).send(seen);
    },
  );
  http.post(
    "/api/v1/matters/:id/supervisions/:supervision/answer",
    {
      config: { access: "signed-in", audit: "matter.supervision_answered", once: true },
      schema: {
        summary: "答复督办",
        params: params.extend({ supervision: uuid }),
        body: superviseAnswer,
        response: { 200: matter },
      },
    },
    async (request) => {
      const caller = callerOf(request);
      const { id: matterId, supervision: id } = request.params;
      return once(database, request, matter, async (tx) => {
        await answerSupervision(matters.engine, tx, caller, { matterId, id, answer: request.body.answer });
        return matters.get(caller, matterId, tx);
      });
    },
  );
}
