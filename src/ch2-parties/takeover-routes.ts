import { z } from "zod";
import { uuid } from "../contract/common.ts";
import * as contract from "../contract/person.ts";
import type { LedgerPort } from "../matters/index.ts";
import { toInstant } from "../platform/clocks/index.ts";
import { type Database, inTransaction, type Tx } from "../platform/db/index.ts";
import { callerOf } from "../platform/http/access.ts";
import type { Http } from "../platform/http/create.ts";
import { Problem } from "../platform/http/problem.ts";
import type { IssuedActivation } from "../platform/identity/index.ts";
import { type Asked, askFor, confirmActivation, confirmLink, decline, type Taking } from "./takeovers.ts";

const base = "/api/v1/administration/persons";
const one = z.object({ id: uuid });
const request = one.extend({ request: uuid });
const done = { 204: z.undefined() };

/** What lets somebody sign in as another: one administrator asks for it, another confirms it. */
export function takeoverRoutes(
  http: Http,
  {
    db,
    ledger,
    issuer,
    requestDays: days,
  }: { db: Database; ledger: LedgerPort; issuer: string | null; requestDays: number },
): void {
  const act = <T>(asked: Parameters<typeof callerOf>[0], work: (tx: Tx, doing: Taking) => Promise<T>) =>
    inTransaction(db.kysely, (tx) => work(tx, { caller: callerOf(asked), ledger, days }));

  const provider = (): string => {
    if (issuer === null) throw new Problem("not_found", "本平台没有接入统一身份认证，不必关联。");
    return issuer;
  };
  const withIssuer = (asked: z.output<typeof contract.askForPerson>): Asked =>
    asked.act === "activation" ? asked : { ...asked, issuer: provider() };

  http.post(
    `${base}/:id/requests`,
    {
      config: { access: ["security-admin"], audit: "person-request.asked" },
      schema: {
        summary: "申请重发激活码或者关联统一身份，由系统管理员核准",
        params: one,
        body: contract.askForPerson,
        response: done,
      },
    },
    async (asked, reply) => {
      await act(asked, (tx, doing) => askFor(tx, doing, asked.params.id, withIssuer(asked.body)));
      return reply.code(204).send();
    },
  );
  http.post(
    `${base}/:id/activation`,
    {
      config: { access: ["system-admin"], audit: "activation.issued" },
      schema: {
        summary: "核准重发激活码",
        params: one,
        body: contract.actReason,
        response: { 201: contract.issuedActivation },
      },
    },
    async (asked, reply) => {
      const { id } = asked.params;
      const issued = await act(asked, (tx, doing) => confirmActivation(tx, doing, id, asked.body.reason));
      return reply.code(201).send(shownActivation(issued));
    },
  );
  http.post(
    `${base}/:id/external-login`,
    {
      config: { access: ["system-admin"], audit: "external-login.linked" },
      schema: { summary: "核准关联统一身份", params: one, body: contract.linkExternalLogin, response: done },
    },
    async (asked, reply) => {
      const link = { issuer: provider(), subject: asked.body.subject };
      await act(asked, (tx, doing) => confirmLink(tx, doing, asked.params.id, link));
      return reply.code(204).send();
    },
  );
  http.post(
    `${base}/:id/requests/:request/decline`,
    {
      config: { access: ["system-admin"], audit: "person-request.declined" },
      schema: {
        summary: "不核准",
        params: request,
        body: contract.actReason,
        response: done,
      },
    },
    async (asked, reply) => {
      const { id, request: of } = asked.params;
      await act(asked, (tx, doing) => decline(tx, doing, id, of, asked.body.reason));
      return reply.code(204).send();
    },
  );
}

export const shownActivation = ({ person, code, expiresAt }: IssuedActivation & { person: string }) => ({
  person,
  code,
  expiresAt: toInstant(expiresAt),
});
