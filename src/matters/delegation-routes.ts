import { z } from "zod";
import { uuid } from "../contract/common.ts";
import { delegation, recordDelegation } from "../contract/office.ts";
import type { Database } from "../platform/db/index.ts";
import { callerOf } from "../platform/http/access.ts";
import type { Http } from "../platform/http/create.ts";
import { once } from "../platform/http/once.ts";
import { delegate, listDelegations, revokeDelegation } from "./delegation.ts";
import type { Matters } from "./index.ts";

const officials = ["data-officer", "section-head", "chief-data-officer", "leader"] as const;
const delegations = z.object({ items: z.array(delegation) });

/** Who acts for whom in the caller's office, and until when. */
export function delegationRoutes(
  http: Http,
  { matters, database }: { matters: Matters; database: Database },
): void {
  http.get(
    "/api/v1/delegations",
    {
      config: { access: officials, audit: null },
      schema: { summary: "本单位的代办委托", response: { 200: delegations } },
    },
    async (request) => ({ items: await listDelegations(database.kysely, callerOf(request)) }),
  );
  http.post(
    "/api/v1/delegations",
    {
      config: { access: officials, audit: "delegation.recorded", once: true },
      schema: { summary: "委托同事代办", body: recordDelegation, response: { 200: delegations } },
    },
    async (request) => {
      const caller = callerOf(request);
      return once(database, request, delegations, async (tx) => {
        await delegate(matters.engine.parties, tx, caller, request.body);
        return { items: await listDelegations(tx, caller) };
      });
    },
  );
  http.post(
    "/api/v1/delegations/:id/revoke",
    {
      config: { access: officials, audit: "delegation.revoked", once: true },
      schema: {
        summary: "撤销代办委托",
        params: z.object({ id: uuid }),
        body: z.object({}),
        response: { 200: delegations },
      },
    },
    async (request) => {
      const caller = callerOf(request);
      return once(database, request, delegations, async (tx) => {
        await revokeDelegation(tx, caller, request.params.id);
        return { items: await listDelegations(tx, caller) };
      });
    },
  );
}
