import { int64, listOf, listQuery } from "../contract/common.ts";
import { loggedMessage, provinceStatus } from "../contract/province.ts";
import { callerOf } from "../platform/http/access.ts";
import { type Cursors, type Http, pageOf } from "../platform/http/index.ts";
import { once } from "../platform/http/once.ts";
import { assertMayRetry, assertWatches } from "./policy.ts";
import type { Province } from "./province.ts";
import { retry } from "./retry.ts";
import { loggedMessages, statusOf } from "./status.ts";

const read = { access: "signed-in", audit: null } as const;

/** Art. 7 ¶1: how the docking with the provincial platform stands, and its message log. */
export function provinceRoutes(http: Http, given: { province: Province; cursors: Cursors }): void {
  const { province, cursors } = given;
  const db = province.database.kysely;
  http.get(
    "/api/v1/province",
    { config: read, schema: { summary: "省级平台对接情况", response: { 200: provinceStatus } } },
    async (request) => {
      const caller = callerOf(request);
      assertWatches(caller);
      return statusOf(db, province, caller);
    },
  );
  http.get(
    "/api/v1/province/messages",
    {
      config: read,
      schema: {
        summary: "向省级平台报送目录的消息日志",
        querystring: listQuery,
        response: { 200: listOf(loggedMessage) },
      },
    },
    async (request) => {
      assertWatches(callerOf(request));
      const { limit, cursor } = request.query;
      const filter = ["province.messages"];
      const before = cursor === undefined ? undefined : cursors.decode(filter, cursor, int64);
      return pageOf(
        await loggedMessages(db, before, limit),
        limit,
        (message) => message,
        ({ seq }) => cursors.encode(filter, seq),
      );
    },
  );
  http.post(
    "/api/v1/province/retry",
    {
      config: { access: ["data-officer"], audit: "province.retried", once: true },
      schema: { summary: "立即重试向省级平台报送", response: { 200: provinceStatus } },
    },
    async (request) => {
      const caller = callerOf(request);
      assertMayRetry(caller);
      return once(province.database, request, provinceStatus, async (tx) => {
        await retry(tx, province, caller);
        return statusOf(tx, province, caller);
      });
    },
  );
}
