import type { FastifyRequest } from "fastify";
import { z } from "zod";
import { uuid } from "../contract/common.ts";
import {
  draft,
  draftQuery,
  draftSummary,
  office,
  officeRule,
  orphans,
  passDraft,
  passedDraft,
  returnDraft,
  withdrawDraft,
} from "../contract/office.ts";
import type { Database } from "../platform/db/index.ts";
import type { Tx } from "../platform/db/tables.ts";
import { callerOf } from "../platform/http/access.ts";
import type { Caller } from "../platform/http/caller.ts";
import type { Http } from "../platform/http/create.ts";
import { once } from "../platform/http/once.ts";
import { delegationRoutes } from "./delegation-routes.ts";
import { draftOf, listDrafts } from "./draft-view.ts";
import { pass, redraft, sendBack, withdraw } from "./drafts.ts";
import type { Matters } from "./index.ts";
import { setOfficeRule } from "./office-rule.ts";
import { showOffice } from "./office-view.ts";
import { findOrphans } from "./orphans.ts";

const params = z.object({ id: uuid });
const officials = ["data-officer", "section-head", "chief-data-officer", "leader"] as const;

/** The inside of the caller's own office: its rule, and the drafts that go through its stages. */
export function officeRoutes(
  http: Http,
  { matters, database }: { matters: Matters; database: Database },
): void {
  const { engine } = matters;
  http.get(
    "/api/v1/office",
    {
      config: { access: officials, audit: null },
      schema: { summary: "本单位的内部规则和在岗人员", response: { 200: office } },
    },
    async (request) => showOffice(engine, database.kysely, callerOf(request)),
  );
  http.put(
    "/api/v1/office/rule",
    {
      config: { access: officials, audit: "office.rule_set", once: true },
      schema: { summary: "设定本单位内部审签", body: officeRule, response: { 200: office } },
    },
    async (request) => {
      const caller = callerOf(request);
      return once(database, request, office, async (tx) => {
        await setOfficeRule(engine.parties, tx, caller, request.body);
        return showOffice(engine, tx, caller);
      });
    },
  );
  http.get(
    "/api/v1/office/orphans",
    {
      config: { access: ["system-admin", "auditor"], audit: null },
      schema: { summary: "无人在办的办件", response: { 200: orphans } },
    },
    async () => findOrphans(engine.parties, database.kysely),
  );
  delegationRoutes(http, { matters, database });
  draftRoutes(http, { matters, database });
}

function draftRoutes(http: Http, { matters, database }: { matters: Matters; database: Database }): void {
  const { engine } = matters;
  /** The draft once this was done to it. */
  const after = (request: FastifyRequest, id: string, work: (tx: Tx, caller: Caller) => Promise<unknown>) => {
    const caller = callerOf(request);
    return once(database, request, draft, async (tx) => {
      await work(tx, caller);
      return draftOf(engine, tx, caller, id);
    });
  };
  http.get(
    "/api/v1/drafts",
    {
      config: { access: officials, audit: null },
      schema: {
        summary: "本单位的送审件",
        querystring: draftQuery,
        response: { 200: z.object({ items: z.array(draftSummary) }) },
      },
    },
    async (request) => ({
      items: await listDrafts(engine, database.kysely, callerOf(request), request.query),
    }),
  );
  http.get(
    "/api/v1/drafts/:id",
    {
      config: { access: officials, audit: null },
      schema: { summary: "一个送审件", params, response: { 200: draft } },
    },
    async (request) => draftOf(engine, database.kysely, callerOf(request), request.params.id),
  );
  http.post(
    "/api/v1/drafts/:id/pass",
    {
      config: { access: officials, audit: "draft.passed", once: true },
      schema: { summary: "审核通过送审件", params, body: passDraft, response: { 200: passedDraft } },
    },
    async (request) => {
      const caller = callerOf(request);
      const { id } = request.params;
      return once(database, request, passedDraft, async (tx) => {
        const matter = await pass(engine, tx, caller, id, request.body);
        return { draft: await draftOf(engine, tx, caller, id), matter };
      });
    },
  );
  http.post(
    "/api/v1/drafts/:id/return",
    {
      config: { access: officials, audit: "draft.returned", once: true },
      schema: { summary: "退回送审件", params, body: returnDraft, response: { 200: draft } },
    },
    async (request) => {
      const { id } = request.params;
      return after(request, id, (tx, caller) => sendBack(engine, tx, caller, id, request.body));
    },
  );
  http.post(
    "/api/v1/drafts/:id/redraft",
    {
      config: { access: officials, audit: "draft.redrafted", once: true },
      schema: { summary: "修改后再次送审", params, body: passDraft, response: { 200: draft } },
    },
    async (request) => {
      const { id } = request.params;
      return after(request, id, (tx, caller) => redraft(engine, tx, caller, id, request.body));
    },
  );
  http.post(
    "/api/v1/drafts/:id/withdraw",
    {
      config: { access: officials, audit: "draft.withdrawn", once: true },
      schema: { summary: "撤销送审件", params, body: withdrawDraft, response: { 200: draft } },
    },
    async (request) => {
      const { id } = request.params;
      return after(request, id, (tx, caller) => withdraw(tx, caller, id, request.body));
    },
  );
}
