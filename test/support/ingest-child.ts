import { setTimeout as delay } from "node:timers/promises";
import { openDatabase } from "../../src/platform/db/index.ts";
import { type CheckedRow, ingest, type VaultKeyring } from "../../src/vault/index.ts";

/** A process of its own that ingests one batch; what it is told comes as JSON in its argument. Prints `done` after the commit. */
interface Order {
  readonly url: string;
  readonly resource: string;
  readonly batch: { readonly id: string; readonly number: number };
  readonly rows: readonly string[];
  /** Whether the rows never come to an end. */
  readonly endless?: boolean;
  /** Base64. */
  readonly keys: Readonly<Record<"encryption" | "authentication" | "rowMac" | "index" | "subject", string>>;
}

const order: Order = JSON.parse(Buffer.concat(await Array.fromAsync(process.stdin)).toString("utf8"));
const key = (name: keyof Order["keys"]) => Buffer.from(order.keys[name], "base64");
const resourceKeys = {
  version: 1,
  encryption: key("encryption"),
  authentication: key("authentication"),
  rowMac: key("rowMac"),
  index: key("index"),
};
const keyring: VaultKeyring = {
  resourceKeys: async () => resourceKeys,
  writingKeys: async () => resourceKeys,
  newVersion: async () => resourceKeys.version,
  subjectKey: () => key("subject"),
};

async function* slices(): AsyncGenerator<readonly CheckedRow[]> {
  for (let at = 0; at < order.rows.length; at += 1000)
    yield order.rows
      .slice(at, at + 1000)
      .map((number, index) => ({ row: at + index + 1, values: [number, "王小明"] }));
  while (order.endless) await delay(1000);
}

const database = openDatabase(order.url);
await ingest(database, keyring, { resource: order.resource, batch: order.batch, rows: slices() });
console.log("done");
await database.pool.end();
