import { z } from "zod";
import { listOf, uuid } from "../contract/common.ts";
import {
  area,
  entrySearch,
  entrySearchQuery,
  entryVersion,
  entryVersionSummary,
  suggestionQuery,
  suggestions,
} from "../contract/entry.ts";
import type { Database } from "../platform/db/index.ts";
import { callerOf } from "../platform/http/access.ts";
import type { Http } from "../platform/http/create.ts";
import type { Cursors } from "../platform/http/cursors.ts";
import { searchEntries, suggestNames } from "./search.ts";
import { mostCandidates } from "./search-candidates.ts";
import { knownAreas, versionOf, versionsOf } from "./versions.ts";

/** How entries are found and looked at: search, suggestions, areas, versions. */
export function searchRoutes(http: Http, { db, cursors }: { db: Database; cursors: Cursors }): void {
  http.get(
    "/api/v1/entries/search",
    {
      config: { access: "signed-in", audit: null },
      schema: {
        summary: "查找数据目录：名称、摘要、数据项、提供单位，附分面",
        querystring: entrySearchQuery,
        response: { 200: entrySearch },
      },
    },
    async (request) => {
      const caller = callerOf(request);
      const { cursor, limit, ...conditions } = request.query;
      const filter = ["entry-search", caller.party.id, conditions];
      const offset = cursor === undefined ? 0 : cursors.decode(filter, cursor, z.number());
      const found = await searchEntries(db.kysely, caller, { ...conditions, offset, limit });
      const end = offset + limit;
      const next = end < Math.min(found.count, mostCandidates) ? cursors.encode(filter, end) : null;
      return { ...found, next };
    },
  );
  http.get(
    "/api/v1/entries/suggestions",
    {
      config: { access: "signed-in", audit: null },
      schema: {
        summary: "边输入边提示的目录名称",
        querystring: suggestionQuery,
        response: { 200: suggestions },
      },
    },
    async (request) => ({ names: await suggestNames(db.kysely, callerOf(request), request.query.q) }),
  );
  http.get(
    "/api/v1/entries/areas",
    {
      config: { access: "signed-in", audit: null },
      schema: { summary: "目录可以覆盖的地域", response: { 200: listOf(area) } },
    },
    async () => ({ items: await knownAreas(db.kysely), next: null }),
  );
  http.get(
    "/api/v1/entries/:id/versions",
    {
      config: { access: "signed-in", audit: null },
      schema: {
        summary: "目录的历次版本",
        params: z.object({ id: uuid }),
        response: { 200: listOf(entryVersionSummary) },
      },
    },
    async (request) => ({
      items: await versionsOf(db.kysely, callerOf(request), request.params.id),
      next: null,
    }),
  );
  http.get(
    "/api/v1/entries/:id/versions/:version",
    {
      config: { access: "signed-in", audit: null },
      schema: {
        summary: "目录的一个版本",
        params: z.object({ id: uuid, version: z.string() }),
        response: { 200: entryVersion },
      },
    },
    async (request) => versionOf(db.kysely, callerOf(request), request.params.id, request.params.version),
  );
}
