import { sql } from "kysely";
import { z } from "zod";
import { partyNames } from "../ch2-parties/index.ts";
import { listOf, uuid } from "../contract/common.ts";
import { catalogueImport } from "../contract/entry-import.ts";
import {
  type FilingEntryLine,
  type FilingGrantLine,
  filingEntryLine,
  filingGrantLine,
  filingLineQuery,
  startFiling,
} from "../contract/filing.ts";
import type { Db } from "../platform/db/tables.ts";
import { attachmentHeaders } from "../platform/files/index.ts";
import { callerOf } from "../platform/http/access.ts";
import type { Http } from "../platform/http/create.ts";
import type { Cursors } from "../platform/http/cursors.ts";
import { once } from "../platform/http/once.ts";
import { areasOf } from "./areas.ts";
import { filingWorkbook, grantColumns, grantSheet } from "./filing-columns.ts";
import { type ImportParts, listImports, startImport, viewImport } from "./sheets-import.ts";
import { catalogueWorkbook } from "./sheets-template.ts";

const params = z.object({ id: uuid });

/** Existing stock: its template, batches that are checked before they are decided, and what a batch holds. */
export function filingRoutes(http: Http, parts: ImportParts & { cursors: Cursors }): void {
  const { database, jobs, cursors } = parts;
  const db = database.kysely;
  http.get(
    "/api/v1/filings/template.xlsx",
    { config: { access: "signed-in", audit: null }, schema: { summary: "下载存量备案模板" } },
    async (_request, reply) => {
      const content = await catalogueWorkbook([], await areasOf(db), filingWorkbook, [
        { name: grantSheet, columns: grantColumns, rows: [] },
      ]);
      return reply
        .headers(attachmentHeaders("存量备案模板.xlsx"))
        .type("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
        .send(Buffer.from(content));
    },
  );
  http.post(
    "/api/v1/filings",
    {
      config: { access: "signed-in", audit: "filing.started", once: true },
      schema: {
        summary: "上传存量目录和使用权限（XLSX、CSV、JSON）：先检查，提交备案后一次生效",
        body: startFiling,
        response: { 201: catalogueImport },
      },
    },
    async (request, reply) => {
      const caller = callerOf(request);
      const started = await once(database, request, catalogueImport, (tx) =>
        startImport(tx, jobs, caller, request.body.file, {
          purpose: "filing",
          approval: request.body.approval,
        }),
      );
      return reply.code(201).send(started);
    },
  );
  http.get(
    "/api/v1/filings",
    {
      config: { access: "signed-in", audit: null },
      schema: {
        summary: "存量备案批次",
        querystring: filingLineQuery.pick({ limit: true }),
        response: { 200: listOf(catalogueImport) },
      },
    },
    async (request) => ({
      items: await listImports(db, callerOf(request), request.query.limit, "filing"),
      next: null,
    }),
  );
  http.get(
    "/api/v1/filings/:id/entries",
    {
      config: { access: "signed-in", audit: null },
      schema: {
        summary: "备案批次中的目录",
        params,
        querystring: filingLineQuery,
        response: { 200: listOf(filingEntryLine) },
      },
    },
    async (request) => {
      const { limit, cursor } = request.query;
      const { id } = await viewImport(db, callerOf(request), request.params.id);
      const filter = ["filing-entries", id];
      const after = cursor === undefined ? -1 : cursors.decode(filter, cursor, z.number());
      const found = await entryLines(db, id, after, limit + 1);
      return page(found, limit, (last) => cursors.encode(filter, last));
    },
  );
  http.get(
    "/api/v1/filings/:id/grants",
    {
      config: { access: "signed-in", audit: null },
      schema: {
        summary: "备案批次中的共享权限",
        params,
        querystring: filingLineQuery,
        response: { 200: listOf(filingGrantLine) },
      },
    },
    async (request) => {
      const { limit, cursor } = request.query;
      const { id } = await viewImport(db, callerOf(request), request.params.id);
      const filter = ["filing-grants", id];
      const after = cursor === undefined ? -1 : cursors.decode(filter, cursor, z.number());
      const found = await grantLines(db, id, after, limit + 1);
      return page(found, limit, (last) => cursors.encode(filter, last));
    },
  );
}

function page<Line extends { line: number }>(
  found: readonly Line[],
  limit: number,
  encode: (last: number) => string,
) {
  const items = found.slice(0, limit);
  const last = items.at(-1);
  return { items, next: found.length > limit && last !== undefined ? encode(last.line) : null };
}

async function entryLines(db: Db, id: string, after: number, limit: number): Promise<FilingEntryLine[]> {
  const rows = await db
    .selectFrom("catalogue.import_entry")
    .select(["line", "action", "entry_id as id", "provider_id as providerId", "filed"])
    .select(sql<string>`content ->> 'name'`.as("name"))
    .select(sql<number>`jsonb_array_length(content -> 'items')`.as("items"))
    .where("import_id", "=", id)
    .where("line", ">", after)
    .orderBy("line")
    .limit(limit)
    .execute();
  const names = await partyNames(
    db,
    rows.flatMap(({ providerId }) => providerId ?? []),
  );
  return rows.flatMap(({ providerId, filed, ...row }) =>
    providerId === null || filed === null
      ? []
      : [{ ...row, filed, provider: { id: providerId, name: names.get(providerId) ?? "" } }],
  );
}

const grantLines = (db: Db, id: string, after: number, limit: number): Promise<FilingGrantLine[]> =>
  db
    .selectFrom("catalogue.import_grant")
    .select(["line", "action", "body as grant"])
    .where("import_id", "=", id)
    .where("line", ">", after)
    .orderBy("line")
    .limit(limit)
    .execute();
