import type { FastifyReply } from "fastify";
import { z } from "zod";
import { listOf, listQuery, uuid } from "../contract/common.ts";
import {
  catalogueImport,
  createImport,
  exportEntries,
  importNote,
  noteQuery,
} from "../contract/entry-import.ts";
import { attachmentHeaders } from "../platform/files/index.ts";
import { callerOf } from "../platform/http/access.ts";
import type { Http } from "../platform/http/create.ts";
import type { Cursors } from "../platform/http/cursors.ts";
import { once } from "../platform/http/once.ts";
import { blankTemplate, type Exported, exportOf } from "./sheets-export.ts";
import {
  applyImport,
  type ImportParts,
  importNotes,
  listImports,
  startImport,
  viewImport,
} from "./sheets-import.ts";
import { reportOf } from "./sheets-report.ts";

const params = z.object({ id: uuid });

const attachment = (reply: FastifyReply, { name, type, content }: Exported) =>
  reply
    .headers(attachmentHeaders(name))
    .type(type)
    .send(typeof content === "string" ? content : Buffer.from(content));

/** Entries by workbook: the template, imports that are checked before anything is written, exports. */
export function sheetRoutes(http: Http, parts: ImportParts & { cursors: Cursors }): void {
  const { database, jobs, cursors } = parts;
  const db = database.kysely;
  http.get(
    "/api/v1/entries/template.xlsx",
    { config: { access: "signed-in", audit: null }, schema: { summary: "下载目录模板" } },
    async (_request, reply) => attachment(reply, await blankTemplate(db)),
  );
  http.post(
    "/api/v1/entries/exports",
    {
      config: { access: "signed-in", audit: "entries.exported" },
      schema: { summary: "导出目录（XLSX、CSV、JSON）", body: exportEntries },
    },
    async (request, reply) => attachment(reply, await exportOf(db, callerOf(request), request.body)),
  );
  http.post(
    "/api/v1/imports",
    {
      config: { access: "signed-in", audit: "import.started", once: true },
      schema: {
        summary: "按模板导入目录：先检查，确认后写入草稿",
        body: createImport,
        response: { 201: catalogueImport },
      },
    },
    async (request, reply) => {
      const caller = callerOf(request);
      const started = await once(database, request, catalogueImport, (tx) =>
        startImport(tx, jobs, caller, request.body.file),
      );
      return reply.code(201).send(started);
    },
  );
  http.get(
    "/api/v1/imports",
    {
      config: { access: "signed-in", audit: null },
      schema: {
        summary: "本单位的导入",
        querystring: listQuery.pick({ limit: true }),
        response: { 200: listOf(catalogueImport) },
      },
    },
    async (request) => ({
      items: await listImports(db, callerOf(request), request.query.limit),
      next: null,
    }),
  );
  http.get(
    "/api/v1/imports/:id",
    {
      config: { access: "signed-in", audit: null },
      schema: { summary: "一次导入的状态", params, response: { 200: catalogueImport } },
    },
    async (request) => viewImport(db, callerOf(request), request.params.id),
  );
  http.get(
    "/api/v1/imports/:id/notes",
    {
      config: { access: "signed-in", audit: null },
      schema: {
        summary: "导入检查的逐条说明",
        params,
        querystring: noteQuery,
        response: { 200: listOf(importNote) },
      },
    },
    async (request) => {
      const { limit, cursor } = request.query;
      const filter = ["import-notes", request.params.id];
      const after = cursor === undefined ? 0 : cursors.decode(filter, cursor, z.number());
      const found = await importNotes(db, callerOf(request), request.params.id, { limit: limit + 1, after });
      const shown = found.slice(0, limit);
      const last = found.length > limit ? (shown.at(-1)?.number ?? null) : null;
      return {
        items: shown.map(({ note }) => note),
        next: last === null ? null : cursors.encode(filter, last),
      };
    },
  );
  for (const format of ["xlsx", "csv"] as const)
    http.get(
      `/api/v1/imports/:id/report.${format}`,
      { config: { access: "signed-in", audit: null }, schema: { params, summary: "下载检查报告" } },
      async (request, reply) =>
        attachment(reply, await reportOf(db, callerOf(request), request.params.id, format)),
    );
  http.post(
    "/api/v1/imports/:id/apply",
    {
      config: { access: "signed-in", audit: "import.applied", once: true },
      schema: { params, summary: "把检查过的目录写入草稿", response: { 200: catalogueImport } },
    },
    async (request) => {
      const caller = callerOf(request);
      return once(database, request, catalogueImport, (tx) => applyImport(tx, caller, request.params.id));
    },
  );
}
