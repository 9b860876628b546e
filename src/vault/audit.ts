import type { PoolClient } from "pg";
import { type Cryptography, IntegrityError } from "../platform/crypto/index.ts";
import type { Database } from "../platform/db/index.ts";
import { clientTransaction } from "./client-transaction.ts";
import { changedBatches } from "./digests.ts";
import type { VaultKeyring } from "./keys.ts";
import { type Resource, resourceByCode } from "./resource.ts";
import { RowOpener, type StoredRow, storedColumns } from "./row-opener.ts";

const PAGE = 5000;
/** Faults named of one table; a table with more is lost as a whole. */
const NAMED = 100;

/** What does not agree with what was written: a row changed or brought in, or a batch from which rows are gone. */
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
 * Recomputes the MAC of every row in force and in the history, then the digest of every batch. Names the rows that
 * were changed or brought in (the first hundred of a table) and the batches that lost rows.
 */
export function auditTable(
  database: Database,
  cryptography: Cryptography,
  keyring: VaultKeyring,
  code: string,
): Promise<TableFault[]> {
  return clientTransaction(database, async (tx, client) => {
    await client.query("set transaction isolation level repeatable read, read only");
    const resource = await resourceByCode(tx, code);
    if (!resource.made) return [];
    const opener = new RowOpener(cryptography, keyring, resource.plan);
    const faults: TableFault[] = [];
    for (const table of ["r", "h"].map((kept) => `${resource.plan.place}.${kept}_${resource.plan.number}`))
      faults.push(...(await changedRows(client, opener, resource, table)));
    const batches = await changedBatches(client, resource);
    return [...faults, ...batches.map((one) => ({ kind: "batch-changed" as const, resource: code, ...one }))];
  });
}

/** The same for every table of the platform. */
export async function auditTables(
  database: Database,
  cryptography: Cryptography,
  keyring: VaultKeyring,
): Promise<TableFault[]> {
  const resources = await database.kysely
    .selectFrom("vault.resource")
    .select("code")
    .orderBy("number")
    .execute();
  const faults: TableFault[] = [];
  for (const { code } of resources) faults.push(...(await auditTable(database, cryptography, keyring, code)));
  return faults;
}

async function changedRows(
  client: PoolClient,
  opener: RowOpener,
  { plan }: Resource,
  table: string,
): Promise<TableFault[]> {
  const faults: TableFault[] = [];
  await client.query(
    `declare audit no scroll cursor for select ${storedColumns(plan)} from ${table} order by row_id`,
  );
  for (let more = true; more && faults.length < NAMED; ) {
    const { rows } = await client.query<StoredRow>({ text: `fetch ${PAGE} from audit`, rowMode: "array" });
    for (const row of rows) {
      if (faults.length >= NAMED || (await intact(opener, row))) continue;
      const id = BigInt(row[0]);
      const [batch, place] = [Number(id >> 32n), Number(id & 0xffffffffn)];
      faults.push({ kind: "row-changed", table, rowId: row[0], batch, row: place });
    }
    more = rows.length === PAGE;
  }
  await client.query("close audit");
  return faults;
}

/** A row that names a key which was never made is not as it was written, either. */
async function intact(opener: RowOpener, row: StoredRow): Promise<boolean> {
  try {
    return await opener.intact(row);
  } catch (error) {
    if (error instanceof IntegrityError) return false;
    throw error;
  }
}
