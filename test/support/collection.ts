import type { AddressInfo } from "node:net";
import { type CollectedResource, createCollection, UploadFolder } from "../../src/ch4-collection/index.ts";
import type { Database } from "../../src/platform/db/index.ts";
import type { Caller } from "../../src/platform/http/caller.ts";
import { createHttp } from "../../src/platform/http/create.ts";
import { createCursors } from "../../src/platform/http/cursors.ts";
import { Jobs } from "../../src/platform/jobs/index.ts";
import { createLog } from "../../src/platform/logging/log.ts";
import { createMetrics } from "../../src/platform/metrics/metrics.ts";
import type { VaultKeyring } from "../../src/vault/index.ts";

export interface CollectionSetup {
  readonly database: Database;
  /** URL of gongshu_app, for the jobs. */
  readonly url: string;
  readonly folder: string;
  readonly port?: number;
  readonly maxBytes?: number;
  /** By resource code. */
  readonly resources: Readonly<Record<string, CollectedResource>>;
  /** By bearer token. */
  readonly callers: Readonly<Record<string, Caller>>;
}

const key = (byte: number, length: number) => Buffer.alloc(length, byte);
export const testKeyring: VaultKeyring = {
  resourceKeys: async () => ({
    version: 1,
    encryption: key(1, 16),
    authentication: key(2, 32),
    rowMac: key(3, 32),
    index: key(4, 32),
  }),
  subjectKey: () => key(5, 32),
};

/** Chapter 4 over real HTTP, jobs and files, with a catalogue and sign-ins given by the test. */
export async function serveCollection(setup: CollectionSetup) {
  const log = createLog({ level: "silent" });
  const jobs = new Jobs(setup.url, log);
  const limits = { maxBytes: setup.maxBytes ?? 64 * 1_048_576, keepHours: 24 };
  const collection = createCollection({
    database: setup.database,
    keyring: testKeyring,
    folder: await UploadFolder.open(setup.folder, limits),
    catalogue: { resourceOf: async (_db, code) => setup.resources[code] },
    demonstration: true,
    append: async (_tx, { ref }) => `receipt of ${ref}`,
    jobs,
    cursors: createCursors(key(6, 32)),
  });
  const http = await createHttp({
    publicUrl: "http://127.0.0.1",
    trustProxy: [],
    log,
    metrics: createMetrics(),
    identify: async (token) => {
      const caller = setup.callers[token];
      return caller === undefined ? null : { id: token, caller, csrfToken: "csrf" };
    },
    version: "0.0.0",
  });
  collection.routes(http);
  await http.listen({ port: setup.port ?? 0, host: "127.0.0.1" });
  await jobs.start();
  await collection.start();
  const address: AddressInfo | string | null = http.server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return {
    url: `http://127.0.0.1:${address.port}`,
    port: address.port,
    async close() {
      await http.close();
      await jobs.stop();
    },
  };
}
