import type { PoolClient } from "pg";
import type { Cryptography } from "../platform/crypto/index.ts";
import type { Database } from "../platform/db/index.ts";
import { clientTransaction } from "./client-transaction.ts";
import { writtenDigest } from "./ingest.ts";
import type { VaultKeyring } from "./keys.ts";
import { type Resource, resourceByCode } from "./resource.ts";
import { RowOpener, type StoredRow, storedColumns } from "./row-opener.ts";

const PAGE = 5000;

/** What does not agree with what was written: a changed row, or a batch from which rows are gone. */
export type TableFault =
  | {
      readonly kind: "row-changed";
      readonly table: string;
      readonly rowId: string;
      readonly batch: number;
      readonly row: number;
    }
  | {
      readonly kind: "batch-changed";
      readonly resource: string;
      readonly batch: number;
      readonly batchId: string;
    };

/**
 * Recomputes the MAC of every row in force and in the history, then the digest of every batch. Names the first
 * row that was changed or brought in, else the first batch that lost rows; undefined when all is as written.
 */
export function auditTable(
  database: Database,
  cryptography: Cryptography,
  keyring: VaultKeyring,
  code: string,
): Promise<TableFault | undefined> {
  return clientTransaction(database, async (tx, client) => {
    await client.query("set transaction isolation level repeatable read, read only");
    const resource = await resourceByCode(tx, code);
    const opener = new RowOpener(cryptography, keyring, resource.plan);
    for (const table of [`data.r_${resource.plan.number}`, `data.h_${resource.plan.number}`]) {
      const fault = await changedRow(client, opener, resource, table);
      if (fault) return fault;
    }
    return changedBatch(client, resource);
  });
}

async function changedRow(
  client: PoolClient,
  opener: RowOpener,
  { plan }: Resource,
  table: string,
): Promise<TableFault | undefined> {
  await client.query(
    `declare audit no scroll cursor for select ${storedColumns(plan)} from ${table} order by row_id`,
  );
  for (;;) {
    const { rows } = await client.query<StoredRow>({ text: `fetch ${PAGE} from audit`, rowMode: "array" });
    for (const row of rows) {
      if (await opener.intact(row)) continue;
      const id = BigInt(row[0]);
      const [batch, place] = [Number(id >> 32n), Number(id & 0xffffffffn)];
      return { kind: "row-changed", table, rowId: row[0], batch, row: place };
    }
    if (rows.length < PAGE) break;
  }
  await client.query("close audit");
  return undefined;
}

async function changedBatch(client: PoolClient, resource: Resource): Promise<TableFault | undefined> {
  const { rows } = await client.query<{ number: string; id: string; digest: Buffer }>(
    "select number, id, digest from vault.batch where resource_id = $1 order by number",
    [resource.id],
  );
  for (const { number, id, digest } of rows) {
    if (digest.equals(await writtenDigest(client, resource, Number(number)))) continue;
    return { kind: "batch-changed", resource: resource.code, batch: Number(number), batchId: id };
  }
  return undefined;
}
