import type { FastifyRequest } from "fastify";
import { z } from "zod";
import { listOf, listQuery, uuid } from "../contract/common.ts";
import * as contract from "../contract/person.ts";
import type { LedgerPort } from "../matters/index.ts";
import { type Database, inTransaction, type Tx } from "../platform/db/index.ts";
import { callerOf } from "../platform/http/access.ts";
import type { Http } from "../platform/http/create.ts";
import { type Cursors, pageOf } from "../platform/http/cursors.ts";
import {
  type Doing,
  dropSecondFactor,
  endPost,
  grantPost,
  openPerson,
  restorePerson,
  suspendPerson,
} from "./administration.ts";
import { listActs } from "./person-acts.ts";
import { listPersons } from "./persons.ts";
import { administrators } from "./separation.ts";
import { inHand } from "./successors.ts";
import { shownActivation, takeoverRoutes } from "./takeover-routes.ts";

export interface PersonParts {
  readonly db: Database;
  readonly ledger: LedgerPort;
  readonly cursors: Cursors;
  /** How many days a request for an account waits for its confirmation. */
  readonly requestDays: number;
  /** Issuer of the OpenID provider people may be linked to; null: there is none. */
  readonly issuer: string | null;
}

const base = "/api/v1/administration/persons";
const one = z.object({ id: uuid });
const done = { 204: z.undefined() };
const search = listQuery.extend({ q: z.string().max(100).optional() });

/** Persons, accounts and posts: who opens an account does not grant its rights, and the third only reads (三员分立). */
export function personRoutes(http: Http, parts: PersonParts): void {
  takeoverRoutes(http, parts);
  lookingRoutes(http, parts);
  const act: Act = (request, work) =>
    inTransaction(parts.db.kysely, (tx) => work(tx, { caller: callerOf(request), ledger: parts.ledger }));
  accountRoutes(http, act);
  postRoutes(http, act);
}

type Act = <T>(request: FastifyRequest, work: (tx: Tx, doing: Doing) => Promise<T>) => Promise<T>;

function lookingRoutes(http: Http, { db, cursors, requestDays }: PersonParts): void {
  http.get(
    base,
    {
      config: { access: [...administrators, "data-officer"], audit: "persons.read" },
      schema: { summary: "人员与岗位", querystring: search, response: { 200: listOf(contract.person) } },
    },
    async (request) => {
      const caller = callerOf(request);
      const { limit, cursor, q } = request.query;
      const filter = ["persons", caller.party.id, caller.postId, q ?? ""];
      const after = cursor === undefined ? undefined : cursors.decode(filter, cursor, uuid);
      const rows = await listPersons(db.kysely, caller, { q, after, limit: limit + 1, requestDays });
      return pageOf(
        rows,
        limit,
        (row) => row,
        ({ id }) => cursors.encode(filter, id),
      );
    },
  );
  http.get(
    "/api/v1/administration/acts",
    {
      config: { access: administrators, audit: "person-acts.read" },
      schema: {
        summary: "人员管理的记录",
        querystring: listQuery.extend({ person: uuid.optional() }),
        response: { 200: listOf(contract.recordedAct) },
      },
    },
    async (request) => {
      const { limit, cursor, person } = request.query;
      const filter = ["person-acts", person ?? ""];
      const before = cursor === undefined ? undefined : cursors.decode(filter, cursor, uuid);
      const rows = await listActs(db.kysely, { person, before, limit: limit + 1 });
      return pageOf(
        rows,
        limit,
        (row) => row,
        ({ id }) => cursors.encode(filter, id),
      );
    },
  );

  http.get(
    `${base}/:id/in-hand`,
    {
      config: { access: ["system-admin", "security-admin"], audit: "person.in_hand_read" },
      schema: {
        summary: "人员手上的办件、送审件和密钥，可以接手的人",
        params: one,
        response: { 200: contract.inHandList },
      },
    },
    async (request) => ({ items: await inHand(db.kysely, request.params.id) }),
  );
}

/** What the system administrator does. */
function accountRoutes(http: Http, act: Act): void {
  http.post(
    base,
    {
      config: { access: ["system-admin"], audit: "person.opened" },
      schema: {
        summary: "开设账号",
        body: contract.openPerson,
        response: { 201: contract.issuedActivation },
      },
    },
    async (request, reply) =>
      reply
        .code(201)
        .send(shownActivation(await act(request, (tx, doing) => openPerson(tx, doing, request.body)))),
  );
  http.post(
    `${base}/:id/suspend`,
    {
      config: { access: ["system-admin"], audit: "person.suspended" },
      schema: {
        summary: "停用人员，指定接手的人",
        params: one,
        body: contract.leave,
        response: done,
      },
    },
    async (request, reply) => {
      await act(request, (tx, doing) => suspendPerson(tx, doing, request.params.id, request.body));
      return reply.code(204).send();
    },
  );
  http.post(
    `${base}/:id/restore`,
    {
      config: { access: ["system-admin"], audit: "person.restored" },
      schema: { summary: "恢复账号", params: one, body: contract.actReason, response: done },
    },
    async (request, reply) => {
      const { id } = request.params;
      await act(request, (tx, doing) => restorePerson(tx, doing, id, request.body.reason));
      return reply.code(204).send();
    },
  );
}

/** What the security administrator does. */
function postRoutes(http: Http, act: Act): void {
  http.post(
    `${base}/:id/posts`,
    {
      config: { access: ["security-admin"], audit: "post.granted" },
      schema: { summary: "授予岗位", params: one, body: contract.grantPost, response: done },
    },
    async (request, reply) => {
      await act(request, (tx, doing) => grantPost(tx, doing, request.params.id, request.body));
      return reply.code(204).send();
    },
  );
  http.post(
    `${base}/:id/posts/:post/end`,
    {
      config: { access: ["security-admin"], audit: "post.ended" },
      schema: {
        summary: "终止岗位",
        params: one.extend({ post: uuid }),
        body: contract.leave,
        response: done,
      },
    },
    async (request, reply) => {
      const { id, post } = request.params;
      await act(request, (tx, doing) => endPost(tx, doing, id, post, request.body));
      return reply.code(204).send();
    },
  );
  http.post(
    `${base}/:id/second-factor/reset`,
    {
      config: { access: ["security-admin"], audit: "second-factor.reset" },
      schema: { summary: "重设动态码", params: one, body: contract.actReason, response: done },
    },
    async (request, reply) => {
      const { id } = request.params;
      await act(request, (tx, doing) => dropSecondFactor(tx, doing, id, request.body.reason));
      return reply.code(204).send();
    },
  );
}
