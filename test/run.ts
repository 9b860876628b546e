import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { toolEnvironment } from "./checks/command.ts";
import { judged, lastLine, playwrightTally, type Tally, total, vitestTally } from "./checks/reports.ts";

const root = join(import.meta.dirname, "..");
/** A runner that hangs must not hang the pipeline; the suite itself is meant to take at most ten minutes. */
const hangLimit = 40 * 60_000;

/** Runs a runner with its output shown as it comes; null where a signal ended it. */
function show(command: string, values: string[], variables: Record<string, string> = {}) {
  return new Promise<number | null>((resolve, reject) => {
    const child = spawn(command, values, {
      cwd: root,
      env: { ...toolEnvironment, ...variables },
      stdio: ["ignore", "inherit", "inherit"],
      timeout: hangLimit,
      killSignal: "SIGKILL",
    });
    child.once("error", reject);
    child.once("close", resolve);
  });
}

async function report(path: string, read: (report: unknown) => Tally): Promise<Tally | null> {
  try {
    return read(JSON.parse(await readFile(path, "utf8")));
  } catch (error) {
    console.log(`no usable report: ${error instanceof Error ? error.message : error}`);
    return null;
  }
}

const reports = await mkdtemp(join(tmpdir(), "reports-"));

async function check(): Promise<Tally> {
  return { passed: 0, failed: (await show("node", ["test/check.ts"])) === 0 ? 0 : 1, skipped: 0 };
}

async function vitest(): Promise<Tally> {
  const file = join(reports, "vitest.json");
  const values = ["run", "--reporter=default", "--reporter=json", `--outputFile.json=${file}`];
  const code = await show("vitest", values);
  return judged(await report(file, vitestTally), code);
}

async function playwright(): Promise<Tally> {
  const file = join(reports, "playwright.json");
  const code = await show("playwright", ["test", "--reporter=list,json"], {
    PLAYWRIGHT_JSON_OUTPUT_FILE: file,
  });
  return judged(await report(file, playwrightTally), code);
}

const runners = { check, vitest, playwright };
const tallies: Tally[] = [];
for (const [name, runner] of Object.entries(runners)) {
  const started = performance.now();
  const tally = await runner();
  tallies.push(tally);
  console.log(`\n${name}: ${lastLine(tally)} in ${((performance.now() - started) / 1000).toFixed(0)} s\n`);
}
await rm(reports, { recursive: true });

const all = total(tallies);
// Where nobody looks, a skipped test is a test that is missing.
const missing = process.env.CI === "true" && all.skipped > 0;
if (missing) console.log("skipped tests count as failures here");
console.log(lastLine(missing ? { ...all, failed: all.failed + all.skipped, skipped: 0 } : all));
process.exitCode = all.failed > 0 || missing ? 1 : 0;
