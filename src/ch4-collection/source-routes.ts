import { z } from "zod";
import { sourceItem, statutorySource } from "../contract/collection-forms.ts";
import { listOf, listQuery } from "../contract/common.ts";
import type { Database } from "../platform/db/index.ts";
import type { Http } from "../platform/http/create.ts";
import type { Cursors } from "../platform/http/cursors.ts";
import { statutorySources } from "./article-16-sources.ts";
import { keyOf, sources } from "./source-store.ts";

const position = z.object({ key: z.string() });

/** The register of items with their one source and standard (Art. 15 ¶2) and what Art. 16 lays down itself. */
export function sourceRoutes(http: Http, { db, cursors }: { db: Database; cursors: Cursors }): void {
  http.get(
    "/api/v1/sources",
    {
      config: { access: "signed-in", audit: null },
      schema: {
        summary: "数源与采集项",
        querystring: listQuery.extend({ q: z.string().max(200).optional() }),
        response: { 200: listOf(sourceItem) },
      },
    },
    async (request) => {
      const { limit, cursor, q } = request.query;
      const filter = ["sources", q];
      const after = cursor === undefined ? undefined : cursors.decode(filter, cursor, position).key;
      const items = await sources(db.kysely, { q, limit: limit + 1, after });
      const shown = items.slice(0, limit);
      const last = shown.at(-1);
      const more = items.length > limit && last !== undefined;
      return { items: shown, next: more ? cursors.encode(filter, { key: keyOf(last.name) }) : null };
    },
  );
  http.get(
    "/api/v1/sources/statutory",
    {
      config: { access: "signed-in", audit: null },
      schema: { summary: "第十六条数源表", response: { 200: z.object({ items: z.array(statutorySource) }) } },
    },
    async () => ({
      items: statutorySources.map(({ citation, about, item, sources: named }) => ({
        citation,
        about,
        item,
        sources: named,
      })),
    }),
  );
}
