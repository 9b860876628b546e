import { z } from "zod";
import { listOf, listQuery, uuid } from "../contract/common.ts";
import { listName, listRow, listStatus, listVersion, recordDocument } from "../contract/lists.ts";
import { takesPart } from "../matters/index.ts";
import { toInstant } from "../platform/clocks/index.ts";
import type { Database } from "../platform/db/index.ts";
import type { Db } from "../platform/db/tables.ts";
import { callerOf } from "../platform/http/access.ts";
import type { Caller } from "../platform/http/caller.ts";
import type { Http } from "../platform/http/create.ts";
import type { Cursors } from "../platform/http/cursors.ts";
import { Problem } from "../platform/http/problem.ts";
import { type CollectionLines, derive, linesOf, seriesOfRegion, statusOf } from "./lists.ts";
import { isInside } from "./policy.ts";
import { type Kept, recordById, versionsOf } from "./records.ts";

const params = z.object({ list: listName });
const position = z.object({ from: z.int() });
const forbidden = (detail: string, article: string) => new Problem("forbidden", detail, { article });

const assertInside = (caller: Caller): void => {
  if (!isInside(caller)) throw forbidden("清单供公共管理和公共服务部门使用", "23");
};

/** The city's bureau sees every region, a county's its own. */
const regionOf = ({ party }: Caller): string | undefined =>
  party.level === "city" ? undefined : party.region;

/** Lists as they are now, how far the units are with them, and the versions on record (Art. 23, 38). */
export function listRoutes(
  http: Http,
  { db, cursors, collection }: { db: Database; cursors: Cursors; collection: CollectionLines },
): void {
  http.get(
    "/api/v1/lists/:list",
    {
      config: { access: "signed-in", audit: null },
      schema: {
        summary: "一种清单",
        params,
        querystring: listQuery.extend({ unit: uuid.optional() }),
        response: { 200: listOf(listRow) },
      },
    },
    async (request) => {
      const caller = callerOf(request);
      const { limit, cursor, unit = caller.party.id } = request.query;
      const { list } = request.params;
      await assertMaySeeLines(db.kysely, caller, unit);
      const filter = ["lists", list, unit];
      const from = cursor === undefined ? 0 : cursors.decode(filter, cursor, position).from;
      const rows = await derive(db.kysely, collection, list, { unit });
      const next = from + limit < rows.length ? cursors.encode(filter, { from: from + limit }) : null;
      return { items: rows.slice(from, from + limit), next };
    },
  );
  http.get(
    "/api/v1/lists/:list/status",
    {
      config: { access: "signed-in", audit: null },
      schema: {
        summary: "各单位报送清单的情况",
        params,
        response: { 200: z.object({ items: z.array(listStatus) }) },
      },
    },
    async (request) => {
      const caller = callerOf(request);
      if (caller.party.kind !== "authority" && !caller.roles.includes("auditor"))
        throw forbidden("各单位的报送情况由数据主管部门掌握", "23");
      return { items: await statusOf(db.kysely, collection, request.params.list, regionOf(caller)) };
    },
  );
  http.get(
    "/api/v1/lists/:list/versions",
    {
      config: { access: "signed-in", audit: null },
      schema: {
        summary: "清单的历次公布",
        params,
        querystring: z.object({
          region: z
            .string()
            .regex(/^[0-9A-Z]{6,12}$/)
            .optional(),
        }),
        response: { 200: z.object({ items: z.array(listVersion) }) },
      },
    },
    async (request) => {
      const caller = callerOf(request);
      assertInside(caller);
      const { region = caller.party.region } = request.query;
      const kept = await versionsOf(db.kysely, seriesOfRegion(request.params.list, region));
      return { items: kept.map((one) => versionOf(one, region)) };
    },
  );
  http.get(
    "/api/v1/catalogue/records/:id",
    {
      config: { access: "signed-in", audit: null },
      schema: { summary: "一条佐证记录", params: z.object({ id: uuid }), response: { 200: recordDocument } },
    },
    async (request) => {
      const caller = callerOf(request);
      const kept = await recordById(db.kysely, request.params.id);
      if (kept === undefined || !(await maySee(db.kysely, caller, kept)))
        throw new Problem("not_found", "没有这份记录，或者无权查看");
      const { id, series, version, at, body, receipt } = kept;
      return { id, series, version, at: toInstant(at), body, receipt };
    },
  );
}

const versionOf = (kept: Kept, region: string) => ({
  id: kept.id,
  version: kept.version,
  region,
  lines: linesOf(kept).length,
  at: toInstant(kept.at),
  matterId: kept.matterId,
  receipt: kept.receipt,
});

/** A unit sees its own list; the bureaus and the service agency those of the units in their region. */
async function assertMaySeeLines(db: Db, caller: Caller, unit: string): Promise<void> {
  assertInside(caller);
  const { kind, id, level, region } = caller.party;
  if (unit === id) return;
  const supervises = kind === "authority" || kind === "service-agency";
  const found = await db
    .selectFrom("parties.party")
    .select("region")
    .where("id", "=", unit)
    .executeTakeFirst();
  if (found !== undefined && supervises && (level === "city" || found.region === region)) return;
  throw new Problem("not_found", "没有这个单位，或者无权查看它的清单");
}

/** What is published for everybody inside; the rest is for the parties of its matter. */
async function maySee(db: Db, caller: Caller, { series, matterId }: Kept): Promise<boolean> {
  if (!isInside(caller)) return false;
  return (
    caller.roles.includes("auditor") ||
    /^(list:[a-z-]+:region|standard|rules|open-catalogue):/.test(series) ||
    takesPart(db, caller, matterId)
  );
}
