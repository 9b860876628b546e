import { randomBytes } from "node:crypto";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { EntryItem } from "../../src/contract/entry.ts";
import { inTransaction } from "../../src/platform/db/index.ts";
import { code, uuid } from "../../src/platform/ids/index.ts";
import {
  type CheckedRow,
  createResource,
  FileStores,
  ingest,
  resourceByCode,
  type VaultKeyring,
} from "../../src/vault/index.ts";
import { makeTables } from "../../src/vault/resource.ts";
import type { TestDatabase } from "./postgres.ts";

/** Random keys, the same for every resource: real sealing without a home. */
export function randomKeyring(): VaultKeyring {
  const keys = {
    version: 1,
    encryption: randomBytes(16),
    authentication: randomBytes(32),
    rowMac: randomBytes(32),
    index: randomBytes(32),
  };
  const subject = randomBytes(32);
  return {
    resourceKeys: async () => keys,
    writingKeys: async () => keys,
    newVersion: async () => keys.version,
    subjectKey: () => subject,
  };
}

/** A plain text item of grade 1 unless said otherwise. */
export const item = (column: string, more: Partial<EntryItem> = {}): EntryItem => ({
  name: column,
  column,
  type: "text",
  length: null,
  required: true,
  standard: null,
  pattern: null,
  role: "none",
  category: "业务信息",
  grade: 1,
  masking: "none",
  storage: "plain",
  ...more,
});

export const identityNumber = item("number", {
  role: "subject-key",
  standard: "identity-number",
  grade: 3,
  masking: "identity-number",
  storage: "sealed-equality",
});

/** A new resource with its tables; its `r-…` code. */
/** For gateways in front of tables alone. */
export const noInterfaces = { rows: () => Promise.reject(new Error("there is no interface here")) };

export async function tableOf(t: Pick<TestDatabase, "db">, items: readonly EntryItem[]): Promise<string> {
  const resource = { id: uuid(), code: code("r"), entryId: uuid() };
  await inTransaction(t.db, async (tx) => {
    await createResource(tx, resource, items);
    await makeTables(tx, await resourceByCode(tx, resource.code));
  });
  return resource.code;
}

export async function* slices(rows: Iterable<CheckedRow>): AsyncGenerator<readonly CheckedRow[]> {
  let slice: CheckedRow[] = [];
  for (const row of rows) {
    slice.push(row);
    if (slice.length < 1000) continue;
    yield slice;
    slice = [];
  }
  yield slice;
}

/** Writes one batch of rows numbered from 1. */
export function load(
  t: Pick<TestDatabase, "database">,
  keyring: VaultKeyring,
  resource: string,
  number: number,
  rows: readonly Omit<CheckedRow, "row">[],
  sourceVersions = false,
) {
  return ingest(t.database, keyring, {
    resource,
    batch: { id: uuid(), number, sourceVersions },
    rows: slices(rows.map((row, index) => ({ row: index + 1, ...row }))),
  });
}

/** Empty folders for the files of resources. */
export const fileStores = async (): Promise<FileStores> =>
  FileStores.open(await mkdtemp(join(tmpdir(), "gongshu-vault-")));
