import { z } from "zod";
import { uuid } from "../contract/common.ts";
import { entryGrading } from "../contract/grading.ts";
import {
  confirmation,
  confirmed,
  confirmSuggestions,
  sampling,
  worksheet,
} from "../contract/grading-worksheet.ts";
import type { Matters } from "../matters/index.ts";
import { lawNow } from "../platform/clocks/index.ts";
import type { Database } from "../platform/db/index.ts";
import { callerOf } from "../platform/http/access.ts";
import type { Http } from "../platform/http/create.ts";
import { once } from "../platform/http/once.ts";
import { Problem } from "../platform/http/problem.ts";
import type { LastArrivals } from "./data-due.ts";
import { readable } from "./entries.ts";
import { keepGradedUnder } from "./graded-under.ts";
import { floorIssues } from "./grading-floors.ts";
import { viewGrading } from "./grading-view.ts";
import { assertEditable } from "./policy.ts";
import { type Sampler, sample, viewSamplings } from "./sampling.ts";
import { publishedEntry } from "./store.ts";
import { viewWorksheet } from "./worksheet.ts";
import { confirm, viewConfirmations } from "./worksheet-confirming.ts";

const params = z.object({ id: uuid });
const reading = { access: "signed-in", audit: null } as const;
const samplings = z.object({ items: z.array(sampling) });

/** Proposals of class and grade, what they rest on, and who confirmed them (Art. 11 ¶4). */
export function worksheetRoutes(
  http: Http,
  given: { db: Database; matters: Matters; sampler: Sampler; arrivals: LastArrivals },
): void {
  const { db, matters, sampler, arrivals } = given;
  http.get(
    "/api/v1/grading/worksheet",
    { config: reading, schema: { summary: "本单位的定级建议", response: { 200: worksheet } } },
    async (request) => viewWorksheet(db.kysely, arrivals, callerOf(request)),
  );
  http.post(
    "/api/v1/grading/worksheet",
    {
      config: { access: "signed-in", audit: "suggestions.confirmed", once: true },
      schema: { summary: "成批确认定级建议", body: confirmSuggestions, response: { 200: confirmed } },
    },
    async (request) =>
      once(db, request, confirmed, (tx) => confirm(tx, matters, callerOf(request), request.body)),
  );
  http.get(
    "/api/v1/grading/confirmations",
    {
      config: reading,
      schema: {
        summary: "本单位确认过的定级建议",
        response: { 200: z.object({ items: z.array(confirmation) }) },
      },
    },
    async (request) => ({ items: await viewConfirmations(db.kysely, callerOf(request)) }),
  );
  http.get(
    "/api/v1/entries/:id/samplings",
    { config: reading, schema: { summary: "抽样记录", params, response: { 200: samplings } } },
    async (request) => ({ items: await viewSamplings(db.kysely, callerOf(request), request.params.id) }),
  );
  http.post(
    "/api/v1/entries/:id/samplings",
    {
      config: { access: "signed-in", audit: "data.sampled", once: true },
      schema: { summary: "对本单位的数据抽样，只得出计数", params, response: { 200: samplings } },
    },
    async (request) => {
      const caller = callerOf(request);
      const { id } = request.params;
      return once(db, request, samplings, async (tx) => {
        await sample(tx, sampler, caller, id);
        return { items: await viewSamplings(tx, caller, id) };
      });
    },
  );
  http.post(
    "/api/v1/entries/:id/grading/confirmations",
    {
      config: { access: "signed-in", audit: "grading.confirmed", once: true },
      schema: {
        summary: "按现行标准核对，级别没有变化",
        params,
        body: z.object({ version: z.int() }),
        response: { 200: entryGrading },
      },
    },
    async (request) => {
      const caller = callerOf(request);
      const { id } = request.params;
      return once(db, request, entryGrading, async (tx) => {
        const entry = await readable(tx, caller, id);
        assertEditable(caller, entry);
        if (entry.publishedVersion === null || entry.publishedVersion !== request.body.version)
          throw new Problem("stale_version", "目录已有新版，请刷新后按新版核对");
        const at = await lawNow(tx);
        const inForce = await publishedEntry(tx, id);
        const below =
          inForce === undefined ? [] : await floorIssues(tx, inForce.providerId, inForce.content, at);
        if (below.length > 0)
          throw new Problem(
            "grade_below_floor",
            `有 ${below.length} 个数据项低于现行标准的最低级别，不能确认级别没有变化；请办理“重新定级”`,
            {
              article: "11¶4",
              errors: below.map(({ pointer, detail, article }) => ({ pointer, detail, article })),
            },
          );
        const of = { entryId: id, version: entry.publishedVersion, providerId: entry.providerId };
        await keepGradedUnder(tx, [of], {
          how: "confirmed",
          at,
          person: caller.personName,
        });
        return viewGrading(tx, caller, id);
      });
    },
  );
}
