import type { PartyKind, Role } from "../../src/contract/roles.ts";
import { inTransaction } from "../../src/platform/db/index.ts";
import { type Caller, createHttp, type Http } from "../../src/platform/http/index.ts";
import {
  createAccount,
  createIdentity,
  type ExternalProvider,
  type Sealing,
} from "../../src/platform/identity/index.ts";
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
    external?: ExternalProvider;
    sealing?: Sealing;
    needSecondFactor?: Role[];
  } = {},
) {
  const callers = new Map<string, Caller>();
  const identity = createIdentity({
    database: t.database,
    resolveCaller: async (personId) => callers.get(personId) ?? null,
    nameOf: async (personId) => callers.get(personId)?.personName ?? "",
    sealing: options.sealing ?? unsealed,
    needsSecondFactor: ({ roles }) => options.needSecondFactor?.some((role) => roles.includes(role)) ?? false,
    platformName: "测试平台",
    external: options.external ?? null,
  });
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

/** Refuses to keep a secret: sites that have second factors give a key. */
const unsealed: Sealing = {
  seal: () => {
    throw new Error("this test has no key to seal with");
  },
  open: () => {
    throw new Error("this test has no key to open with");
  },
};

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
