import type { Mutation } from "./mutation.ts";

/** Collection, the tables and the record of use (Art. 11, 17, 20, 31, 60). */
export const collection: readonly Mutation[] = [
  {
    id: "A11.6",
    guard: "an entry that is not graded takes no data",
    file: "src/ch4-collection/policy.ts",
    find: "if (!resource.graded)",
    replace: "if (false)",
    test: {
      file: "src/ch4-collection/collection.test.ts",
      title: "A11.6 an entry with an item not yet classified",
    },
  },
  {
    id: "A11.5",
    guard: "the tables take no item of grade 3 in clear",
    file: "src/vault/plan.ts",
    find: 'if (item.grade >= 3 && item.storage === "plain")',
    replace: "if (false)",
    test: { file: "src/vault/vault.test.ts", title: "A11.5 refuses to store items of grade 3" },
  },
  {
    id: "A17.5",
    guard: "an older source version does not win",
    file: "src/vault/merge.ts",
    find: "    when s.source_version < known then 'unchanged'\n",
    replace: "",
    test: { file: "src/vault/vault.test.ts", title: "A17.5 lets the newer source version win" },
  },
  {
    id: "A17.6",
    guard: "what is replaced goes to history",
    file: "src/vault/merge.ts",
    find: "o.outcome in ('updated', 'removed')\n      returning",
    replace: "o.outcome in ('removed')\n      returning",
    test: { file: "src/vault/vault.test.ts", title: "A17.6 keeps unchanged rows" },
  },
  {
    id: "A60.4",
    guard: "a row that is not as it was written is not read",
    file: "src/vault/row-opener.ts",
    find: "if (!(await this.intact(row))) throw",
    replace: "if (false) throw",
    test: { file: "src/vault/vault.test.ts", title: "A60.4 two swapped ciphertexts" },
  },
  {
    id: "A20.1",
    guard: "columns leave masked as granted",
    file: "src/access/gateway.ts",
    find: "  if (plain) return (value) => value;\n",
    replace: "  if (column) return (value) => value;\n",
    test: { file: "src/access/gateway.test.ts", title: "A20.1 gives exactly the granted columns" },
  },
  {
    id: "A20.4",
    guard: "the audit recomputes every usage row",
    file: "src/access/usage-audit.ts",
    find: "!cryptography.sm3(usageLine(row)).equals(",
    replace: "!cryptography.sm3(usageLine(row)) && Buffer.alloc(0).equals(",
    test: { file: "src/access/gateway.test.ts", title: "A20.4 names a changed row" },
  },
  {
    id: "A31.2",
    guard: "three months without a call are found",
    file: "src/access/grants.ts",
    find: "interval '3 months'",
    replace: "interval '3 years'",
    test: { file: "src/access/gateway.test.ts", title: "A31.2 finds grants without a call" },
  },
  {
    id: "A17.4",
    guard: "an integer out of range is told as that",
    file: "src/ch4-collection/checks/types.ts",
    find: `if (item.type === "integer" && !isInt64(text)) return { rule: "integer-range", mend: mendRange };`,
    replace: "",
    test: {
      file: "src/ch4-collection/checks/items.test.ts",
      title: "A17.4 the whole number",
    },
  },
];
