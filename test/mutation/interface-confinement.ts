import type { Mutation } from "./mutation.ts";

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
];
