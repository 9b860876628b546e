import type { PartyKind, Role } from "../../src/contract/roles.ts";
import { inTransaction } from "../../src/platform/db/index.ts";
import { type Caller, createHttp, type Http } from "../../src/platform/http/index.ts";
import { createAccount, createIdentity } from "../../src/platform/identity/index.ts";
import { uuid } from "../../src/platform/ids/index.ts";
import { createLog } from "../../src/platform/logging/log.ts";
import { createMetrics } from "../../src/platform/metrics/metrics.ts";
import type { TestDatabase } from "./postgres.ts";

/** The HTTP side with real sessions over a table of callers, for tests of layers below the parties chapter. */
export async function testHttp(
  t: TestDatabase,
  options: {
    publicUrl?: string;
    routes?: (http: Http) => void | Promise<void>;
    log?: ReturnType<typeof createLog>;
  } = {},
) {
  const callers = new Map<string, Caller>();
  const identity = createIdentity(t.database, async (personId) => callers.get(personId) ?? null);
  const metrics = createMetrics();
  const http = await createHttp({
    publicUrl: options.publicUrl ?? "http://127.0.0.1:8080",
    trustProxy: [],
    log: options.log ?? createLog({ level: "silent" }),
    metrics,
    identify: identity.identify,
    version: "0.0.0",
  });
  await identity.routes(http);
  await options.routes?.(http);
  await http.ready();
  return {
    http,
    metrics,
    callers,
    async account(username: string, roles: Role[] = ["data-officer"], kind: PartyKind = "department") {
      const caller = someone(roles, kind);
      callers.set(caller.personId, caller);
      await inTransaction(t.db, (tx) => createAccount(tx, { username, password, personId: caller.personId }));
      return caller;
    },
    /** Headers of a signed-in program. */
    async bearer(username: string): Promise<{ authorization: string }> {
      const answer = await http.inject({
        method: "POST",
        url: "/api/v1/session",
        payload: { username, password },
      });
      return { authorization: `Bearer ${answer.json().token}` };
    },
  };
}

export const password = "correct horse battery staple";

function someone(roles: Role[], kind: PartyKind): Caller {
  const personId = uuid();
  return {
    personId,
    personName: "演示人员",
    postId: uuid(),
    unit: null,
    roles,
    party: { id: uuid(), name: "演示单位", kind, level: "city", region: "230500" },
  };
}
