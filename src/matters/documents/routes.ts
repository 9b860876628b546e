import { z } from "zod";
import { uuid } from "../../contract/common.ts";
import type { Database } from "../../platform/db/index.ts";
import { attachmentHeaders } from "../../platform/files/index.ts";
import { callerOf } from "../../platform/http/access.ts";
import type { Http } from "../../platform/http/create.ts";
import { stepReceipt } from "./step-receipt.ts";

/** What a matter leaves on paper. */
export function documentRoutes(http: Http, { database }: { database: Database }): void {
  http.get(
    "/api/v1/matters/:id/receipts/:seq",
    {
      config: { access: "signed-in", audit: null },
      schema: {
        summary: "下载办件一个环节的存证回执，附检查点和存证路径",
        params: z.object({ id: uuid, seq: z.string().max(64) }),
      },
    },
    async (request, reply) => {
      const { id, seq } = request.params;
      const { name, text } = await stepReceipt(database.kysely, callerOf(request), id, seq);
      return reply.headers(attachmentHeaders(name)).type("text/plain; charset=utf-8").send(text);
    },
  );
}
