import { z } from "zod";
import { listOf, listQuery } from "../contract/common.ts";
import { ledgerLeaf } from "../contract/ledger.ts";
import { toInstant } from "../platform/clocks/index.ts";
import type { Database } from "../platform/db/index.ts";
import { callerOf } from "../platform/http/access.ts";
import { type Cursors, type Http, pageOf } from "../platform/http/index.ts";
import { placesOf } from "../platform/ledger/index.ts";

/** The receipts of a unit's own decisions, and for the auditor of all; the ledger itself gives nothing to browse. */
export function leavesRoutes(
  http: Http,
  { database, cursors }: { database: Database; cursors: Cursors },
): void {
  http.get(
    "/api/v1/ledger/leaves",
    {
      config: { access: "signed-in", audit: null },
      schema: {
        summary: "本单位决定的存证回执",
        querystring: listQuery,
        response: { 200: listOf(ledgerLeaf) },
      },
    },
    async (request) => {
      const { party, roles } = callerOf(request);
      const all = roles.includes("auditor");
      const { limit, cursor } = request.query;
      const filter = ["leaves", all ? "all" : party.id];
      const before = cursor === undefined ? undefined : cursors.decode(filter, cursor, z.string());
      let rows = database.kysely
        .selectFrom("matters.step as step")
        .innerJoin("matters.matter as matter", "matter.id", "step.matter_id")
        .select([
          "step.id",
          "step.title",
          "step.at",
          "step.receipt",
          "matter.number",
          "matter.title as matterTitle",
        ])
        .where("step.receipt", "is not", null)
        .orderBy("step.id", "desc")
        .limit(limit + 1);
      if (!all) rows = rows.where("step.party_id", "=", party.id);
      if (before !== undefined) rows = rows.where("step.id", "<", before);
      const steps = await rows.execute();
      const places = await placesOf(
        database.kysely,
        steps.map((row) => row.receipt ?? ""),
      );
      return pageOf(
        steps,
        limit,
        (row) => ({
          index: places.get(row.receipt ?? "") ?? null,
          kind: "decision" as const,
          title: `${row.number} ${row.title}：${row.matterTitle}`,
          at: toInstant(row.at),
          receipt: row.receipt ?? "",
        }),
        (last) => cursors.encode(filter, last.id),
      );
    },
  );
}
