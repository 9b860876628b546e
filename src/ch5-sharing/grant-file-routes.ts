import { z } from "zod";
import { type Asker, type Gateway, grantById } from "../access/index.ts";
import { uuid } from "../contract/common.ts";
import { gatewayFileList, gatewayFiles } from "../contract/data-file.ts";
import type { Database } from "../platform/db/index.ts";
import { callerOf } from "../platform/http/access.ts";
import type { Caller } from "../platform/http/caller.ts";
import type { Http } from "../platform/http/create.ts";
import { Problem } from "../platform/http/problem.ts";
import { fetchers } from "./policy.ts";
import { sendFile } from "./send-file.ts";

const params = z.object({ id: uuid });
const query = gatewayFiles
  .pick({ after: true })
  .extend({ limit: z.coerce.number().int().min(1).max(200).default(200) });

/**
 * Files of a grant for the persons of the unit that holds it (Art. 20, 31): the same decision and the same record as a
 * client system's, with the person and the post in the place of the key.
 */
export function grantFileRoutes(
  http: Http,
  { database, gateway }: { readonly database: Database; readonly gateway: Gateway },
): void {
  const asked = async (caller: Caller, id: string): Promise<{ asker: Asker; purpose: string }> => {
    const grant = await grantById(database.kysely, id);
    if (grant === undefined || grant.holder_id !== caller.party.id)
      throw new Problem("grant_not_found", "没有这个使用权限，或者不由本单位持有");
    const asker = {
      by: { person: caller.personId, post: caller.postId },
      name: caller.personName,
      partyId: caller.party.id,
      resource: grant.resource,
      nonce: null,
    };
    return { asker, purpose: grant.purpose };
  };
  http.get(
    "/api/v1/grants/:id/files",
    {
      exposeHeadRoute: false,
      config: { access: fetchers, audit: "grant.files" },
      schema: {
        summary: "使用权限之下可以下载的文件（记入使用日志）",
        params,
        querystring: query,
        response: { 200: gatewayFileList },
      },
    },
    async (request) => {
      const { asker, purpose } = await asked(callerOf(request), request.params.id);
      return gateway.files.list(asker, { purpose, ...request.query });
    },
  );
  http.get(
    "/api/v1/grants/:id/files/:file",
    {
      // A question for the head alone would go on record as a delivery.
      exposeHeadRoute: false,
      config: { access: fetchers, audit: "grant.file" },
      schema: { summary: "下载一个文件（记入使用日志）", params: params.extend({ file: uuid }) },
    },
    async (request, reply) => {
      const { asker, purpose } = await asked(callerOf(request), request.params.id);
      return sendFile(reply, await gateway.files.deliver(asker, { purpose, file: request.params.file }));
    },
  );
}
