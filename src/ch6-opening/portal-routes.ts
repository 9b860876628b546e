import { Readable } from "node:stream";
import { z } from "zod";
import { datasetCode, listOf } from "../contract/common.ts";
import {
  dataset,
  datasetQuery,
  datasetSummary,
  openRows,
  portalFigures,
  withdrawnDataset as withdrawnBody,
} from "../contract/portal.ts";
import { shanghaiDate, wallNow } from "../platform/clocks/index.ts";
import type { Db } from "../platform/db/tables.ts";
import { attachmentHeaders } from "../platform/files/index.ts";
import type { Http } from "../platform/http/create.ts";
import type { Cursors } from "../platform/http/cursors.ts";
import { inTurns } from "./catch-up.ts";
import { asCsv, asJson } from "./downloads.ts";
import { bodyAs, formats, mediaTypes } from "./open-catalogue-sheet.ts";
import {
  allRows,
  count,
  figures,
  listDatasets,
  openDataset,
  readRows,
  viewDataset,
  wholeCatalogue,
  withdrawnDataset,
} from "./portal.ts";

const anonymous = { access: "anonymous", audit: null } as const;
const params = z.object({ code: datasetCode });
const position = z.object({ priority: z.boolean(), at: z.string(), code: z.string() });
const rowsQuery = z
  .object({ limit: z.coerce.number().int().min(1).max(200).default(50), cursor: z.string().optional() })
  .catchall(z.string());

/**
 * The open portal: only published copies. `catchUp` brings the copies up to the publication log before they are read,
 * so that a suspension holds from the next request on.
 */
export function portalRoutes(
  http: Http,
  { portal, cursors, catchUp }: { portal: Db; cursors: Cursors; catchUp: () => Promise<void> },
): void {
  http.register(async (scope) => {
    const open: Http = scope.withTypeProvider();
    const upToDate = inTurns(catchUp);
    open.addHook("preHandler", upToDate);
    listing(open, portal, cursors);
    reading(open, portal, cursors);
    downloads(open, portal, upToDate);
  });
}

function listing(http: Http, portal: Db, cursors: Cursors): void {
  http.get(
    "/api/v1/portal/figures",
    { config: anonymous, schema: { summary: "开放情况", response: { 200: portalFigures } } },
    async () => figures(portal),
  );
  http.get(
    "/api/v1/portal/datasets",
    {
      config: anonymous,
      schema: {
        summary: "开放数据列表",
        querystring: datasetQuery,
        response: { 200: listOf(datasetSummary) },
      },
    },
    async (request) => {
      const { cursor, limit, ...conditions } = request.query;
      const filter = ["datasets", conditions];
      const after = cursor === undefined ? undefined : cursors.decode(filter, cursor, position);
      const { items, last } = await listDatasets(portal, { ...conditions, limit, after });
      return { items, next: last && cursors.encode(filter, last) };
    },
  );
  for (const format of formats)
    http.get(
      `/api/v1/portal/catalogue.${format}`,
      {
        config: anonymous,
        schema: {
          summary: `下载开放目录（${format.toUpperCase()}）`,
          querystring: datasetQuery.pick({ region: true }),
        },
      },
      async (request, reply) =>
        reply
          .headers(attachmentHeaders(`开放目录.${format}`))
          .type(mediaTypes[format])
          .send(await bodyAs(format, await wholeCatalogue(portal, request.query.region))),
    );
  http.get(
    "/api/v1/portal/datasets/:code",
    { config: anonymous, schema: { summary: "一个开放数据集", params, response: { 200: dataset } } },
    async (request) => viewDataset(portal, request.params.code),
  );
  http.get(
    "/api/v1/portal/datasets/:code/withdrawal",
    {
      config: anonymous,
      schema: { summary: "开放数据集的撤回：时间和原因", params, response: { 200: withdrawnBody } },
    },
    async (request) => withdrawnDataset(portal, request.params.code),
  );
}

function reading(http: Http, portal: Db, cursors: Cursors): void {
  http.get(
    "/open/v1/:code/rows",
    {
      config: anonymous,
      schema: { summary: "读取开放数据", params, querystring: rowsQuery, response: { 200: openRows } },
    },
    async (request) => {
      const { limit, cursor, ...conditions } = request.query;
      const { code } = request.params;
      const found = await openDataset(portal, code);
      const filter = ["rows", code, found.version, conditions];
      const after = cursor === undefined ? "0" : cursors.decode(filter, cursor, z.string());
      const rows = await readRows(portal, found, conditions, limit + 1, after);
      if (request.method === "GET") await count(portal, code, "reads");
      const shown = rows.slice(0, limit);
      const last = shown.at(-1);
      return {
        items: shown.map((row) => row.content),
        next: rows.length > limit && last ? cursors.encode(filter, last.n) : null,
        source: found.providerName,
        version: found.version,
        acquiredOn: shanghaiDate(wallNow()),
      };
    },
  );
}

/** HEAD asks without taking anything: nothing is counted, nothing read. */
function downloads(http: Http, portal: Db, catchUp: () => Promise<void>): void {
  for (const format of ["csv", "json"] as const)
    http.get(
      `/open/v1/:code/download.${format}`,
      { config: anonymous, schema: { summary: `下载开放数据（${format.toUpperCase()}）`, params } },
      async (request, reply) => {
        const { code } = request.params;
        const found = await openDataset(portal, code);
        const taken = request.method === "GET";
        if (taken) await count(portal, code, "downloads");
        const rows = allRows(portal, found, catchUp);
        const text =
          format === "csv" ? asCsv(found.body, rows) : asJson(found.body, shanghaiDate(wallNow()), rows);
        const type = format === "csv" ? "text/csv; charset=utf-8" : "application/json; charset=utf-8";
        return reply
          .header("content-type", type)
          .header("content-disposition", `attachment; filename="${code}-v${found.version}.${format}"`)
          .send(Readable.from(taken ? text : []));
      },
    );
}
