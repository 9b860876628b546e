import type { FastifyRequest } from "fastify";
import { z } from "zod";
import { uuid } from "../../contract/common.ts";
import { checkedDocument, issueDocument, matterDocuments, revokeDocument } from "../../contract/document.ts";
import type { Database } from "../../platform/db/index.ts";
import type { Tx } from "../../platform/db/tables.ts";
import { attachmentHeaders } from "../../platform/files/index.ts";
import { callerOf } from "../../platform/http/access.ts";
import type { Caller } from "../../platform/http/caller.ts";
import type { Http } from "../../platform/http/create.ts";
import { once } from "../../platform/http/once.ts";
import { archiveOf } from "./archive.ts";
import { checked } from "./check.ts";
import { type DocumentPorts, issue } from "./issue.ts";
import { documentsOf } from "./list.ts";
import { revoke } from "./revoke.ts";
import { attachScan } from "./scan.ts";
import { stepReceipt } from "./step-receipt.ts";

const params = z.object({ id: uuid });

interface Parts {
  readonly database: Database;
  readonly ports: DocumentPorts;
}

/** What a matter leaves on paper. */
export function documentRoutes(http: Http, parts: Parts): void {
  const { database, ports } = parts;
  http.get(
    "/api/v1/matters/:id/receipts/:seq",
    {
      config: { access: "signed-in", audit: null },
      schema: {
        summary: "下载办件一个环节的存证回执，附检查点和存证路径",
        params: params.extend({ seq: z.string().max(64) }),
      },
    },
    async (request, reply) => {
      const { id, seq } = request.params;
      const { name, text } = await stepReceipt(database.kysely, callerOf(request), id, seq);
      return reply.headers(attachmentHeaders(name)).type("text/plain; charset=utf-8").send(text);
    },
  );
  http.get(
    "/api/v1/matters/:id/documents",
    {
      config: { access: "signed-in", audit: null },
      schema: {
        summary: "办件的文书，和本单位现在可以制发的文书",
        params,
        response: { 200: matterDocuments },
      },
    },
    async (request) => documentsOf(ports, database.kysely, callerOf(request), request.params.id),
  );
  issuingRoutes(http, parts);
  http.get(
    "/api/v1/matters/:id/archive.zip",
    {
      config: { access: "signed-in", audit: null },
      schema: { summary: "下载案卷：目录、文书、附件和存证回执", params },
    },
    async (request, reply) => {
      const { name, stream } = await archiveOf(ports, database.kysely, callerOf(request), request.params.id);
      return reply.headers(attachmentHeaders(name)).type("application/zip").send(stream);
    },
  );
  http.get(
    "/api/v1/check/:code",
    {
      config: { access: "anonymous", audit: null },
      schema: {
        summary: "凭文书上的查验码查验文书",
        // A mistyped code is answered as an unknown one.
        params: z.object({ code: z.string() }),
        response: { 200: checkedDocument },
      },
    },
    async (request) => checked(ports.engine, database.kysely, request.params.code),
  );
}

function issuingRoutes(http: Http, { database, ports }: Parts): void {
  const { engine, store } = ports;
  /** The documents of the matter once this was done to them. */
  const after = (request: FastifyRequest, id: string, work: (tx: Tx, caller: Caller) => Promise<unknown>) => {
    const caller = callerOf(request);
    return once(database, request, matterDocuments, async (tx) => {
      await work(tx, caller);
      return documentsOf(ports, tx, caller, id);
    });
  };
  http.post(
    "/api/v1/matters/:id/documents",
    {
      config: { access: "signed-in", audit: "document.issued", once: true },
      schema: {
        summary: "制发文书：编文号，生成 PDF，存证",
        params,
        body: issueDocument,
        response: { 201: matterDocuments },
      },
    },
    async (request, reply) => {
      const kept: string[] = [];
      try {
        const documents = await after(request, request.params.id, (tx, caller) =>
          issue(ports, tx, caller, request.params.id, request.body, (file) => kept.push(file)),
        );
        return reply.code(201).send(documents);
      } catch (error) {
        for (const file of kept) await store.remove(file);
        throw error;
      }
    },
  );
  http.post(
    "/api/v1/matters/:id/documents/:document/scans",
    {
      config: { access: "signed-in", audit: "document.scan_attached", once: true },
      schema: {
        summary: "把盖章后的扫描件附在文书旁",
        params: params.extend({ document: uuid }),
        body: z.object({ file: uuid }),
        response: { 201: matterDocuments },
      },
    },
    async (request, reply) => {
      const documents = await after(request, request.params.id, (tx, caller) =>
        attachScan(engine, tx, caller, { ...request.params, ...request.body }),
      );
      return reply.code(201).send(documents);
    },
  );
  http.post(
    "/api/v1/matters/:id/documents/:document/revocation",
    {
      config: { access: "signed-in", audit: "document.revoked", once: true },
      schema: {
        summary: "作废或者撤销制发的文书：文号不再使用，存证，查验页说明",
        params: params.extend({ document: uuid }),
        body: revokeDocument,
        response: { 201: matterDocuments },
      },
    },
    async (request, reply) => {
      const documents = await after(request, request.params.id, (tx, caller) =>
        revoke(engine, tx, caller, request.params, request.body),
      );
      return reply.code(201).send(documents);
    },
  );
}
