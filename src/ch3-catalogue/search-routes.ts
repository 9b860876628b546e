import { z } from "zod";
import { entrySearch, entrySearchQuery, suggestionQuery, suggestions } from "../contract/entry.ts";
import type { Database } from "../platform/db/index.ts";
import { callerOf } from "../platform/http/access.ts";
import type { Http } from "../platform/http/create.ts";
import type { Cursors } from "../platform/http/cursors.ts";
import { mostCandidates, searchEntries, suggestNames } from "./search.ts";

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
}
