import { Readable } from "node:stream";
import { z } from "zod";
import {
  batch,
  batchProblem,
  batchQuery,
  problemQuery,
  problemSettlement,
  problemStanding,
  settleProblems,
} from "../contract/batch.ts";
import { listOf, uuid } from "../contract/common.ts";
import type { Http } from "../platform/http/index.ts";
import { type Cursors, callerOf, pageOf } from "../platform/http/index.ts";
import { once } from "../platform/http/once.ts";
import { fileRoutes } from "./file-routes.ts";
import type { CollectionOptions } from "./options.ts";
import { readers, senders } from "./policy.ts";
import { settleProblemRows, standingOf } from "./problem-settlement.ts";
import { problemsCsv } from "./problems-csv.ts";
import { findBatch, listBatches, listProblems } from "./store.ts";
import { uploadRoutes } from "./uploads.ts";
import { batchView, problemView } from "./views.ts";

const params = z.object({ id: uuid });
const config = { access: readers, audit: null } as const;
const place = z.object({ line: z.string(), id: z.string() });

/** Uploads, batches and their problem data (Art. 7 ¶3, 17). */
export function collectionRoutes(
  http: Http,
  options: CollectionOptions & { readonly cursors: Cursors },
): void {
  const { cursors } = options;
  const db = options.database.kysely;
  uploadRoutes(http, options);
  fileRoutes(http, options);

  http.get(
    "/api/v1/batches",
    { config, schema: { summary: "汇聚批次", querystring: batchQuery, response: { 200: listOf(batch) } } },
    async (request) => {
      const caller = callerOf(request);
      const { cursor, limit, resource, entry } = request.query;
      const filter = ["batches", caller.party.id, caller.roles, resource ?? null, entry ?? null];
      const before = cursor === undefined ? undefined : cursors.decode(filter, cursor, z.string());
      const rows = await listBatches(db, caller, request.query, before);
      return pageOf(rows, limit, batchView, (last) => cursors.encode(filter, last.id));
    },
  );
  http.get(
    "/api/v1/batches/:id",
    { config, schema: { summary: "一个批次的报告", params, response: { 200: batch } } },
    async (request) => batchView(await findBatch(db, callerOf(request), request.params.id)),
  );
  http.get(
    "/api/v1/batches/:id/problems",
    {
      config,
      schema: {
        summary: "批次的问题行",
        params,
        querystring: problemQuery,
        response: { 200: listOf(batchProblem) },
      },
    },
    async (request) => {
      const { id } = await findBatch(db, callerOf(request), request.params.id);
      const { cursor, limit, rule, column } = request.query;
      const filter = ["problems", id, rule ?? null, column ?? null];
      const after = cursor === undefined ? undefined : cursors.decode(filter, cursor, place);
      const rows = await listProblems(db, id, request.query, after);
      return pageOf(rows, limit, problemView, ({ line, id: last }) =>
        cursors.encode(filter, { line, id: last }),
      );
    },
  );
  http.get(
    "/api/v1/batches/:id/settlements",
    {
      config,
      schema: {
        summary: "批次的问题行还有几行待改，哪些已写明源头删除",
        params,
        response: { 200: problemStanding },
      },
    },
    (request) => standingOf(db, callerOf(request), request.params.id),
  );
  http.post(
    "/api/v1/batches/:id/settlements",
    {
      config: { access: senders, audit: "problems.settled", once: true },
      schema: {
        summary: "写明问题行在源头已经删除，不再计为问题数据",
        params,
        body: settleProblems,
        response: { 200: problemSettlement },
      },
    },
    (request) =>
      once(options.database, request, problemSettlement, (tx) =>
        settleProblemRows(tx, options, callerOf(request), request.params.id, request.body),
      ),
  );
  http.get(
    "/api/v1/batches/:id/problems.csv",
    { config, schema: { summary: "导出问题行", params } },
    async (request, reply) => {
      const found = await findBatch(db, callerOf(request), request.params.id);
      return reply
        .type("text/csv; charset=utf-8")
        .header(
          "content-disposition",
          `attachment; filename="problems-${found.resource_code}-${found.number}.csv"`,
        )
        .send(Readable.from(problemsCsv(db, found.id)));
    },
  );
}
