import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { obligations } from "../../src/law/obligations.ts";
import { applied, digestOf, type Mutation, type Result } from "./mutation.ts";
import { mutations } from "./mutations.ts";

const root = join(import.meta.dirname, "../..");
const text = (path: string) => readFile(join(root, path), "utf8");

test("every mutation still applies: its guard stands exactly once in its file", async () => {
  const faults: string[] = [];
  for (const mutation of mutations) {
    try {
      expect(applied(await text(mutation.file), mutation)).not.toContain(mutation.find);
    } catch (error) {
      faults.push(error instanceof Error ? error.message : String(error));
    }
  }
  expect(faults).toEqual([]);
});

test("every mutation names an obligation, and a test that names it too", async () => {
  const known = new Set(obligations.map(({ id }) => id));
  for (const { id, test: proof } of mutations) {
    expect([id, known.has(id)]).toEqual([id, true]);
    expect(proof.title).toContain(id);
    expect(await text(proof.file)).toContain(id);
  }
});

test("the committed result is of these mutations, and all were killed: else `npm run mutate`", async () => {
  const results: Result[] = JSON.parse(await text("test/mutation/result.json"));
  expect(results.map(({ digest }) => digest)).toEqual(mutations.map(digestOf));
  expect(results.filter(({ outcome }) => outcome !== "killed")).toEqual([]);
});

test("a guard that is gone or stands twice is told", () => {
  const mutation: Mutation = {
    id: "A1.1",
    guard: "",
    file: "a.ts",
    find: "if (x)",
    replace: "",
    test: { file: "", title: "" },
  };
  expect(applied("if (x) y();", mutation)).toBe(" y();");
  for (const source of ["y();", "if (x) y(); if (x) z();"])
    expect(() => applied(source, mutation)).toThrow("in a.ts");
});
