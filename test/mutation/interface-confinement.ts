import type { Mutation } from "./mutation.ts";

const subjects = (title: string) => ({ file: "src/ch5-sharing/interface-subjects.test.ts", title });
const hosts = (title: string) => ({ file: "src/ch5-sharing/interface-hosts.test.ts", title });

/** Whom the platform may be made to ask, and about whom (Art. 7 ¶1, 60). */
export const interfaceConfinement: readonly Mutation[] = [
  {
    id: "A60.9",
    guard: "a host is opened to one unit",
    file: "src/access/upstream/hosts.ts",
    find: "host.unit === unit &&",
    replace: "",
    test: hosts("A60.9 A7.8 a host is opened to one unit"),
  },
  {
    id: "A60.9",
    guard: "a unit has what lies under its own path of a shared host",
    file: "src/access/upstream/hosts.ts",
    find: `(host.path === "/" || isUnder(host.path, url.pathname)),`,
    replace: "true,",
    test: hosts("A60.9 on a shared host"),
  },
  {
    id: "A60.9",
    guard: "no escaped step leads out of the path that was opened",
    file: "src/access/upstream/hosts.ts",
    find: " && !/%2f|%5c/i.test(asked);",
    replace: ";",
    test: hosts("A60.9 on a shared host"),
  },
  {
    id: "A60.9",
    guard: "the signature covers the unit that is asked for",
    file: "src/access/upstream/upstream.ts",
    find: "this.#key, { alsoCover }",
    replace: "this.#key, {}",
    test: hosts("A60.9 the signature says for which unit"),
  },
  {
    id: "A60.9",
    guard: "a kept secret goes to the same host only",
    file: "src/access/upstream/settle.ts",
    find: "before.proof.name === proof.name &&\n    new URL(before.url).origin === new URL(url).origin;",
    replace: "before.proof.name === proof.name;",
    test: hosts("A60.9 a kept secret goes to no other host"),
  },
  {
    id: "A60.9",
    guard: "a kept secret goes in the same header only",
    file: "src/access/upstream/settle.ts",
    find: "before.proof.name === proof.name &&",
    replace: "",
    test: hosts("A60.9 a kept secret goes to no other host"),
  },
  {
    id: "A60.9",
    guard: "the secret goes with the entry that leaves the catalogue",
    file: "src/app/procedures.ts",
    find: "await forgetUpstream(tx, ports.append, id, ground);",
    replace: "",
    test: hosts("A13.2 A60.9 the secret goes with the entry"),
  },
  {
    id: "A7.8",
    guard: "whom a row is about is said as text",
    file: "src/access/upstream/upstream.ts",
    find: 'return typeof said !== "string" || normalSubject(said) !== asked;',
    replace: "return normalSubject(String(said)) !== asked;",
    test: subjects("A7.8 A20.1 a list in place of the subject"),
  },
  {
    id: "A20.1",
    guard: "that no answer came is on record, whatever went wrong",
    file: "src/access/upstream/upstream.ts",
    find: "throw failure;",
    replace: "throw error;",
    test: subjects("A20.1 what nobody foresaw"),
  },
  {
    id: "A7.8",
    guard: "the fields wanted do not take the place of the subject",
    file: "src/contract/interface.ts",
    find: "given.subjectParameter !== given.columnsParameter;",
    replace: "given.subjectParameter !== undefined;",
    test: subjects("A7.8 the fields wanted cannot take"),
  },
  {
    id: "A33.1",
    guard: "what cannot be a subject's number is not passed on",
    file: "src/access/upstream/upstream.ts",
    find: "if (this.#parts.check(wanted.subject)(asked).fault !== null) return [];",
    replace: "",
    test: subjects("A33.1 what cannot be a subject's number"),
  },
];
