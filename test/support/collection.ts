import { randomInt } from "node:crypto";
import type { AddressInfo } from "node:net";
import { basename, join } from "node:path";
import { createCollection, UploadFolder } from "../../src/ch4-collection/index.ts";
import type { EntryItem } from "../../src/contract/entry.ts";
import { lawNow } from "../../src/platform/clocks/index.ts";
import { softwareCryptography } from "../../src/platform/crypto/index.ts";
import { type Database, type Db, inTransaction } from "../../src/platform/db/index.ts";
import type { Caller } from "../../src/platform/http/caller.ts";
import { createHttp } from "../../src/platform/http/create.ts";
import { createCursors } from "../../src/platform/http/cursors.ts";
import { code, uuid } from "../../src/platform/ids/index.ts";
import { Jobs } from "../../src/platform/jobs/index.ts";
import { append } from "../../src/platform/ledger/index.ts";
import { createLog } from "../../src/platform/logging/log.ts";
import { createMetrics } from "../../src/platform/metrics/metrics.ts";
import { createResource, FileStores, type VaultKeyring } from "../../src/vault/index.ts";
import { sessionFor } from "./session.ts";
import { identityAreas } from "./tables.ts";

export interface CollectionSetup {
  readonly database: Database;
  /** URL of gongshu_app, for the jobs. */
  readonly url: string;
  readonly folder: string;
  readonly port?: number;
  readonly maxBytes?: number;
  /** By bearer token. */
  readonly callers: Readonly<Record<string, Caller>>;
}

const key = (byte: number, length: number) => Buffer.alloc(length, byte);
const keys = {
  version: 1,
  encryption: key(1, 16),
  authentication: key(2, 32),
  rowMac: key(3, 32),
  index: key(4, 32),
};
export const testKeyring: VaultKeyring = {
  resourceKeys: async () => keys,
  writingKeys: async () => keys,
  newVersion: async () => 1,
  subjectKey: () => key(5, 32),
};

/** Chapter 4 over real HTTP, jobs and files, with sign-ins given by the test. */
export async function serveCollection(setup: CollectionSetup) {
  const log = createLog({ level: "silent" });
  const jobs = new Jobs(setup.url, log);
  const limits = { maxBytes: setup.maxBytes ?? 64 * 1_048_576, keepHours: 24 };
  const collection = createCollection({
    database: setup.database,
    cryptography: softwareCryptography,
    keyring: testKeyring,
    stores: await FileStores.open(join(setup.folder, "..", `${basename(setup.folder)}-vault`)),
    folder: await UploadFolder.open(setup.folder, limits),
    areas: identityAreas,
    ledger: { append },
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
      return caller === undefined ? null : sessionFor(caller, "csrf");
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
    resumed: collection.resumed,
    async close() {
      await http.close();
      await jobs.stop();
    },
  };
}

/** An entry in force with these items and a table mounted on it; gives the resource's id and code. */
export async function mountedTable(
  db: Db,
  providerId: string,
  items: readonly EntryItem[],
): Promise<{ id: string; code: string }> {
  const resource = { id: uuid(), code: code("r") };
  const entryId = uuid();
  const at = await lawNow(db);
  const content = { name: "测试目录", items };
  await inTransaction(db, async (tx) => {
    await tx
      .insertInto("catalogue.entry")
      .values({
        id: entryId,
        code: code("d"),
        catalogue_code: `301001/${randomInt(1e9)}`,
        provider_id: providerId,
        status: "published",
        draft: JSON.stringify(content),
        published_version: 1,
        published_name: content.name,
        matter_id: null,
        created_by: uuid(),
        updated_at: at,
      })
      .execute();
    await tx
      .insertInto("catalogue.entry_version")
      .values({
        entry_id: entryId,
        version: 1,
        content: JSON.stringify(content),
        grade: Math.max(...items.map(({ grade }) => grade)),
        matter_id: uuid(),
        published_at: at,
      })
      .execute();
    const mounting = {
      entry_id: entryId,
      entry_version: 1,
      kind: "table",
      mounted_by: uuid(),
      mounted_at: at,
    } as const;
    await tx
      .insertInto("catalogue.resource")
      .values({ ...resource, ...mounting })
      .execute();
    await createResource(tx, { ...resource, entryId }, items);
  });
  return resource;
}
