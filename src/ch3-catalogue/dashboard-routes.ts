import { dashboard } from "../contract/dashboard.ts";
import { entryUpdates, ownUpdates as ownUpdatesBody, updatesQuery } from "../contract/data-due.ts";
import type { Database } from "../platform/db/index.ts";
import { attachmentHeaders } from "../platform/files/index.ts";
import { callerOf } from "../platform/http/access.ts";
import type { Http } from "../platform/http/create.ts";
import { dashboardOf } from "./dashboard.ts";
import { dashboardWorkbook } from "./dashboard-sheets.ts";
import { type LastArrivals, ownUpdates, updatesOf } from "./data-due.ts";
import type { CollectionLines } from "./lists.ts";

/** The catalogue in figures, the same as a workbook, and what is to be updated when. */
export function dashboardRoutes(
  http: Http,
  given: { db: Database; collection: CollectionLines; arrivals: LastArrivals },
): void {
  const db = given.db.kysely;
  http.get(
    "/api/v1/catalogue/dashboard",
    {
      config: { access: "signed-in", audit: null },
      schema: { summary: "目录情况：状态、属性、级别、挂载、更新、清单、趋势", response: { 200: dashboard } },
    },
    async (request) => dashboardOf(db, callerOf(request), given),
  );
  http.get(
    "/api/v1/catalogue/updates",
    {
      config: { access: "signed-in", audit: null },
      schema: {
        summary: "这些目录的数据下次应在哪天前更新",
        querystring: updatesQuery,
        response: { 200: entryUpdates },
      },
    },
    async (request) => ({
      items: await updatesOf(db, callerOf(request), given.arrivals, request.query.ids),
    }),
  );
  http.get(
    "/api/v1/catalogue/updates/own",
    {
      config: { access: "signed-in", audit: null },
      schema: { summary: "本单位七日内应更新和逾期未更新的数据", response: { 200: ownUpdatesBody } },
    },
    async (request) => ownUpdates(db, callerOf(request), given.arrivals, 50),
  );
  http.get(
    "/api/v1/catalogue/dashboard.xlsx",
    { config: { access: "signed-in", audit: null }, schema: { summary: "下载目录情况（Excel）" } },
    async (request, reply) => {
      const content = await dashboardWorkbook(await dashboardOf(db, callerOf(request), given));
      return reply
        .headers(attachmentHeaders("目录情况.xlsx"))
        .type("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
        .send(Buffer.from(content));
    },
  );
}
