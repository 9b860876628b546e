import { glob, readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { shuangyashan } from "../../../test/support/city.ts";
import { application } from "../../../test/support/matters.ts";
import { procedures } from "../procedures.ts";
import { coveragePage, unknownIds } from "./coverage.ts";
import { generatedDocuments } from "./documents.ts";
import { provenBy } from "./mutations.ts";
import { procedurePage } from "./procedure-page.ts";

const root = join(import.meta.dirname, "../../..");

test("docs/generated is what the declarations and tests say now", async () => {
  const written = new Map<string, string>();
  const folder = join(root, "docs/generated");
  for await (const path of glob("**/*.md", { cwd: folder })) {
    written.set(path, await readFile(join(folder, path), "utf8"));
  }
  const fresh = await generatedDocuments(root, procedures, shuangyashan.parameters);
  expect([...written.keys()].sort()).toEqual([...fresh.keys()].sort());
  for (const [path, text] of fresh) expect(written.get(path), `${path}: npm run generate`).toBe(text);
});

test("a page shows every step, the law's limit, the city's, and where the law is silent", () => {
  const page = procedurePage(application, shuangyashan.parameters);
  for (const { title } of Object.values(application.steps)) expect(page).toContain(`| ${title} |`);
  expect(page).toContain("1 个工作日（第二十七条第二款第二项）");
  expect(page).toContain("未规定：没有规定天数 | 1 个工作日");
  expect(page).toContain("s0 --> s2 : 通过形式审查");
  expect(page).toContain("“同意”与“审签”须由不同的人办理");
});

test("an obligation that no test names is open, and an id that does not exist is found", () => {
  const tests = new Map([
    ["A27.5", ["src/some.test.ts"]],
    ["A99.1", ["src/other.test.ts"]],
  ]);
  const page = coveragePage([application], tests, new Map());
  expect(page).toMatch(
    /\| A27\.5 \| 27 \| .* \| test-application \| named, not proven \| `src\/some\.test\.ts` \|/,
  );
  expect(page).toMatch(/\| A27\.4 \| 27 \| .* \| test-application \| open \| {2}\|/);
  expect(page).toContain("0 of 269 obligations are proven; 1 more");
  expect(unknownIds(tests)).toEqual(["A99.1"]);
});

test("an obligation is proven only by a mutation that was killed", () => {
  const result = {
    id: "A27.5",
    guard: "a refusal states its reasons",
    file: "src/guard.ts",
    test: "src/some.test.ts",
    title: "A27.5 a refusal",
  };
  const page = (outcome: string) => coveragePage([], new Map(), provenBy([{ ...result, outcome }]));
  expect(page("killed")).toMatch(/\| A27\.5 \| .* \| proven \| `src\/some\.test\.ts` \|/);
  for (const outcome of ["survived", "test did not run", "unsound test", "not run"])
    expect(page(outcome)).toMatch(/\| A27\.5 \| .* \| open \|/);
});
