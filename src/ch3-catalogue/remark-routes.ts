import { z } from "zod";
import { uuid } from "../contract/common.ts";
import { answerRemark, entryRemarks } from "../contract/remark.ts";
import { type Database, inTransaction } from "../platform/db/index.ts";
import { callerOf } from "../platform/http/access.ts";
import type { Http } from "../platform/http/create.ts";
import { answer, viewRemarks } from "./remarks.ts";

/** What reviewers said of single fields and items, and the keeper's answers. */
export function remarkRoutes(http: Http, { db }: { db: Database }): void {
  http.get(
    "/api/v1/entries/:id/remarks",
    {
      config: { access: "signed-in", audit: null },
      schema: { summary: "逐项意见", params: z.object({ id: uuid }), response: { 200: entryRemarks } },
    },
    async (request) => ({ items: await viewRemarks(db.kysely, callerOf(request), request.params.id) }),
  );
  http.put(
    "/api/v1/entries/:id/remarks/:remark",
    {
      config: { access: "signed-in", audit: "remark.answered" },
      schema: {
        summary: "答复一条意见",
        params: z.object({ id: uuid, remark: uuid }),
        body: answerRemark,
        response: { 200: entryRemarks },
      },
    },
    async (request) => {
      const caller = callerOf(request);
      return inTransaction(db.kysely, async (tx) => {
        await answer(tx, caller, request.params, request.body);
        return { items: await viewRemarks(tx, caller, request.params.id) };
      });
    },
  );
}
