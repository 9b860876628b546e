import type { Mutation } from "./mutation.ts";

const expiry = (title: string) => ({ file: "src/app/grant-expiry.test.ts", title });
const over = expiry("A31.5 A73.4 a grant whose term is over");
const withdrawn = (title: string) => ({ file: "src/app/withdrawn.test.ts", title });
const gone = withdrawn("A13.1 A73.4 whoever could read an entry");
const regrading = withdrawn("A11.7 A13.1 a regrading under way");
const files = {
  file: "src/vault/files/files.test.ts",
  title: "A17.4 A60.4 the audit names a file that was taken",
};
const removals = { file: "src/app/removal-audit.test.ts", title: "A17.4 A60.4 the audit finds a removal" };
const divided = { file: "src/ch4-collection/joint-notices.test.ts", title: "A15.4 each unit among which" };

/** What ends by time or with what it rests on, what is left to see of it, and who is told. */
export const endings: readonly Mutation[] = [
  {
    id: "A31.5",
    guard: "a grant whose term is over is shown as expired",
    file: "src/access/grants.ts",
    find: '.select(stateAt("grant").as("state"))',
    replace: '.select("grant.state")',
    test: over,
  },
  {
    id: "A31.5",
    guard: "an expired grant counts as used no more",
    file: "src/app/progress.ts",
    find: `g.holder_id = party.id and \${stateAt("g")} = 'active'`,
    replace: "g.holder_id = party.id and g.state = 'active'",
    test: over,
  },
  {
    id: "A73.4",
    guard: "the end of a term is looked for",
    file: "src/app/parts.ts",
    find: "await tellExpired(db, at);",
    replace: "",
    test: over,
  },
  {
    id: "A73.4",
    guard: "holder and provider of an expired grant are told",
    file: "src/ch5-sharing/expiry-notice.ts",
    find: "to: await handlersOf(engine, tx, party),",
    replace: "to: party === provider_id ? [] : await handlersOf(engine, tx, party),",
    test: over,
  },
  {
    id: "A31.5",
    guard: "what is over is not ended a second time",
    file: "src/access/grants.ts",
    find: '.where(stateAt("grant", ground.at), "in", from)',
    replace: '.where("state", "in", from)',
    test: expiry("A31.5 what is over is not stopped"),
  },
  {
    id: "A31.5",
    guard: "a stop of what is over can be closed",
    file: "src/ch5-sharing/grant-end.ts",
    find: 'state === "ended" || state === "expired"',
    replace: 'state === "ended"',
    test: over,
  },
  {
    id: "A73.4",
    guard: "a withdrawal provides for who uses the entry still",
    file: "src/access/withdrawal.ts",
    find: `\${stateAt("held")} in ('active', 'suspended')`,
    replace: "held.state <> 'ended'",
    test: expiry("A13.1 A73.4 a withdrawal provides"),
  },
  {
    id: "A13.1",
    guard: "a regrading ends with its entry",
    file: "src/ch3-catalogue/catalogue-withdrawal.ts",
    find: 'subject === "entry" && steps',
    replace: 'subject === "entry" && kind !== "regrading" && steps',
    test: regrading,
  },
  {
    id: "A13.1",
    guard: "who has a matter to do learns that the platform ended it",
    file: "src/matters/notices.ts",
    find: "const held = by === null && from !== null ? stateOf(procedure, from).holder : undefined;",
    replace: "const held = undefined;",
    test: regrading,
  },
  {
    id: "A13.1",
    guard: "no state of a procedure about an entry outlives it",
    file: "src/ch3-catalogue/article-11-regrading.ts",
    find: '      from: "review",\n      to: "ended",\n      by: "platform",',
    replace: '      from: "ended",\n      to: "ended",\n      by: "platform",',
    test: withdrawn("A13.1 whatever can be under way"),
  },
  {
    id: "A13.1",
    guard: "whoever could read an entry learns that it is gone",
    file: "src/ch3-catalogue/entries.ts",
    find: "await refuseGone(db, caller, id);",
    replace: "",
    test: gone,
  },
  {
    id: "A13.1",
    guard: "outsiders learn nothing of a withdrawn entry",
    file: "src/ch3-catalogue/withdrawn-entry.ts",
    find: "if (!isInside(caller)) return undefined;",
    replace: "",
    test: gone,
  },
  {
    id: "A13.1",
    guard: "a withdrawal that was refused is none",
    file: "src/ch3-catalogue/withdrawn-entry.ts",
    find: '    .where("matter.outcome", "=", "done")\n',
    replace: "",
    test: withdrawn("A13.1 a withdrawal under way"),
  },
  {
    id: "A40.3",
    guard: "the portal says of a withdrawn dataset alone that it is withdrawn",
    file: "src/ch6-opening/portal.ts",
    find: 'if (row?.state !== "withdrawn") throw unknown();',
    replace: "if (row === undefined) throw unknown();",
    test: withdrawn("A13.3 A40.3 at the address"),
  },
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
    find: "file.removal !== null && !(await removalOnRecord(parts, id))",
    replace: "false",
    test: files,
  },
  {
    id: "A15.4",
    guard: "units among which joint collection is divided are told",
    file: "src/ch4-collection/joint-notices.ts",
    find: "to: await handlersOf(engine, tx, unit),",
    replace: "to: [],",
    test: divided,
  },
  {
    id: "A15.4",
    guard: "who loses a part of joint collection is told",
    file: "src/ch4-collection/joint-notices.ts",
    find: "[...now, ...before].map(({ unit }) => unit)",
    replace: "now.map(({ unit }) => unit)",
    test: divided,
  },
  {
    id: "A15.4",
    guard: "nobody is told of a division that leaves his work as it is",
    file: "src/ch4-collection/joint-notices.ts",
    find: "otherQuality || !isSame(items, was)",
    replace: "true",
    test: divided,
  },
];
