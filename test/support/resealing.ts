import { randomBytes } from "node:crypto";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { EntryItem } from "../../src/contract/entry.ts";
import type { JsonObject } from "../../src/contract/json.ts";
import { lawNow } from "../../src/platform/clocks/index.ts";
import { softwareCryptography } from "../../src/platform/crypto/index.ts";
import { inTransaction } from "../../src/platform/db/index.ts";
import { Keyring } from "../../src/platform/keys/index.ts";
import {
  auditTable,
  FileStores,
  type HeldUp,
  openResource,
  planReseal,
  readjust,
  resealWaiting,
} from "../../src/vault/index.ts";
import { testDatabase } from "./postgres.ts";
import { identityNumber as numberOf } from "./tables.ts";
import { identityNumber, item } from "./vault.ts";

const name = item("name");
const born = item("born", { type: "date", required: false });
const height = item("height", { type: "decimal", required: false });

/** A table of persons, as it is made. */
export const persons: readonly EntryItem[] = [identityNumber, name, born, height];

/** The same once names and days of birth are of grade 3. */
export const raised: readonly EntryItem[] = [
  identityNumber,
  { ...name, grade: 3, masking: "all", storage: "sealed-equality" },
  { ...born, grade: 3, masking: "all", storage: "sealed" },
  height,
];

/** The same once names are important data. */
export const important: readonly EntryItem[] = raised.map((one) =>
  one.column === "name" ? { ...one, grade: 4, importance: "important" } : one,
);

export const person = (n: number, called: string) => ({
  values: [numberOf(n), called, "1990-01-01", "1.70"],
});

/** A database with its keyring, and what is done to a resource that is sealed anew. */
export async function resealing() {
  const t = await testDatabase();
  const [master, zone] = [randomBytes(32), randomBytes(32)];
  const keyring = await Keyring.open(t.db, softwareCryptography, master, zone);
  const directory = await mkdtemp(join(tmpdir(), "gongshu-vault-"));
  const leaves: JsonObject[] = [];
  const resumed: string[] = [];
  const held: string[] = [];
  const parts = {
    database: t.database,
    cryptography: softwareCryptography,
    keyring,
    stores: await FileStores.open(directory),
    record: async (_: unknown, { body }: { body: JsonObject }) => `receipt ${leaves.push(body)}`,
    resumed: async (_: unknown, id: string) => void resumed.push(id),
    heldUp: async ({ file }: HeldUp) => void held.push(file),
  };
  const open = (code: string) => openResource(t.db, softwareCryptography, keyring, code);
  return {
    t,
    directory,
    master,
    zone,
    keyring,
    parts,
    /** What went into the ledger. */
    leaves,
    /** Resources of which what waits can go on. */
    resumed,
    /** Files that held a move up, as often as they did. */
    held,
    open,
    reseal: () => resealWaiting(parts),
    audit: (code: string) => auditTable(t.database, softwareCryptography, keyring, code),
    /** An entry with these items comes into force. */
    async plan(code: string, inForce: readonly EntryItem[]): Promise<void> {
      const { entryId } = (await open(code)).resource;
      await inTransaction(t.db, async (tx) => {
        await readjust(tx, entryId, inForce);
        await planReseal(tx, { id: entryId, version: 2, items: inForce }, await lawNow(tx));
      });
    },
    /** The rows of one person, with their ids. */
    async read(code: string, number: string) {
      const reader = await open(code);
      const key = reader.subjectKey(number);
      if (key === undefined) throw new Error("no subject");
      const rows = await reader.subject(t.pool, key, ["number", "name", "born", "height"]);
      return rows.map(({ rowId, values }) => [rowId, ...values]);
    },
    number: async (code: string) => (await open(code)).resource.number,
    text: async (sql: string) => JSON.stringify((await t.ownerPool.query(sql)).rows),
  };
}
