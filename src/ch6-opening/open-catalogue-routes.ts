import { z } from "zod";
import { dashboardScope, isInside, type LastArrivals } from "../ch3-catalogue/index.ts";
import {
  openCatalogueList,
  openCatalogueQuery,
  openCatalogueVersions,
  openingIndicators,
} from "../contract/open-catalogue.ts";
import { lawNow } from "../platform/clocks/index.ts";
import type { Database } from "../platform/db/index.ts";
import { attachmentHeaders } from "../platform/files/index.ts";
import { callerOf } from "../platform/http/access.ts";
import type { Caller } from "../platform/http/caller.ts";
import type { Http } from "../platform/http/create.ts";
import type { Cursors } from "../platform/http/cursors.ts";
import { Problem } from "../platform/http/problem.ts";
import { indicatorsOf, indicatorsWorkbook } from "./indicators.ts";
import { everythingOpen, openCatalogue } from "./open-catalogue.ts";
import { changesSince, compilingStandard, versionsOf } from "./open-catalogue-publication.ts";
import { bodyAs, formats, mediaTypes } from "./open-catalogue-sheet.ts";

const reading = { access: "signed-in", audit: null } as const;
const position = z.object({ from: z.int() });
const ofArea = openCatalogueQuery.pick({ region: true });

function inside(caller: Caller): Caller {
  if (isInside(caller)) return caller;
  throw new Problem("forbidden", "这里供公共管理和公共服务部门使用；已经开放的数据请到门户查看", {
    article: "36¶1",
  });
}

interface Parts {
  readonly db: Database;
  readonly cursors: Cursors;
  readonly arrivals: LastArrivals;
}

/** The open catalogue on the government side: as it is, its versions, and how every unit stands with it (Art. 36). */
export function openCatalogueRoutes(http: Http, parts: Parts): void {
  listing(http, parts);
  versions(http, parts);
  indicators(http, parts);
}

function listing(http: Http, { db, cursors }: Parts): void {
  http.get(
    "/api/v1/opening/catalogue",
    {
      config: reading,
      schema: {
        summary: "开放目录：已纳入的和待开放的",
        querystring: openCatalogueQuery,
        response: { 200: openCatalogueList },
      },
    },
    async (request) => {
      inside(callerOf(request));
      const { limit, cursor, ...part } = request.query;
      const filter = ["open-catalogue", part];
      const from = cursor === undefined ? 0 : cursors.decode(filter, cursor, position).from;
      const rows = await openCatalogue(db.kysely, part, { limit: limit + 1, from });
      const next = rows.length > limit ? cursors.encode(filter, { from: from + limit }) : null;
      return { items: rows.slice(0, limit), next };
    },
  );
  for (const format of formats)
    http.get(
      `/api/v1/opening/catalogue.${format}`,
      {
        config: reading,
        schema: { summary: `导出开放目录（${format.toUpperCase()}）`, querystring: ofArea },
      },
      async (request, reply) => {
        inside(callerOf(request));
        const rows = await everythingOpen(db.kysely, request.query.region);
        return reply
          .headers(attachmentHeaders(`开放目录.${format}`))
          .type(mediaTypes[format])
          .send(
            await bodyAs(
              format,
              rows.map((row) => ({ ...row, provider: row.unit.name })),
            ),
          );
      },
    );
}

function versions(http: Http, { db }: Parts): void {
  http.get(
    "/api/v1/opening/catalogue/versions",
    {
      config: reading,
      schema: {
        summary: "开放目录的编制标准、历次发布和此后的变化",
        querystring: ofArea,
        response: { 200: openCatalogueVersions },
      },
    },
    async (request) => {
      const { party } = inside(callerOf(request));
      const { region = party.region } = request.query;
      const city = await isCity(region);
      return {
        standard: (await compilingStandard(db.kysely, await lawNow(db.kysely))) ?? null,
        items: await versionsOf(db.kysely, region),
        since: await changesSince(db.kysely, region, city ? undefined : region),
      };
    },
  );

  async function isCity(region: string): Promise<boolean> {
    const row = await db.kysely
      .selectFrom("parties.party")
      .select("id")
      .where("region", "=", region)
      .where("level", "=", "city")
      .executeTakeFirst();
    return row !== undefined;
  }
}

function indicators(http: Http, { db, arrivals }: Parts): void {
  http.get(
    "/api/v1/opening/indicators",
    {
      config: reading,
      schema: {
        summary: "各单位开放目录的编制、质量、开放和更新情况",
        response: { 200: z.object({ items: z.array(openingIndicators) }) },
      },
    },
    async (request) => {
      const scope = dashboardScope(inside(callerOf(request)));
      return { items: await indicatorsOf(db.kysely, scope, arrivals) };
    },
  );
  http.get(
    "/api/v1/opening/indicators.xlsx",
    { config: reading, schema: { summary: "下载开放情况（Excel）" } },
    async (request, reply) => {
      const scope = dashboardScope(inside(callerOf(request)));
      const content = await indicatorsWorkbook(await indicatorsOf(db.kysely, scope, arrivals));
      return reply
        .headers(attachmentHeaders("开放情况.xlsx"))
        .type(mediaTypes.xlsx)
        .send(Buffer.from(content));
    },
  );
}
