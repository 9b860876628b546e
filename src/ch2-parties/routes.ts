import { z } from "zod";
import {
  client,
  createClient as createClientBody,
  issuedKey,
  issueKey as issueKeyBody,
} from "../contract/client.ts";
import { uuid } from "../contract/common.ts";
import type { Database } from "../platform/db/index.ts";
import { inTransaction } from "../platform/db/index.ts";
import { callerOf } from "../platform/http/access.ts";
import type { Http } from "../platform/http/create.ts";
import { createClient, issueKey, listClients, revokeKey, type SecretBox } from "./clients.ts";

const keepers = ["data-officer", "operator", "developer"] as const;
const clients = z.object({ items: z.array(client) });

/** Client systems of the caller's unit and their keys. */
export function partiesRoutes(http: Http, { db, box }: { db: Database; box: SecretBox }): void {
  http.get(
    "/api/v1/clients",
    {
      config: { access: keepers, audit: null },
      schema: { summary: "本单位的客户端系统", response: { 200: clients } },
    },
    async (request) => ({ items: await listClients(db.kysely, callerOf(request)) }),
  );
  http.post(
    "/api/v1/clients",
    {
      config: { access: keepers, audit: "client.created" },
      schema: {
        summary: "登记客户端系统",
        body: createClientBody,
        response: { 201: z.object({ id: uuid }) },
      },
    },
    async (request, reply) => {
      const id = await inTransaction(db.kysely, (tx) =>
        createClient(tx, callerOf(request), request.body.name),
      );
      return reply.code(201).send({ id });
    },
  );
  http.post(
    "/api/v1/clients/:id/keys",
    {
      config: { access: keepers, audit: "client-key.issued" },
      schema: {
        summary: "签发密钥",
        params: z.object({ id: uuid }),
        body: issueKeyBody,
        response: { 201: issuedKey },
      },
    },
    async (request, reply) => {
      const issued = await inTransaction(db.kysely, (tx) =>
        issueKey(tx, box, callerOf(request), request.params.id, request.body),
      );
      return reply.code(201).send(issued);
    },
  );
  http.post(
    "/api/v1/clients/:id/keys/:keyid/revoke",
    {
      config: { access: keepers, audit: "client-key.revoked" },
      schema: {
        summary: "吊销密钥",
        params: z.object({ id: uuid, keyid: z.string().max(64) }),
        response: { 200: clients },
      },
    },
    async (request) => {
      const caller = callerOf(request);
      await inTransaction(db.kysely, (tx) => revokeKey(tx, caller, request.params.id, request.params.keyid));
      return { items: await listClients(db.kysely, caller) };
    },
  );
}
