import { z } from "zod";
import { listOf, uuid } from "../contract/common.ts";
import {
  blankQuery,
  createEntry as createBody,
  entry,
  entryQuery,
  entrySummary,
  mountResource as mountBody,
  newEntry,
  saveEntry as saveBody,
} from "../contract/entry.ts";
import { withdrawnEntry as withdrawnBody } from "../contract/withdrawn-entry.ts";
import { type Database, inTransaction } from "../platform/db/index.ts";
import { callerOf } from "../platform/http/access.ts";
import type { Http } from "../platform/http/create.ts";
import type { Cursors } from "../platform/http/cursors.ts";
import { once } from "../platform/http/once.ts";
import { Problem } from "../platform/http/problem.ts";
import { blankEntry, createEntry, dropEntry, saveEntry } from "./drafts.ts";
import { type CataloguePorts, listEntries, mountResource, viewEntry } from "./entries.ts";
import { searchRoutes } from "./search-routes.ts";
import type { ImportParts } from "./sheets-import.ts";
import { sheetRoutes } from "./sheets-routes.ts";
import { withdrawnEntry } from "./withdrawn-entry.ts";

const position = z.object({ at: z.string(), id: z.string() });
const params = z.object({ id: uuid });

/** Entries of the unified catalogue: drafts are edited here; submission and publication are matters. */
export function catalogueRoutes(
  http: Http,
  given: { db: Database; ports: CataloguePorts; cursors: Cursors; imports: ImportParts },
): void {
  const { db, ports, cursors, imports } = given;
  sheetRoutes(http, { ...imports, cursors });
  searchRoutes(http, { db, cursors });
  http.get(
    "/api/v1/entries",
    {
      config: { access: "signed-in", audit: null },
      schema: { summary: "目录列表", querystring: entryQuery, response: { 200: listOf(entrySummary) } },
    },
    async (request) => {
      const caller = callerOf(request);
      const { cursor, ...query } = request.query;
      const { limit: _, ...conditions } = query;
      const filter = ["entries", caller.party.id, conditions];
      const after = cursor === undefined ? undefined : cursors.decode(filter, cursor, position);
      const { items, last } = await listEntries(db.kysely, caller, { ...query, after });
      return { items, next: last && cursors.encode(filter, last) };
    },
  );
  http.get(
    "/api/v1/entries/blank",
    {
      config: { access: "signed-in", audit: null },
      schema: {
        summary: "开始编制时的空白目录，不留草稿；本单位在此编号下已有的，应答已存的草稿",
        querystring: blankQuery,
        response: { 200: newEntry },
      },
    },
    async (request) => blankEntry(db.kysely, ports, callerOf(request), request.query.id),
  );
  http.get(
    "/api/v1/entries/:id",
    {
      config: { access: "signed-in", audit: null },
      schema: { summary: "一个目录", params, response: { 200: entry } },
    },
    async (request) => viewEntry(db.kysely, ports, callerOf(request), request.params.id),
  );
  http.get(
    "/api/v1/entries/:id/withdrawal",
    {
      config: { access: "signed-in", audit: null },
      schema: { summary: "目录的撤销：时间、理由和安排", params, response: { 200: withdrawnBody } },
    },
    async (request) => {
      const found = await withdrawnEntry(db.kysely, callerOf(request), request.params.id);
      if (found === undefined) throw new Problem("not_found", "这条目录没有撤销，或者无权查看");
      return found;
    },
  );
  http.post(
    "/api/v1/entries",
    {
      config: { access: "signed-in", audit: "entry.created", once: true },
      schema: { summary: "编制目录草稿", body: createBody, response: { 201: entry } },
    },
    async (request, reply) => {
      const caller = callerOf(request);
      const created = await once(db, request, entry, async (tx) => {
        const id = await createEntry(tx, caller, request.body);
        return viewEntry(tx, ports, caller, id);
      });
      return reply.code(201).send(created);
    },
  );
  http.put(
    "/api/v1/entries/:id",
    {
      config: { access: "signed-in", audit: "entry.saved" },
      schema: { summary: "保存目录草稿", params, body: saveBody, response: { 200: entry } },
    },
    async (request) => {
      const caller = callerOf(request);
      return inTransaction(db.kysely, async (tx) => {
        await saveEntry(tx, caller, request.params.id, request.body);
        return viewEntry(tx, ports, caller, request.params.id);
      });
    },
  );
  http.delete(
    "/api/v1/entries/:id",
    {
      config: { access: "signed-in", audit: "entry.dropped" },
      schema: { summary: "删除目录草稿", params, response: { 204: z.undefined() } },
    },
    async (request, reply) => {
      const caller = callerOf(request);
      await inTransaction(db.kysely, (tx) => dropEntry(tx, caller, request.params.id));
      return reply.code(204).send();
    },
  );
  http.post(
    "/api/v1/entries/:id/resources",
    {
      config: { access: "signed-in", audit: "resource.mounted", once: true },
      schema: { summary: "挂载数据资源", params, body: mountBody, response: { 201: entry } },
    },
    async (request, reply) => {
      const caller = callerOf(request);
      const mounted = await once(db, request, entry, async (tx) => {
        await mountResource(tx, ports, caller, request.params.id, request.body);
        return viewEntry(tx, ports, caller, request.params.id);
      });
      return reply.code(201).send(mounted);
    },
  );
}
