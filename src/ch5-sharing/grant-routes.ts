import { z } from "zod";
import { grantById, grantsOf, usageOfGrant } from "../access/index.ts";
import { party } from "../ch2-parties/index.ts";
import { type FiledGrant, filedGrant, lastPublished } from "../ch3-catalogue/index.ts";
import { listOf, listQuery, uuid } from "../contract/common.ts";
import { sharingMode } from "../contract/entry.ts";
import { sharingRequest } from "../contract/forms.ts";
import { type Grant, grant, grantQuery, type Usage, usage } from "../contract/grant.ts";
import { toInstant } from "../platform/clocks/index.ts";
import type { Database, Db } from "../platform/db/index.ts";
import { callerOf } from "../platform/http/access.ts";
import type { Caller } from "../platform/http/caller.ts";
import type { Http } from "../platform/http/create.ts";
import { type Cursors, pageOf } from "../platform/http/cursors.ts";
import { Problem } from "../platform/http/problem.ts";
import { mayReadAllGrants, mayReadGrant } from "./policy.ts";

type GrantRow = NonNullable<Awaited<ReturnType<typeof grantById>>>;

const params = z.object({ id: uuid });

/** Grants a unit holds or provides, and the record of their use (Art. 20, 31). */
export function grantRoutes(
  http: Http,
  { database, cursors }: { database: Database; cursors: Cursors },
): void {
  const db = database.kysely;
  http.get(
    "/api/v1/grants",
    {
      config: { access: "signed-in", audit: null },
      schema: { summary: "使用权限", querystring: grantQuery, response: { 200: listOf(grant) } },
    },
    async (request) => {
      const caller = callerOf(request);
      const { state, entry, limit, cursor } = request.query;
      const side = request.query.side === "all" && mayReadAllGrants(caller) ? "every" : request.query.side;
      const filter = ["grants", caller.party.id, side, state ?? null, entry ?? null];
      const before = cursor === undefined ? undefined : cursors.decode(filter, cursor, z.string());
      const rows = await grantsOf(db, caller.party.id, { side, state, entry, before, limit: limit + 1 });
      const page = pageOf(
        rows,
        limit,
        (row) => row,
        (last) => cursors.encode(filter, last.id),
      );
      return { items: await Promise.all(page.items.map((row) => view(db, row))), next: page.next };
    },
  );
  http.get(
    "/api/v1/grants/:id",
    {
      config: { access: "signed-in", audit: null },
      schema: { summary: "一项使用权限", params, response: { 200: grant } },
    },
    async (request) => view(db, await readable(db, callerOf(request), request.params.id)),
  );
  http.get(
    "/api/v1/grants/:id/usage",
    {
      config: { access: "signed-in", audit: null },
      schema: { summary: "使用日志", params, querystring: listQuery, response: { 200: listOf(usage) } },
    },
    async (request) => {
      const found = await readable(db, callerOf(request), request.params.id);
      const { limit, cursor } = request.query;
      const filter = ["usage", found.id];
      const before = cursor === undefined ? undefined : cursors.decode(filter, cursor, z.string());
      const holder = await party(db, found.holder_id);
      // What is mounted is of its entry's format; it stays so in what is on record after the entry has gone.
      const format = (await lastPublished(db, found.resource))?.content.format;
      const passed = format === "interface" ? "admitted" : "answered";
      const rows = await usageOfGrant(db, found.id, {
        limit: limit + 1,
        ...(before === undefined ? {} : { before }),
      });
      return pageOf(
        rows,
        limit,
        (row) => usageView(row, holder, passed),
        (last) => cursors.encode(filter, last.id),
      );
    },
  );
}

type UsageRow = Awaited<ReturnType<typeof usageOfGrant>>[number];

function usageView(
  row: UsageRow,
  holder: { id: string; name: string },
  passed: "admitted" | "answered",
): Usage {
  return {
    id: row.id,
    grantId: row.grant_id,
    client: row.client,
    holder: { id: holder.id, name: holder.name },
    operation: row.operation,
    resource: row.resource,
    columns: row.columns,
    file: row.file_id,
    fileName: row.file_name,
    purpose: row.purpose,
    outcome: row.refusal === null ? passed : "refused",
    refusal: row.refusal,
    article: row.article,
    subjects: String(row.subjects),
    lawAt: toInstant(row.law_at),
    wallAt: toInstant(row.wall_at),
  };
}

async function readable(db: Db, caller: Caller, id: string): Promise<GrantRow> {
  const row = await grantById(db, id);
  if (row === undefined || !mayReadGrant(caller, row))
    throw new Problem("grant_not_found", "没有这个使用权限，或者与本单位无关");
  return row;
}

/** The scope in words of the application that the grant came of. */
async function statedScope(db: Db, matterId: string): Promise<string | null> {
  const matter = await db
    .selectFrom("matters.matter")
    .select("form")
    .where("id", "=", matterId)
    .executeTakeFirst();
  return sharingRequest.pick({ rowScope: true }).safeParse(matter?.form).data?.rowScope ?? null;
}

const factsOf = ({ number, approvedOn, approver, document }: FiledGrant) => ({
  number,
  approvedOn,
  approver,
  document,
});

async function view(db: Db, row: GrantRow): Promise<Grant> {
  const entry = await lastPublished(db, row.resource);
  const names = new Map(entry?.content.items.map((item) => [item.column, item.name]));
  const [holder, provider] = await Promise.all([party(db, row.holder_id), party(db, row.provider_id)]);
  const filed = await filedGrant(db, row.id);
  return {
    id: row.id,
    state: row.state,
    version: row.version,
    holder: { id: holder.id, name: holder.name },
    provider: { id: provider.id, name: provider.name },
    resource: {
      code: row.resource,
      entryId: entry?.id ?? "",
      entryName: entry?.content.name ?? "",
      gone: entry?.status === "withdrawn",
    },
    purpose: row.purpose,
    scenario: row.scenario,
    modes: z.parse(z.array(sharingMode), row.modes),
    columns: row.columns.map((decision) => ({
      ...decision,
      itemName: names.get(decision.column) ?? decision.column,
    })),
    rowScope: {
      stated: filed?.scope || (await statedScope(db, row.matter_id)),
      enforced: row.row_scope !== null,
    },
    validFrom: toInstant(row.valid_from),
    validUntil: row.valid_until && toInstant(row.valid_until),
    endedReason: row.ended_reason,
    endedArticle: row.ended_article,
    matterId: row.matter_id,
    filed: filed === undefined ? null : factsOf(filed),
    lastUsedAt: row.last_used_at && toInstant(row.last_used_at),
  };
}
