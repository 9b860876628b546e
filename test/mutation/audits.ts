import type { Mutation } from "./mutation.ts";

const ledger = (title: string) => ({ file: "src/platform/ledger/audit.test.ts", title });
const changed = ledger("A60.4 the audit names a leaf that was changed");
const links = ledger("A60.4 the audit names a leaf whose link");
const files = (title: string) => ({ file: "src/vault/files/files.test.ts", title });
const removed = files("A60.4 the audit names a removal whose receipt");
const replaced = files("A60.4 the audit names a file replaced by any");
const removals = { file: "src/app/removal-audit.test.ts", title: "A60.4 the audit finds a removal" };

/** What `gongshu ledger audit` finds of leaves, records and files that no longer say what they said. */
export const audits: readonly Mutation[] = [
  {
    id: "A60.4",
    guard: "the audit compares a record with its leaf",
    file: "src/platform/ledger/audit.ts",
    find: "if (!commitmentOf(salt, body).equals(commitment)) return",
    replace: "if (false) return",
    test: removals,
  },
  {
    id: "A60.4",
    guard: "the audit finds a leaf whose record is gone",
    file: "src/platform/ledger/audit.ts",
    find: 'if (body === undefined) return "存证所记的记录已不存在";',
    replace: "if (body === undefined) return undefined;",
    test: removals,
  },
  {
    id: "A60.4",
    guard: "the audit finds a removal that is not on record",
    file: "src/vault/files/audit.ts",
    find: 'if (receipt === undefined) return { kind: "removal-unrecorded", resource, file: id, name };',
    replace: "if (receipt === undefined) return undefined;",
    test: files("A60.4 the audit names a file that was taken"),
  },
  {
    id: "A60.9",
    guard: "the audit finds a file whose record is gone",
    file: "src/vault/files/audit.ts",
    find: 'if (file === undefined) return { kind: "file-record-missing", resource, file: id, name: "" };',
    replace: "if (file === undefined) return undefined;",
    test: files("A60.9 the audit names a file whose record is gone"),
  },
  {
    id: "A60.4",
    guard: "the audit finds a leaf that is gone",
    file: "src/platform/ledger/audit.ts",
    find: 'if (version === null || kind === null || at === null || commitment === null) return "存证条目的内容被删除";',
    replace: "if (version === null || kind === null || at === null || commitment === null) return undefined;",
    test: changed,
  },
  {
    id: "A60.4",
    guard: "the audit compares a leaf with its hash, its version with the rest",
    file: "src/platform/ledger/leaf.ts",
    find: "v: leaf.version,",
    replace: "v: LEAF_VERSION,",
    test: changed,
  },
  {
    id: "A60.4",
    guard: "the audit finds a leaf whose link to its record is gone",
    file: "src/platform/ledger/audit.ts",
    find: 'if (ref === null || salt === null) return "记录与存证的关联（盐值）被删除";',
    replace: "if (ref === null || salt === null) return undefined;",
    test: links,
  },
  {
    id: "A60.4",
    guard: "the audit finds a leaf of a source that nobody knows",
    file: "src/platform/ledger/audit.ts",
    find: 'return "存证的出处不明";',
    replace: "return undefined;",
    test: links,
  },
  {
    id: "A60.4",
    guard: "a ref that cannot be looked up ends no audit",
    file: "src/platform/ledger/reading.ts",
    find: "if (!isUnfitValue(error)) throw error;",
    replace: "throw error;",
    test: links,
  },
  {
    id: "A60.4",
    guard: "a ref that cannot be looked up hides no other record",
    file: "src/platform/ledger/reading.ts",
    find: "if (ids.length > 1) for",
    replace: "if (false) for",
    test: links,
  },
  {
    id: "A60.4",
    guard: "the audit compares the receipt of a removal with its leaf",
    file: "src/vault/files/audit.ts",
    find: "file.receipt !== receipt || ",
    replace: "",
    test: removed,
  },
  {
    id: "A60.4",
    guard: "the audit compares the day of a removal with its record",
    file: "src/vault/files/audit.ts",
    find: "file.removal.at !== toInstant(file.ended_at)",
    replace: "false",
    test: removed,
  },
  {
    id: "A60.4",
    guard: "a file is replaced by one of the same resource alone",
    file: "src/vault/files/audit.ts",
    find: '.onRef("later.resource_id", "=", "file.resource_id")',
    replace: "",
    test: replaced,
  },
  {
    id: "A60.4",
    guard: "a file is replaced by one of the same name alone",
    file: "src/vault/files/audit.ts",
    find: '.onRef("later.name", "=", "file.name")',
    replace: "",
    test: replaced,
  },
  {
    id: "A60.4",
    guard: "a file is replaced by one that came later alone",
    file: "src/vault/files/audit.ts",
    find: '.onRef("later.batch", ">", "file.batch")',
    replace: "",
    test: replaced,
  },
  {
    id: "A60.4",
    guard: "a file is replaced by one that came when the other ended alone",
    file: "src/vault/files/audit.ts",
    find: '.onRef("later.arrived_at", "=", "file.ended_at")',
    replace: "",
    test: replaced,
  },
];
