import { z } from "zod";
import { stateOf, type Tried, type Upstream } from "../access/index.ts";
import { mountableEntry, resourcesOf } from "../ch3-catalogue/index.ts";
import { uuid } from "../contract/common.ts";
import {
  changeInterface,
  interfaceIdentity,
  interfaceState,
  interfaceTrial,
  tryInterface,
} from "../contract/interface.ts";
import type { Database } from "../platform/db/index.ts";
import type { Db, Tx } from "../platform/db/tables.ts";
import { callerOf } from "../platform/http/access.ts";
import type { Caller } from "../platform/http/caller.ts";
import type { Http } from "../platform/http/create.ts";
import { once } from "../platform/http/once.ts";
import { Problem } from "../platform/http/problem.ts";
import { resourceByCode } from "../vault/index.ts";

/** Stands for the code that the resource has once it is mounted. */
const unmounted = "unmounted";

const params = z.object({ id: uuid });

/** What a department does with the interface on its own entry (Art. 7 ¶3, 12 ¶3): try it, change it, see how it does. */
export function interfaceRoutes(
  http: Http,
  { database, upstream }: { database: Database; upstream: Upstream },
): void {
  const db = database.kysely;
  http.get(
    "/api/v1/interface-identity",
    {
      config: { access: "signed-in", audit: null },
      schema: {
        summary: "平台调用部门接口时的签名公钥",
        response: { 200: interfaceIdentity },
      },
    },
    (request) => upstream.identity(callerOf(request).party.id),
  );
  http.get(
    "/api/v1/entries/:id/interface",
    {
      config: { access: "signed-in", audit: null },
      schema: {
        summary: "目录上挂载的接口：设置、试调和调用情况",
        params,
        response: { 200: interfaceState },
      },
    },
    async (request) => {
      const { code } = await mounted(db, callerOf(request), request.params.id);
      return stateOf(db, code);
    },
  );
  http.put(
    "/api/v1/entries/:id/interface",
    {
      config: { access: "signed-in", audit: "interface.changed", once: true },
      schema: {
        summary: "修改接口的地址、对应关系或者密钥",
        params,
        body: changeInterface,
        response: { 200: interfaceState },
      },
    },
    async (request) => {
      const caller = callerOf(request);
      return once(database, request, interfaceState, async (tx) => {
        const found = await mounted(tx, caller, request.params.id);
        await upstream.settle(tx, found, request.body, caller);
        return stateOf(tx, found.code);
      });
    },
  );
  http.post(
    "/api/v1/entries/:id/interface/trial",
    {
      config: { access: "signed-in", audit: "interface.tried" },
      schema: {
        summary: "试调接口：只说来了哪些数据项、合不合要求，不显示值",
        params,
        body: tryInterface,
        response: { 200: interfaceTrial },
      },
    },
    async (request) => {
      const caller = callerOf(request);
      const { id } = request.params;
      const { subject, settings } = request.body;
      const tried =
        settings === undefined ? await mounted(db, caller, id) : await toBeMounted(db, caller, id);
      return upstream.tryOut(tried, subject, settings, caller);
    },
  );
}

/** The interface on an entry of the caller's own unit. @throws Problem */
async function mounted(db: Db | Tx, caller: Caller, entryId: string): Promise<Tried> {
  await mountableEntry(db, caller, entryId);
  const [resource] = await resourcesOf(db, entryId);
  if (resource?.kind !== "interface")
    throw new Problem("not_an_interface", "本目录没有挂载接口", { article: "12¶3" });
  const { items } = await resourceByCode(db, resource.code);
  return { code: resource.code, entry: entryId, provider: caller.party.id, items };
}

/** The same, or the entry in force on which the interface is still to be mounted. @throws Problem */
async function toBeMounted(db: Db, caller: Caller, entryId: string): Promise<Tried> {
  const { content } = await mountableEntry(db, caller, entryId);
  const [resource] = await resourcesOf(db, entryId);
  if (resource !== undefined) return mounted(db, caller, entryId);
  if (content.format === "interface")
    return { code: unmounted, entry: entryId, provider: caller.party.id, items: content.items };
  throw new Problem("format_differs", "目录的数据格式不是“接口”，不能挂载接口；格式填错了的，请先变更目录", {
    article: "12¶5",
  });
}
