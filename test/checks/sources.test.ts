import { join } from "node:path";
import { expect, test } from "vitest";
import { bannedIn, readSources, tooLong } from "./sources.ts";

const code = (text: string, path = "src/matters/engine.ts") => bannedIn({ path, text });

const banned: [text: string, what: string][] = [
  ["const a = b as string;", "`as`"],
  ["const a = <string>b;", "`<T>`"],
  ["const a = new Date();", "`new Date()`"],
  ["const a = Date.now();", "`Date.now()`"],
  ["await sql`select 1 where due < now()`;", "platform.law_now()"],
  ["await sql`select current_timestamp`;", "platform.law_now()"],
];

test.for(banned)("%s is found", ([text, what]) => {
  expect(code(`const one = 1;\n${text}`)).toEqual([expect.stringMatching(/^src\/matters\/engine\.ts:2 /)]);
  expect(code(text).join()).toContain(what);
});

test.for([
  "const a = ['b'] as const;",
  "const a = { b: 1 } satisfies { b: number };",
  "const a = new Date(0);",
  "const a = performance.now();",
  "await sql`select platform.law_now()`;",
])("%s is allowed", (text) => {
  expect(code(text)).toEqual([]);
});

test("only the clocks read the time", () => {
  expect(code("export const wallNow = () => new Date();", "src/platform/clocks/index.ts")).toEqual([]);
});

test("migrations take the time from the platform's functions", () => {
  const path = "src/matters/migrations/202611231200-matters-base.sql";
  expect(bannedIn({ path, text: "create table a (\n  at timestamptz default now()\n);" })).toEqual([
    expect.stringContaining(`${path}:2 `),
  ]);
  expect(bannedIn({ path, text: "-- not now()\nselect platform.wall_now();" })).toEqual([]);
});

test("a file that cannot be parsed is a finding, not a file without findings", () => {
  expect(code("const = ;").join()).toContain("cannot be parsed");
});

test("a file of more than 320 lines is named", () => {
  expect(tooLong({ path: "a.ts", text: "x\n".repeat(320) })).toEqual([]);
  expect(tooLong({ path: "a.ts", text: "x\n".repeat(321) })).toEqual([
    "a.ts has 321 lines (warned above 320)",
  ]);
});

test("the sources of the checkout are found, this file among them", async () => {
  const paths = (await readSources(join(import.meta.dirname, "../.."))).map(({ path }) => path);
  expect(paths).toContain("test/checks/sources.test.ts");
  expect(paths).toContain("src/contract/common.ts");
});
