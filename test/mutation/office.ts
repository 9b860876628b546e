import type { Mutation } from "./mutation.ts";

const documents = "src/matters/documents/documents.test.ts";

/** What an office needs beside the steps themselves: papers taken back, successors, the year's first days. */
export const office: readonly Mutation[] = [
  {
    id: "A22.1",
    guard: "only the issuing office takes a document back",
    file: "src/matters/documents/revoke.ts",
    find: "mayAct(caller) && caller.party.id === party_id && kind",
    replace: "kind",
    test: { file: documents, title: "A22.1 a document made void" },
  },
  {
    id: "A22.1",
    guard: "a revoked document is not issued again",
    file: "src/matters/documents/issue.ts",
    find: 'if (known.act === "revoked")',
    replace: "if (false)",
    test: { file: documents, title: "A22.1 a document revoked" },
  },
  {
    id: "A22.1",
    guard: "two officers put one document in the place of a void one",
    file: "src/matters/documents/issue.ts",
    find: '    .orderBy("document.id", "desc")\n',
    replace: '    .orderBy("document.id", "asc")\n',
    test: { file: documents, title: "A22.1 a document made void" },
  },
  {
    id: "A22.1",
    guard: "the check page leads to the document in its place",
    file: "src/matters/documents/check.ts",
    find: "replacedBy: shown(others.find((one) => one.id !== replaces)),",
    replace: "replacedBy: null,",
    test: { file: documents, title: "A22.1 a document made void" },
  },
];
