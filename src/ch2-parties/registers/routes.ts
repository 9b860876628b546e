import { z } from "zod";
import { listOf, uuid } from "../../contract/common.ts";
import {
  changeRecord,
  endRecord,
  enterRecord,
  exportQuery,
  record,
  recordDetail,
  recordQuery,
  registerInfo,
} from "../../contract/record.ts";
import { chineseCitation } from "../../law/citation.ts";
import { formSchema, type LedgerPort } from "../../matters/index.ts";
import { type Database, inTransaction } from "../../platform/db/index.ts";
import { callerOf } from "../../platform/http/access.ts";
import type { Http } from "../../platform/http/create.ts";
import { type Cursors, pageOf } from "../../platform/http/cursors.ts";
import { once } from "../../platform/http/once.ts";
import { registerCsv } from "./csv.ts";
import { change, end, enter, readableOf, registerOf, showRecord, viewRecord } from "./records.ts";
import { registers } from "./registers.ts";
import { listStored } from "./store.ts";

interface RegisterParts {
  readonly db: Database;
  readonly ledger: LedgerPort;
  readonly cursors: Cursors;
}

const params = z.object({ id: uuid });
const reading = { access: "signed-in", audit: null } as const;

/** The registers of Chapter 2: records are entered, changed by new versions, ended; nothing is taken back. */
export function registerRoutes(http: Http, parts: RegisterParts): void {
  readingRoutes(http, parts);
  keepingRoutes(http, parts);
}

function readingRoutes(http: Http, { db, cursors }: RegisterParts): void {
  http.get(
    "/api/v1/registers",
    {
      config: reading,
      schema: { summary: "登记簿一览", response: { 200: z.object({ items: z.array(registerInfo) }) } },
    },
    async (request) => ({
      items: registers.map(({ name, title, article, summary, form, columns, mayKeep }) => ({
        name,
        title,
        article: chineseCitation(article),
        summary,
        mayKeep: mayKeep(callerOf(request)),
        form: formSchema(form),
        columns: [...columns],
      })),
    }),
  );
  http.get(
    "/api/v1/records",
    {
      config: reading,
      schema: { summary: "登记簿的记录", querystring: recordQuery, response: { 200: listOf(record) } },
    },
    async (request) => {
      const caller = callerOf(request);
      const { register: name, matter, q, limit, cursor } = request.query;
      const register = registerOf(name);
      const filter = ["records", caller.personId, name, matter, q];
      const before = cursor === undefined ? undefined : cursors.decode(filter, cursor, uuid);
      const readable = readableOf(register, caller);
      const wanted = { register: name, readable, matter, q, before, limit: limit + 1 };
      return pageOf(
        await listStored(db.kysely, wanted),
        limit,
        (row) => showRecord(register, caller, row),
        (last) => cursors.encode(filter, last.id),
      );
    },
  );
  http.get(
    "/api/v1/records.csv",
    { config: reading, schema: { summary: "导出登记簿", querystring: exportQuery } },
    async (request, reply) => {
      const register = registerOf(request.query.register);
      const readable = readableOf(register, callerOf(request));
      const rows = await listStored(db.kysely, { register: register.name, readable });
      return reply
        .header("content-type", "text/csv; charset=utf-8")
        .header("content-disposition", `attachment; filename="${register.name}.csv"`)
        .send(registerCsv(register, rows));
    },
  );
  http.get(
    "/api/v1/records/:id",
    { config: reading, schema: { summary: "一条记录及其历史", params, response: { 200: recordDetail } } },
    async (request) => viewRecord(db.kysely, callerOf(request), request.params.id),
  );
}

function keepingRoutes(http: Http, { db, ledger }: RegisterParts): void {
  http.post(
    "/api/v1/records",
    {
      config: { access: "signed-in", audit: "record.entered", once: true },
      schema: { summary: "登记一条记录", body: enterRecord, response: { 201: recordDetail } },
    },
    async (request, reply) => {
      const caller = callerOf(request);
      const entered = await once(db, request, recordDetail, async (tx) =>
        viewRecord(tx, caller, await enter(tx, ledger, caller, request.body)),
      );
      return reply.code(201).send(entered);
    },
  );
  http.post(
    "/api/v1/records/:id/versions",
    {
      config: { access: "signed-in", audit: "record.changed" },
      schema: { summary: "修订记录", params, body: changeRecord, response: { 200: recordDetail } },
    },
    async (request) => {
      const caller = callerOf(request);
      const { id } = request.params;
      return inTransaction(db.kysely, async (tx) => {
        await change(tx, ledger, caller, id, request.body);
        return viewRecord(tx, caller, id);
      });
    },
  );
  http.post(
    "/api/v1/records/:id/end",
    {
      config: { access: "signed-in", audit: "record.ended" },
      schema: { summary: "终止记录", params, body: endRecord, response: { 200: recordDetail } },
    },
    async (request) => {
      const caller = callerOf(request);
      const { id } = request.params;
      return inTransaction(db.kysely, async (tx) => {
        await end(tx, ledger, caller, id, request.body);
        return viewRecord(tx, caller, id);
      });
    },
  );
}
