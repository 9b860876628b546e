import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type TestDatabase, testDatabase } from "../../test/support/postgres.ts";
import type { EntryItem } from "../contract/entry.ts";
import { softwareCryptography } from "../platform/crypto/index.ts";
import { inTransaction } from "../platform/db/index.ts";
import { code, uuid } from "../platform/ids/index.ts";
import {
  auditTable,
  type CheckedRow,
  createTable,
  type Ingested,
  ingest,
  openResource,
  type VaultKeyring,
} from "./index.ts";

const keys = {
  version: 1,
  encryption: randomBytes(16),
  authentication: randomBytes(32),
  rowMac: randomBytes(32),
  index: randomBytes(32),
};
const subjectKey = randomBytes(32);
const keyring: VaultKeyring = { resourceKeys: async () => keys, subjectKey: () => subjectKey };

const item = (column: string, more: Partial<EntryItem> = {}): EntryItem => ({
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
const number = item("number", {
  role: "subject-key",
  standard: "identity-number",
  grade: 3,
  masking: "identity-number",
  storage: "sealed-equality",
});
const sealedName = item("name", { grade: 3, masking: "name", storage: "sealed" });
const register = [number, sealedName, item("height", { type: "decimal" }), item("since", { type: "date" })];

let t: TestDatabase;
beforeAll(async () => {
  t = await testDatabase();
});
afterAll(() => t.drop());

async function resource(items: readonly EntryItem[]): Promise<string> {
  const made = { id: uuid(), code: code("r"), entryId: uuid() };
  await inTransaction(t.db, (tx) => createTable(tx, made, items));
  return made.code;
}

async function* slices(rows: readonly CheckedRow[]): AsyncGenerator<readonly CheckedRow[]> {
  for (let at = 0; at < rows.length; at += 1000) yield rows.slice(at, at + 1000);
}

function load(
  to: string,
  batch: number,
  rows: readonly Omit<CheckedRow, "row">[],
  sourceVersions = false,
): Promise<Ingested> {
  return ingest(t.database, keyring, {
    resource: to,
    batch: { id: uuid(), number: batch, sourceVersions },
    rows: slices(rows.map((row, index) => ({ row: index + 1, ...row }))),
  });
}

async function read(from: string, subject: string, columns: string[]): Promise<(string | null)[][]> {
  const reader = await openResource(t.database, softwareCryptography, keyring, from);
  const key = reader.subjectKey(subject);
  if (key === undefined) throw new Error("the resource has no subject");
  return (await reader.subject(t.pool, key, columns)).map(({ values }) => [...values]);
}

const numberOf = async (from: string) =>
  (await openResource(t.database, softwareCryptography, keyring, from)).resource.number;
const audit = (of: string) => auditTable(t.database, softwareCryptography, keyring, of);

const [wang, li, zhang] = ["230599199001010017", "230599199102020025", "23059919920303003X"];
const person = (id: string | undefined, name: string, more: Partial<CheckedRow> = {}) => ({
  values: [id ?? null, name, "1.70", "2020-05-01"],
  ...more,
});

describe("A batch", () => {
  it("A17.1 is written, read by its subject in the columns asked for, and counted", async () => {
    const to = await resource(register);
    const { counts } = await load(to, 1, [person(wang, "王䶮"), person(li, "李四"), person(zhang, "张三")]);
    expect(counts).toEqual({ accepted: 3, quarantined: 0, inserted: 3, updated: 0, unchanged: 0, removed: 0 });
    expect(await read(to, zhang.toLowerCase(), ["name", "height", "since"])).toEqual([
      ["张三", "1.70", "2020-05-01"],
    ]);
    expect(await read(to, "230599200001010011", ["name"])).toEqual([]);
    expect(await audit(to)).toBeUndefined();
  });
});
