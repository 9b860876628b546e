import { z } from "zod";
import { listOf, listQuery } from "../contract/common.ts";
import { jointQuality } from "../contract/joint-quality.ts";
import type { Database } from "../platform/db/index.ts";
import { attachmentHeaders } from "../platform/files/index.ts";
import type { Http } from "../platform/http/create.ts";
import { type Cursors, callerOf } from "../platform/http/index.ts";
import { qualityOf, visibleJoints } from "./joint-quality.ts";
import { jointWorkbook } from "./joint-sheets.ts";
import { readers } from "./policy.ts";

const access = [...readers, "leader"] as const;
/** Joint collections in one workbook; a bureau divides tens, not thousands. */
const exported = 200;

/** Quality of jointly collected data (Art. 15 ¶3). */
export function jointRoutes(http: Http, given: { db: Database; cursors: Cursors }): void {
  const db = given.db.kysely;
  http.get(
    "/api/v1/joint-collections",
    {
      config: { access, audit: null },
      schema: {
        summary: "协同采集数据的完整性、准确性、一致性和时效性",
        querystring: listQuery.extend({ limit: z.coerce.number().int().min(1).max(50).default(10) }),
        response: { 200: listOf(jointQuality) },
      },
    },
    async (request) => {
      const caller = callerOf(request);
      const { limit, cursor } = request.query;
      const filter = ["joint-collections", caller.party.id];
      const before = cursor === undefined ? undefined : given.cursors.decode(filter, cursor, z.string());
      const found = await visibleJoints(db, caller, { limit: limit + 1, before });
      const shown = found.slice(0, limit);
      const last = shown.at(-1);
      const next = found.length > limit && last !== undefined ? given.cursors.encode(filter, last.id) : null;
      return { items: await qualityOf(db, caller, shown), next };
    },
  );
  http.get(
    "/api/v1/joint-collections.xlsx",
    { config: { access, audit: null }, schema: { summary: "下载协同采集数据质量（Excel）" } },
    async (request, reply) => {
      const caller = callerOf(request);
      const joints = await visibleJoints(db, caller, { limit: exported, before: undefined });
      const content = await jointWorkbook(await qualityOf(db, caller, joints));
      return reply
        .headers(attachmentHeaders("协同采集数据质量.xlsx"))
        .type("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
        .send(Buffer.from(content));
    },
  );
}
