import { z } from "zod";
import { listOf } from "../contract/common.ts";
import { registeredResource, registrationQuery, registrationStanding } from "../contract/registration.ts";
import { lawNow } from "../platform/clocks/index.ts";
import type { Database } from "../platform/db/index.ts";
import { attachmentHeaders } from "../platform/files/index.ts";
import { callerOf } from "../platform/http/access.ts";
import type { Caller } from "../platform/http/caller.ts";
import type { Http } from "../platform/http/create.ts";
import type { Cursors } from "../platform/http/cursors.ts";
import { Problem } from "../platform/http/problem.ts";
import { csvText } from "../platform/sheets/index.ts";
import { dashboardScope } from "./dashboard.ts";
import type { Scope } from "./lists.ts";
import { isInside } from "./policy.ts";
import { registerLines, registrationProgress } from "./register-store.ts";
import { registrationRules } from "./registration.ts";

const reading = { access: "signed-in", audit: null } as const;
const position = z.object({ from: z.int() });

/** Whose resources the caller looks at: all that it answers for, or its own unit's only. */
function scopeOf(caller: Caller, mine: boolean): Scope {
  if (!isInside(caller))
    throw new Problem("forbidden", "数据资源登记供公共管理和公共服务部门使用", { article: "68¶2" });
  return mine ? { unit: caller.party.id } : dashboardScope(caller);
}

/** The register of data resources and how far the units are with it (Art. 68). */
export function registrationRoutes(http: Http, { db, cursors }: { db: Database; cursors: Cursors }): void {
  http.get(
    "/api/v1/registrations",
    {
      config: reading,
      schema: {
        summary: "数据资源登记簿，和应登记未登记的资源",
        querystring: registrationQuery,
        response: { 200: listOf(registeredResource) },
      },
    },
    async (request) => {
      const caller = callerOf(request);
      const { limit, cursor, standing, mine } = request.query;
      const filter = ["registrations", caller.party.id, standing, mine];
      const from = cursor === undefined ? 0 : cursors.decode(filter, cursor, position).from;
      const page = { limit: limit + 1, from };
      const rows = await registerLines(db.kysely, scopeOf(caller, mine), standing, page);
      const next = rows.length > limit ? cursors.encode(filter, { from: from + limit }) : null;
      return { items: rows.slice(0, limit), next };
    },
  );
  http.get(
    "/api/v1/registrations/progress",
    {
      config: reading,
      schema: { summary: "各单位数据资源登记的进度", response: { 200: registrationStanding } },
    },
    async (request) => ({
      rules: (await registrationRules(db.kysely, await lawNow(db.kysely))) ?? null,
      items: await registrationProgress(db.kysely, scopeOf(callerOf(request), false)),
    }),
  );
  http.get(
    "/api/v1/registrations.csv",
    { config: reading, schema: { summary: "导出数据资源登记簿" } },
    async (request, reply) => {
      const scope = scopeOf(callerOf(request), false);
      const rows = await registerLines(db.kysely, scope, "registered", { limit: null, from: 0 });
      const head = ["登记号", "资源编码", "数据目录", "目录代码", "提供单位", "登记日期", "须变更登记"];
      const lines = rows.map(({ number, resource, entry, unit, registeredAt, outdated }) => [
        ...[number ?? "", resource, entry.name, entry.catalogueCode, unit.name],
        ...[registeredAt?.slice(0, 10) ?? "", outdated ? "是" : ""],
      ]);
      return reply
        .headers(attachmentHeaders("数据资源登记簿.csv"))
        .type("text/csv; charset=utf-8")
        .send(csvText([head, ...lines]));
    },
  );
}
