import { cp, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createVitest, type TestRunResult, type Vitest } from "vitest/node";
import { applied, digestOf, type Mutation, type Result } from "./mutation.ts";
import { mutations } from "./mutations.ts";

/**
 * `npm run mutate [pattern]`: removes one guard after the other in a copy of the tree and runs the one test that must
 * fail then. Writes `result.json`, from which `npm run generate` says what is proven. With a pattern, only the
 * mutations whose id or file it matches are run, and the other results are kept; `--new` runs those never run as they
 * stand.
 */
const root = join(import.meta.dirname, "../..");
const resultFile = join(import.meta.dirname, "result.json");
const pattern = process.argv[2] ?? "";
const wanted = ({ id, file }: Mutation, known: Result): boolean =>
  pattern === "--new" ? known.outcome !== "killed" : new RegExp(pattern).test(`${id} ${file}`);

async function copyOfTree(): Promise<string> {
  const copy = await mkdtemp(join(tmpdir(), "gongshu-mutation-"));
  for (const name of [
    "src",
    "web",
    "profiles",
    "test",
    "bin",
    "verifier",
    "docs",
    "package.json",
    "tsconfig.json",
    "vitest.config.ts",
  ])
    await cp(join(root, name), join(copy, name), { recursive: true });
  await symlink(join(root, "node_modules"), join(copy, "node_modules"));
  return copy;
}

/** How the tests of that title ended; nothing where the file itself failed before it came to them. */
function outcomes({ testModules }: TestRunResult, { test }: Mutation): string[] {
  return testModules.flatMap((module) =>
    [...module.children.allTests()]
      .filter(({ name }) => name.startsWith(test.title))
      .map((one) => one.result().state)
      .filter((state) => state !== "skipped"),
  );
}

async function started(copy: string): Promise<Vitest> {
  const vitest = await createVitest("test", { root: copy, watch: false, maxWorkers: 1, reporters: [] });
  await vitest.standalone();
  return vitest;
}

async function runTest(vitest: Vitest, copy: string, mutation: Mutation): Promise<string[]> {
  vitest.setGlobalTestNamePattern(mutation.test.title.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  const specifications = await vitest.globTestSpecifications([join(copy, mutation.test.file)]);
  return outcomes(await vitest.runTestSpecifications(specifications), mutation);
}

/** Migrations make the template of all databases when Vitest starts, so one without its guard needs a start of its own. */
async function runMutated(vitest: Vitest, copy: string, mutation: Mutation): Promise<string[]> {
  if (!mutation.file.endsWith(".sql")) return runTest(vitest, copy, mutation);
  const own = await started(copy);
  try {
    return await runTest(own, copy, mutation);
  } finally {
    await own.close();
  }
}

/** A test that fails without any mutation proves nothing: each is run once on the tree as it is. */
async function prove(vitest: Vitest, copy: string, mutation: Mutation, sound: Set<string>): Promise<string> {
  const test = `${mutation.test.file} ${mutation.test.title}`;
  if (!sound.has(test)) {
    const before = await runTest(vitest, copy, mutation);
    if (before.length === 0 || before.some((state) => state !== "passed")) return "unsound test";
    sound.add(test);
  }
  const path = join(copy, mutation.file);
  const original = await readFile(path, "utf8");
  await writeFile(path, applied(original, mutation));
  vitest.invalidateFile(path);
  try {
    const after = await runMutated(vitest, copy, mutation);
    if (after.length === 0) return "test did not run";
    return after.includes("failed") ? "killed" : "survived";
  } finally {
    await writeFile(path, original);
    vitest.invalidateFile(path);
  }
}

const earlier: Result[] = JSON.parse(await readFile(resultFile, "utf8").catch(() => "[]"));
const copy = await copyOfTree();
const vitest = await started(copy);
const sound = new Set<string>();
const results = mutations.map((mutation): Result => {
  const { id, guard, file, test } = mutation;
  const digest = digestOf(mutation);
  const outcome = earlier.find((result) => result.digest === digest)?.outcome ?? "not run";
  return { id, guard, file, test: test.file, title: test.title, outcome, digest };
});
// Written as it goes: a run that is broken off keeps what it found.
const keep = () => writeFile(resultFile, `${JSON.stringify(results, null, 2)}\n`);
try {
  await keep();
  for (const [index, mutation] of mutations.entries()) {
    const result = results[index];
    if (result === undefined || !wanted(mutation, result)) continue;
    const outcome = await prove(vitest, copy, mutation, sound);
    console.log(`${outcome}\t${mutation.id}\t${mutation.guard}`);
    results[index] = { ...result, outcome };
    await keep();
  }
} finally {
  await vitest.close();
  await rm(copy, { recursive: true });
}
const killed = results.filter(({ outcome }) => outcome === "killed").length;
console.log(`${killed} of ${results.length} mutations killed`);
process.exitCode = killed === results.length ? 0 : 1;
process.exit();
