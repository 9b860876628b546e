import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { dependencyFindings, folderOrder } from "./architecture.ts";

const order =
  "`contract → law | platform → matters → ch3-catalogue → access → ch5-sharing | ch6-opening → app`";
let root = "";

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "architecture-"));
  await plant({
    "docs/architecture.md": order,
    "src/contract/entry.ts": "export type Entry = { id: string };",
    "src/law/language.ts": 'import type { Entry } from "../contract/entry.ts";\nexport type Law = Entry;',
    "src/platform/db/pool.ts": "export const pool = 1;",
    "src/matters/engine.ts": "export const engine = 1;",
    "src/matters/index.ts": 'export { engine } from "./engine.ts";',
    "src/ch3-catalogue/index.ts":
      'import { engine } from "../matters/index.ts";\nimport { pool } from "../platform/db/pool.ts";\nexport const entries = engine + pool;',
    "src/ch5-sharing/index.ts": 'export { entries } from "../ch3-catalogue/index.ts";',
    "src/ch6-opening/index.ts": "export const opening = 1;",
    "src/app/server.ts": 'export { opening } from "../ch6-opening/index.ts";',
    "web/portal/main.tsx":
      'import type { Entry } from "../../src/contract/entry.ts";\nexport const page = (entry: Entry) => <p>{entry.id}</p>;',
    "agent/main.ts": "export const agent = 1;",
  });
});
afterEach(() => rm(root, { recursive: true }));

async function plant(files: Record<string, string>): Promise<void> {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), text);
  }
}

const findings = () => dependencyFindings(root, ["src", "web", "agent"]);

test("the order is read from the architecture page, siblings together", () => {
  expect(folderOrder(order).slice(0, 3)).toEqual([["contract"], ["law", "platform"], ["matters"]]);
  expect(() => folderOrder("# Architecture")).toThrow("order of the folders");
});

test("a tree that keeps the rule has no findings", async () => {
  expect(await findings()).toEqual([]);
});

const violations: [path: string, target: string, rule: string][] = [
  ["src/law/planted.ts", "../platform/db/pool.ts", "law-imports-only-what-stands-before-it"],
  ["src/matters/planted.ts", "../ch3-catalogue/index.ts", "matters-imports-only-what-stands-before-it"],
  ["src/ch5-sharing/planted.ts", "../ch6-opening/index.ts", "ch5-sharing-imports-only-what-stands-before-it"],
  ["src/ch5-sharing/planted.ts", "../app/server.ts", "ch5-sharing-imports-only-what-stands-before-it"],
  ["src/law/planted.test.ts", "../matters/index.ts", "law-imports-only-what-stands-before-it"],
  ["src/app/planted.ts", "../matters/engine.ts", "matters-is-entered-through-its-index"],
  ["web/portal/planted.tsx", "../../src/law/language.ts", "web-and-agent-import-only-the-contract"],
  ["agent/planted.ts", "../src/platform/db/pool.ts", "web-and-agent-import-only-the-contract"],
  ["src/law/planted.ts", "node:fs", "contract-and-law-are-pure"],
  ["src/matters/planted.ts", "./missing.ts", "every-import-exists"],
  ["src/somewhere/planted.ts", "../contract/entry.ts", "every-folder-has-its-place-in-the-order"],
];

test.for(violations)("%s importing %s is found as %s", async ([path, target, rule]) => {
  for (const statement of [`import type {} from "${target}";`, `export * from "${target}";`]) {
    await plant({ [path]: statement });
    expect((await findings()).join("\n"), statement).toContain(`(${rule})`);
  }
});

test("a test may begin with the demonstration city, the code beside it may not", async () => {
  await plant({
    "src/app/demo/seed.ts": "export const city = 1;",
    "src/matters/engine.test.ts": 'import "../app/demo/seed.ts";',
  });
  expect(await findings()).toEqual([]);
  await plant({ "src/matters/engine.ts": 'import "../app/demo/seed.ts";\nexport const engine = 1;' });
  expect((await findings()).join("\n")).toContain("(matters-imports-only-what-stands-before-it)");
});

test("a circle inside a folder is found", async () => {
  await plant({
    "src/matters/one.ts": 'import { two } from "./two.ts";\nexport const one = () => two;',
    "src/matters/two.ts": 'import { one } from "./one.ts";\nexport const two = () => one;',
  });
  expect((await findings()).join("\n")).toContain("(no-circles)");
  await plant({
    "src/matters/two.ts": 'import type { one } from "./one.ts";\nexport const two: typeof one | 2 = 2;',
  });
  expect(await findings()).toEqual([]);
});
