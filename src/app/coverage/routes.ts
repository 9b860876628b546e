import { z } from "zod";
import { coverage, coverageQuery, coverageRow, proof, readsCoverage } from "../../contract/coverage.ts";
import type { Procedure } from "../../law/language.ts";
import { callerOf } from "../../platform/http/access.ts";
import type { Caller } from "../../platform/http/caller.ts";
import { type Http, Problem } from "../../platform/http/index.ts";
import { chosen, coverageRows, proofOf } from "./coverage.ts";
import { coverageCsv } from "./csv.ts";
import type { Proofs } from "./proofs.ts";

const config = { access: "signed-in", audit: null } as const;

/** Art. 8, 64: what of the Measures the platform answers for, and by which tests, for those who supervise it. */
export function coverageRoutes(
  http: Http,
  { procedures, proofs }: { procedures: readonly Procedure[]; proofs: Proofs },
): void {
  const rows = coverageRows(procedures, proofs);
  http.get(
    "/api/v1/coverage",
    { config, schema: { summary: "义务覆盖", querystring: coverageQuery, response: { 200: coverage } } },
    async (request) => {
      mustRead(callerOf(request));
      return chosen(rows, request.query);
    },
  );
  http.get(
    "/api/v1/coverage.csv",
    { config, schema: { summary: "导出义务覆盖", querystring: coverageQuery } },
    async (request, reply) => {
      mustRead(callerOf(request));
      return reply
        .type("text/csv; charset=utf-8")
        .header("content-disposition", 'attachment; filename="coverage.csv"')
        .send(coverageCsv(chosen(rows, request.query).items, proofs));
    },
  );
  http.get(
    "/api/v1/coverage/:obligation",
    {
      config,
      schema: {
        summary: "一项义务的依据和证明",
        params: z.object({ obligation: z.string().max(10) }),
        response: { 200: coverageRow.extend({ proof }) },
      },
    },
    async (request) => {
      mustRead(callerOf(request));
      const row = rows.find(({ id }) => id === request.params.obligation);
      if (row === undefined) throw new Problem("not_found", "没有这一项义务。编号形如 A27.4，请从列表里选。");
      return { ...row, proof: proofOf(proofs, row.id) };
    },
  );
}

function mustRead({ roles, party }: Caller): void {
  if (readsCoverage(roles, party.kind)) return;
  throw new Problem(
    "forbidden",
    "义务覆盖供主管部门、政府、服务机构、监管部门，以及各单位的领导和审计管理员查看。需要核对的，请找本级数据局。",
    { article: "64" },
  );
}
