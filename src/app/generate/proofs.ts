import { glob, readFile } from "node:fs/promises";
import { join } from "node:path";
import { obligations } from "../../law/obligations.ts";
import type { Proofs } from "../coverage/proofs.ts";
import type { MutationResult } from "./mutations.ts";

/** A test that runs: a skipped, expected-to-fail or planned one covers nothing. */
const runningTest = /\b(?:test|it)(?:\.(?:each|for)\([^)]*\))?\(\s*(["'`])((?:(?!\1).)*)\1/g;
const obligationId = /\bA\d+\.\d+\b/g;

export interface NamedTest {
  readonly id: string;
  readonly file: string;
  readonly title: string;
}

/** Every test whose title names an obligation, once for each that it names, by file. */
export async function namingTests(root: string): Promise<NamedTest[]> {
  const paths: string[] = [];
  for await (const path of glob(["{src,test,web,agent}/**/*.{test,spec}.{ts,tsx}"], { cwd: root })) {
    if (!path.includes("node_modules")) paths.push(path);
  }
  const found: NamedTest[] = [];
  for (const file of paths.sort()) {
    const text = await readFile(join(root, file), "utf8");
    for (const [, , title = ""] of text.matchAll(runningTest))
      for (const id of new Set(title.match(obligationId))) found.push({ id, file, title });
  }
  return found;
}

/** Tests and mutations by obligation, in the order of the Measures. */
export function proofsOf(tests: readonly NamedTest[], results: readonly MutationResult[]): Proofs {
  const named = Map.groupBy(tests, ({ id }) => id);
  const guards = Map.groupBy(results, ({ id }) => id);
  return Object.fromEntries(
    obligations
      .filter(({ id }) => named.has(id) || guards.has(id))
      .map(({ id }) => [
        id,
        {
          tests: (named.get(id) ?? []).map(({ file, title }) => ({ file, title })),
          mutations: (guards.get(id) ?? []).map(({ id: _, ...result }) => result),
        },
      ]),
  );
}

/** Ids that a test names but the Measures do not have. */
export function unknownIds(tests: readonly NamedTest[]): string[] {
  const known = new Set(obligations.map(({ id }) => id));
  return [...new Set(tests.map(({ id }) => id))].filter((id) => !known.has(id)).sort();
}
